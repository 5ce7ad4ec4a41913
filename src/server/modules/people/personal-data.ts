import { isPlainMessageKey, languageName, translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { forgetAddresses } from '#server/platform/mail.ts';
import { choice, day, fact, language, mentionsOf, type DataFact, type DataSection, type DataSubject, type DataValue, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { blankConsents, listConsents } from './consents.queries.ts';
import { PARENT_MAIL } from './consents.service.ts';
import { blankAuthor, blankErasures, blankImportRows, blankMentions, blankNotes, blankPersons, countHeld, deleteAbout, deleteFilters, deleteUnusedWords, listSearchingFilters, listSearchWordsOf } from './erasing.queries.ts';
import { listAttestations, listEducations } from './learning.queries.ts';
import { nameKey } from './names.ts';
import { peopleClaims } from './personal-data.claims.ts';
import { listChangeData, listFilterData, listPostData, listRequestData, listViewData } from './personal-data.queries.ts';
import { findPerson, listNames } from './persons.queries.ts';
import { peopleRetention } from './retention.ts';
import type { FieldChange, LanguageSkill } from './registry.tables.ts';
import { todayOf } from './standing.ts';

const PARTS = ' / ';

/** What stood there and what stands there now, field by field. */
function changed(ctx: Ctx, changes: readonly FieldChange[]): DataValue {
  if (changes.length === 0) return null;
  const t = translator(ctx.locale);
  const word = (field: string): string => {
    const key = `people.changed.${(field.split('.')[0] ?? '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    return isPlainMessageKey(key) ? t(key) : field;
  };
  return { raw: changes, shown: changes.map(({ field, before, after }) => `${word(field)}: ${before ?? '—'} → ${after ?? '—'}`).join('; ') };
}

/** Languages with their levels. */
function skills(ctx: Ctx, known: readonly LanguageSkill[]): DataValue {
  if (known.length === 0) return null;
  const t = translator(ctx.locale);
  return { raw: known, shown: known.map(({ language: locale, level }) => t('people.card.language', { language: languageName(locale, ctx.locale), level: t(`people.language.${level}`) })).join('; ') };
}

async function cards(ctx: Ctx, subject: DataSubject): Promise<DataFact[][]> {
  const items: DataFact[][] = [];
  for (const id of subject.personIds) {
    const row = await findPerson(ctx, id);
    if (!row || row.anonymised_at) continue;
    const names = await listNames(ctx, [id]);
    items.push([
      fact('familyName', 'people.changed.family_name', row.family_name),
      fact('givenName', 'people.changed.given_name', row.given_name),
      fact('patronymic', 'people.changed.patronymic', row.patronymic),
      ...names.map((name) => ({
        key: `name.${name.locale}`,
        label: { key: 'people.card.name_in' as const, params: { language: languageName(name.locale, ctx.locale) } },
        value: [name.familyName, name.givenName, name.patronymic].filter(Boolean).join(' '),
      })),
      fact('birthDate', 'people.changed.birth_date', day(row.birth_date)),
      fact('sex', 'people.changed.sex', choice('people.sex', row.sex)),
      fact('email', 'people.changed.email', row.email),
      fact('phone', 'people.changed.phone', row.phone),
      fact('preferredLocale', 'people.changed.preferred_locale', language(row.preferred_locale)),
      fact('languages', 'people.changed.languages', skills(ctx, row.languages)),
      fact('librarySince', 'people.changed.library_since', day(row.library_since)),
      fact('professionSince', 'people.changed.profession_since', day(row.profession_since)),
      fact('createdAt', 'ui.field.created', row.created_at),
      fact('updatedAt', 'ui.field.changed', row.updated_at),
    ]);
  }
  return items;
}

async function learning(ctx: Ctx, subject: DataSubject): Promise<DataSection[]> {
  const of = async <R>(list: (ctx: Ctx, id: string) => Promise<R[]>) => (await Promise.all(subject.personIds.map((id) => list(ctx, id)))).flat();
  const [educations, attestations] = [await of(listEducations), await of(listAttestations)];
  return [
    {
      id: 'educations',
      title: 'people.column.education',
      items: educations.map((row) => [
        fact('level', 'people.changed.level', choice('people.level', row.level)),
        fact('isLibraryProfile', 'people.changed.is_library_profile', row.is_library_profile),
        fact('institution', 'people.changed.institution', row.institution),
        fact('speciality', 'people.changed.speciality', row.speciality),
        fact('graduatedYear', 'people.changed.graduated_year', row.graduated_year === null ? null : String(row.graduated_year)),
      ]),
    },
    {
      id: 'attestations',
      title: 'people.card.attestations',
      items: attestations.map((row) => [
        fact('category', 'people.changed.category', choice('people.category', row.category)),
        fact('heldOn', 'people.changed.held_on', day(row.held_on)),
        fact('dueOn', 'people.changed.due_on', day(row.due_on)),
        fact('note', 'people.changed.note', row.note),
      ]),
    },
  ];
}

async function describe(ctx: Ctx, subject: DataSubject): Promise<DataSection[]> {
  const ids = subject.personIds;
  const [posts, requests, changes, filters] = await Promise.all([
    listPostData(ctx, ids),
    listRequestData(ctx, ids),
    listChangeData(ctx, ids),
    subject.accountId ? listFilterData(ctx, subject.accountId) : [],
  ]);
  return [
    { id: 'person', title: 'people.own.title', items: await cards(ctx, subject) },
    {
      id: 'posts',
      title: 'people.card.posts',
      items: posts.map((post) => [
        fact('organisation', 'people.changed.organisation', { text: post.organisation }),
        fact('position', 'people.changed.position', post.title ?? (post.position ? { text: post.position } : null)),
        fact('kind', 'people.changed.kind', choice('people.post', post.kind)),
        fact('rate', 'people.changed.rate', Number(post.rate)),
        fact('fromDate', 'people.changed.from_date', day(post.fromDate)),
        fact('toDate', 'people.changed.to_date', day(post.toDate)),
        fact('leavingReason', 'people.changed.leaving_reason', choice('people.leaving', post.leavingReason)),
        fact('leavingNote', 'people.changed.note', post.leavingNote),
      ]),
    },
    ...(await learning(ctx, subject)),
    {
      id: 'consents',
      title: 'privacy.consents.title',
      items: (await listConsents(ctx, ids)).map((row) => [
        fact('text', 'privacy.consents.text', { text: row.title }),
        fact('version', 'privacy.consents.version', row.versionNumber),
        fact('purpose', 'privacy.consents.purpose', choice('privacy.consent_purpose', row.purpose)),
        fact('givenBy', 'privacy.consents.by', choice('privacy.consent_by', row.givenBy)),
        fact('parentName', 'privacy.consents.parent_name', row.parentName),
        fact('way', 'privacy.consents.way', choice('privacy.consent_way', row.way)),
        fact('givenOn', 'privacy.consents.given_on', day(row.givenOn)),
        fact('validUntil', 'privacy.consents.until', day(row.validUntil)),
        fact('withdrawnAt', 'privacy.consents.withdrawn_on', row.withdrawnAt),
      ]),
    },
    {
      id: 'requests',
      title: 'privacy.data.requests',
      items: requests.map((row) => [fact('createdAt', 'ui.field.created', row.created_at), fact('changes', 'people.changes.fields', changed(ctx, row.changes)), fact('state', 'ui.field.status', row.state), fact('reason', 'ui.field.reason', row.reason)]),
    },
    {
      id: 'changes',
      title: 'people.changes.tab',
      items: changes.map((row) => [
        fact('at', 'people.changes.when', row.at),
        fact('who', 'people.changes.who', row.on_behalf_name && row.actor_name ? [row.actor_name, row.on_behalf_name].join(PARTS) : row.actor_name),
        fact('act', 'people.changes.what', choice('people.act', row.act.replace('.', '_'))),
        fact('list', 'audit.subject.import', row.file_name),
        fact('changes', 'people.changes.fields', changed(ctx, row.changes)),
      ]),
    },
    { id: 'filters', title: 'people.filter.saved', items: filters.map((row) => [fact('name', 'people.filter.name', row.name), fact('query', 'ui.table.filters', row.query), fact('createdAt', 'ui.field.created', row.created_at)]) },
  ];
}

/** Who looked at the card of these records, for the page of the person herself. */
export const viewsOf = async (ctx: Ctx, personIds: readonly string[]): Promise<{ accountId: string; hour: Date }[]> =>
  (await listViewData(ctx, personIds)).map((row) => ({ accountId: row.account_id, hour: row.hour }));

async function erase(tx: Ctx, subject: DataSubject): Promise<void> {
  const { personIds } = subject;
  const mentions = mentionsOf(subject);
  const words = await listSearchWordsOf(tx, personIds);
  await blankPersons(tx, personIds, await todayOf(tx));
  await blankNotes(tx, personIds);
  await deleteAbout(tx, personIds);
  await blankErasures(tx, personIds);
  await forgetAddresses(tx, PARENT_MAIL, await blankConsents(tx, personIds));
  if (subject.accountId) for (const name of subject.names) await blankAuthor(tx, subject.accountId, [name.given, name.family].filter(Boolean).join(' '));
  await blankImportRows(tx, personIds, mentions);
  await blankMentions(tx, mentions);
  const keys = subject.names.map(({ family }) => nameKey(family));
  const looking = (await listSearchingFilters(tx)).filter(({ query }) => keys.some((key) => key !== '' && nameKey(new URLSearchParams(query).get('q') ?? '').includes(key)));
  await deleteFilters(tx, looking.map(({ id }) => id));
  await deleteUnusedWords(tx, words);
}

export const peopleData: PersonalDataSource = {
  name: 'people',
  claims: peopleClaims,
  retention: peopleRetention,
  describe,
  async preview(ctx, subject) {
    const held = await countHeld(ctx, subject.personIds);
    return [
      { what: 'privacy.erase.person', count: subject.personIds.length, stays: null },
      { what: 'privacy.erase.changes', count: held.changes, stays: null },
      { what: 'privacy.erase.views', count: held.views, stays: null },
      { what: 'privacy.erase.posts', count: held.posts, stays: 'privacy.stays.statistics' },
      { what: 'privacy.erase.learning', count: held.learning, stays: 'privacy.stays.statistics' },
    ];
  },
  erase,
};
