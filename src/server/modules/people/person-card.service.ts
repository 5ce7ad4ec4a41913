import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';
import { noteLooks } from './card-views.service.ts';
import { findOpenRequest, listCardViews, listRecordChanges } from './changes.queries.ts';
import { namedList, type NamedList } from './import-links.service.ts';
import { listAttestations, listEducations } from './learning.queries.ts';
import { listPanelSources, type LifeMoment } from './panels.port.ts';
import { shownPanels, type ShownPanel } from './panels.service.ts';
import { ageOn } from './people-list.service.ts';
import type { PersonAbilities } from './people.policy.ts';
import { networkOf } from './networks.service.ts';
import { fullName, storedPerson } from './person-values.ts';
import { getPersonFor } from './persons.access.ts';
import { listNames, type OtherName, type PersonValues } from './persons.queries.ts';
import { listPostsOf, type PostRow } from './posts.queries.ts';
import type { Category, EducationLevel, EmploymentKind, FieldChange, LeavingReason } from './registry.tables.ts';
import { todayOf } from './standing.ts';

export interface PostView {
  id: string;
  version: number;
  organisationId: string;
  organisation: string;
  positionId: string | null;
  /** In the reader's language, or as typed. */
  post: string;
  title: string | null;
  kind: EmploymentKind;
  isMainPersonnel: boolean;
  rate: number;
  fromDate: string;
  toDate: string | null;
  leavingReason: LeavingReason | null;
  leavingNote: string | null;
  isPresent: boolean;
}

export interface PersonCard {
  id: string;
  version: number;
  name: string;
  values: PersonValues;
  otherNames: OtherName[];
  hasAccount: boolean;
  isSelf: boolean;
  isWorking: boolean;
  mergedInto: string | null;
  isAnonymised: boolean;
  /** Id of the photo, where the network shows photos and one is there. */
  photo: string | null;
  /** Whether the actor may put one there. */
  mayPhoto: boolean;
  age: number | null;
  /** Full years in libraries and in the profession. */
  libraryYears: number | null;
  professionYears: number | null;
  posts: PostView[];
  educations: { id: string; version: number; level: EducationLevel; isLibraryProfile: boolean | null; institution: string | null; speciality: string | null; graduatedYear: number | null }[];
  attestations: { id: string; version: number; category: Category; heldOn: string | null; dueOn: string | null; note: string | null; isOverdue: boolean }[];
  request: { changes: FieldChange[]; createdAt: Date } | null;
  panels: ShownPanel[];
  moments: LifeMoment[];
  may: { [Name in keyof PersonAbilities]: boolean };
}

const post = (ctx: Ctx, row: PostRow, today: string): PostView => ({
  id: row.id,
  version: row.version,
  organisationId: row.organisation_id,
  organisation: textIn(row.organisation_name, ctx.locale),
  positionId: row.position_id,
  post: row.title ?? textIn(row.position_name, ctx.locale),
  title: row.title,
  kind: row.kind,
  isMainPersonnel: row.is_main_personnel,
  rate: Number(row.rate),
  fromDate: row.from_date,
  toDate: row.to_date,
  leavingReason: row.leaving_reason,
  leavingNote: row.leaving_note,
  isPresent: row.from_date <= today && (row.to_date === null || row.to_date >= today),
});

const moment = (id: string, date: string, key: Wording['key'], params: Record<string, string | number>): LifeMoment => ({ id, date, what: { key, params }, path: null });

/** What the registry itself knows of a life: posts, education, attestations. */
function ownMoments(card: Pick<PersonCard, 'posts' | 'educations' | 'attestations'>): LifeMoment[] {
  return [
    ...card.posts.flatMap((row) => {
      const words = { post: row.post, organisation: row.organisation };
      const began = moment(`${row.id}-from`, row.fromDate, 'people.moment.post_began', words);
      return row.toDate ? [began, moment(`${row.id}-to`, row.toDate, 'people.moment.post_ended', words)] : [began];
    }),
    ...card.educations.flatMap((row) =>
      row.graduatedYear ? [moment(`${row.id}-edu`, `${row.graduatedYear}-07-01`, 'people.moment.graduated', { institution: row.institution ?? '', named: row.institution ? 'yes' : 'no' })] : [],
    ),
    ...card.attestations.flatMap((row) => (row.heldOn ? [moment(`${row.id}-att`, row.heldOn, 'people.moment.attested', { category: row.category })] : [])),
  ];
}

/** The card of a person for whoever may read it; that another person's card was opened is noted. Error: `page.not_found`. */
export async function showPerson(ctx: Ctx, id: string): Promise<PersonCard> {
  const person = await getPersonFor(ctx, id, 'readSensitive');
  const today = await todayOf(ctx);
  const { photos } = await networkOf(ctx);
  const [names, posts, educations, attestations, request] = await Promise.all([
    listNames(ctx, [id]),
    listPostsOf(ctx, id),
    listEducations(ctx, id),
    listAttestations(ctx, id),
    findOpenRequest(ctx, id),
  ]);
  // An erased card holds nothing to look at.
  if (person.anonymised_at === null) await noteLooks(ctx, [id]);
  const at = { id, place: person.place };
  const others: LifeMoment[] = [];
  for (const source of listPanelSources()) others.push(...(await source.lifeMoments(ctx, at)));
  const values = storedPerson(person);
  const parts = {
    posts: posts.map((row) => post(ctx, row, today)),
    educations: educations.map((row) => ({
      id: row.id,
      version: row.version,
      level: row.level,
      isLibraryProfile: row.is_library_profile,
      institution: row.institution,
      speciality: row.speciality,
      graduatedYear: row.graduated_year,
    })),
    attestations: attestations.map((row, index) => ({
      id: row.id,
      version: row.version,
      category: row.category,
      heldOn: row.held_on,
      dueOn: row.due_on,
      note: row.note,
      isOverdue: index === 0 && row.due_on !== null && row.due_on < today,
    })),
  };
  return {
    id,
    version: person.version,
    name: fullName(values),
    values,
    otherNames: names.map(({ personId: _, ...name }) => name),
    photo: photos ? person.photo_file : null,
    mayPhoto: photos && (person.abilities.edit.allowed || person.abilities.editOwn.allowed),
    hasAccount: person.account_id !== null,
    isSelf: ctx.actor.kind === 'account' && person.account_id === ctx.actor.accountId,
    isWorking: person.is_working,
    mergedInto: person.merged_into,
    isAnonymised: person.anonymised_at !== null,
    age: values.birthDate ? ageOn(values.birthDate, today) : null,
    libraryYears: values.librarySince ? ageOn(values.librarySince, today) : null,
    professionYears: values.professionSince ? ageOn(values.professionSince, today) : null,
    ...parts,
    request: request ? { changes: request.changes, createdAt: request.created_at } : null,
    panels: await shownPanels(ctx, (source) => source.personPanels(ctx, at)),
    moments: [...ownMoments(parts), ...others].toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.id.localeCompare(b.id))),
    may: Object.fromEntries(Object.entries(person.abilities).map(([name, ability]) => [name, ability.allowed])) as PersonCard['may'],
  };
}

export interface ChangeView {
  id: string;
  at: Date;
  /** Who did it; null: the system. */
  who: string | null;
  /** In whose place, where the roles were lent. */
  onBehalfOf: string | null;
  act: string;
  changes: FieldChange[];
  /** The list by which it was done, or whose taking back did it. */
  list: NamedList | null;
}

const SHOWN_CHANGES = 100;

/** Who changed the record and how, newest first; and who looked at it, for the person herself and the centre. Before and after are looked at like the card. Error: `page.not_found`. */
export async function showPersonChanges(ctx: Ctx, id: string): Promise<{ name: string; changes: ChangeView[]; hasMore: boolean; views: { accountId: string; hour: Date }[] | null }> {
  const person = await getPersonFor(ctx, id, 'readChanges');
  const rows = await listRecordChanges(ctx, 'person', id, SHOWN_CHANGES);
  await noteLooks(ctx, [id]);
  const views = person.abilities.readViews.allowed ? (await listCardViews(ctx, id)).map((row) => ({ accountId: row.account_id, hour: row.hour })) : null;
  return {
    name: fullName(storedPerson(person)),
    changes: rows.slice(0, SHOWN_CHANGES).map((row) => changeView(ctx, row)),
    hasMore: rows.length > SHOWN_CHANGES,
    views,
  };
}

/** Who looked at the card of a person, newest first: for herself and for the centre. Error: `page.not_found`. */
export async function viewsOfPerson(ctx: Ctx, id: string): Promise<{ accountId: string; hour: Date }[]> {
  await getPersonFor(ctx, id, 'readViews');
  return (await listCardViews(ctx, id)).map((row) => ({ accountId: row.account_id, hour: row.hour }));
}

export const changeView = (ctx: Ctx, row: Awaited<ReturnType<typeof listRecordChanges>>[number]): ChangeView => ({
  id: row.id,
  at: row.at,
  who: row.actor_name,
  onBehalfOf: row.on_behalf_name,
  act: row.act,
  changes: row.changes,
  list: row.import_id && row.import_kind ? namedList(ctx, { id: row.import_id, file_name: row.file_name ?? '', kind: row.import_kind, created_by: row.import_by }) : null,
});

/** Languages in which a name may be written beside the main one. */
export const NAME_LOCALES: readonly Locale[] = ['kk', 'ru', 'en', 'ky', 'be', 'hy'];
