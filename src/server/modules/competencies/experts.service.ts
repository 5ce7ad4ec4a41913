import { z } from 'zod';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { compareText } from '#lib/i18n/index.ts';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { areasOf, type Area } from './areas.rule.ts';
import { readsFrameworks } from './competencies.policy.ts';
import { topStep } from './coverage.service.ts';
import { deleteHelp, findHelp, listExperts, saveHelp, type HelpRow } from './experts.queries.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { getRatedPersonFor, growthAbilities, ratedScope } from './person-access.ts';
import { listEffective } from './ratings.queries.ts';
import type { RatedPerson } from './sheets.queries.ts';
import { chosenFramework } from './views-framework.ts';

/** So many competencies are offered at most, and so many people are shown. */
const OFFERED = 60;
const SHOWN = 200;

const several = <T extends z.ZodType>(one: T, most: number) =>
  z
    .preprocess((value) => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((part) => part !== '') : value), z.array(one).min(1, 'choice.missing').max(most))
    .transform((values) => [...new Set(values)]);

export const HelpInput = z.object({
  competencies: several(z.uuid('choice.missing'), OFFERED),
  languages: several(z.enum(LOCALES, 'choice.missing'), LOCALES.length),
  words: z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), z.string().trim().min(1).max(500).nullable().optional()).transform((value) => value ?? null),
});
export type HelpInput = z.output<typeof HelpInput>;

export interface HelpView {
  person: RatedPerson;
  frameworks: { frameworkId: string; title: LocalizedText }[];
  version: VersionRow;
  areas: { area: Area; items: { item: ItemRow; step: number | null }[] }[];
  /** What she offers now. */
  offer: HelpRow | null;
}

/** What a person may offer to help with: herself alone. Error `page.not_found`. */
export async function showHelp(ctx: Ctx, personId: string, frameworkId: string | null = null): Promise<HelpView> {
  const { may: _, ...person } = await getRatedPersonFor(ctx, personId, 'rateSelf');
  const { published, version } = await chosenFramework(ctx, frameworkId, person);
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const byId = new Map(items.map((item) => [item.competencyId, item]));
  const levels = new Map((await listEffective(ctx, [person.personId])).filter(({ scaleId }) => scaleId === version.scaleId).map(({ competencyId, step }) => [competencyId, step]));
  return {
    ...{ person, version },
    frameworks: published.map((one) => ({ frameworkId: one.frameworkId, title: one.title })),
    areas: areasOf(items).map((area) => ({ area, items: area.competencyIds.flatMap((id) => ((item) => (item ? [{ item, step: levels.get(id) ?? null }] : []))(byId.get(id))) })),
    offer: (await findHelp(ctx, person.personId)) ?? null,
  };
}

/** Says that one helps colleagues, or changes what one said; of other frameworks what was offered stays. Errors: `choice.missing` beside the field, `page.not_found`. */
export async function offerHelp(ctx: Ctx, personId: string, frameworkId: string, input: HelpInput): Promise<void> {
  const { person, version, areas, offer } = await showHelp(ctx, personId, frameworkId);
  const here = new Set(areas.flatMap(({ items }) => items.map(({ item }) => item.competencyId)));
  if (input.competencies.some((id) => !here.has(id))) throw invalid('competencies', 'choice.missing');
  await inTransaction(ctx, async (tx) => {
    const elsewhere = (offer?.competencyIds ?? []).filter((id) => !here.has(id));
    await saveHelp(tx, person.personId, { ...input, competencyIds: [...new Set([...input.competencies, ...elsewhere])].slice(0, OFFERED) });
    await audit(tx, { act: 'competency.help_offered', subjectType: 'person', subjectId: person.personId, data: { framework: version.frameworkId, competencies: input.competencies.length } });
  });
}

/** The offer of somebody invented: for demonstrations and trials only, where nobody can be asked. */
export async function seedHelp(ctx: Ctx, personId: string, input: HelpInput): Promise<void> {
  if (ctx.actor.kind !== 'system') throw notFound();
  await inTransaction(ctx, (tx) => saveHelp(tx, personId, { ...input, competencyIds: input.competencies }));
}

/** Takes it back, wholly and at once. Error `page.not_found`. */
export async function withdrawHelp(ctx: Ctx, personId: string): Promise<void> {
  const { may: _, ...person } = await getRatedPersonFor(ctx, personId, 'rateSelf');
  await inTransaction(ctx, async (tx) => {
    if (await deleteHelp(tx, [person.personId])) await audit(tx, { act: 'competency.help_withdrawn', subjectType: 'person', subjectId: person.personId });
  });
}

export interface Expert {
  personId: string;
  name: string;
  organisation: string;
  district: string;
  position: string;
  /** Null: she has offered nothing; the reader sees her steps because he reads her record. */
  languages: Locale[] | null;
  words: string | null;
  skills: { item: ItemRow; step: number | null }[];
  /** The reader may open what is known of her. */
  mayOpen: boolean;
}

export interface Experts {
  frameworks: { frameworkId: string; title: LocalizedText }[];
  version: VersionRow;
  areas: { area: Area; items: ItemRow[] }[];
  competency: ItemRow | null;
  districts: { id: string; name: string }[];
  experts: Expert[];
  isMore: boolean;
}

/**
 * Who can help with what: whoever offered it, to everybody with a role in the network; those at the highest two steps of one competency only to who
 * reads their records anyhow. Error `page.not_found`.
 */
export async function showExperts(ctx: Ctx, wish: { frameworkId?: string | null | undefined; competencyId?: string | null | undefined; districtId?: string | null | undefined; language?: Locale | null | undefined }): Promise<Experts> {
  if (!readsFrameworks(ctx.actor, ctx.networkId)) throw notFound();
  const { published, version } = await chosenFramework(ctx, wish.frameworkId ?? null);
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const byId = new Map(items.map((item) => [item.competencyId, item]));
  const areas = areasOf(items).map((area) => ({ area, items: area.competencyIds.flatMap((id) => byId.get(id) ?? []) }));
  const competency = wish.competencyId ? byId.get(wish.competencyId) : null;
  if (competency === undefined) throw notFound();
  const organisations = new Map((await listOrganisationsOf(ctx)).map((row) => [row.id, row]));
  const nameOf = (id: string | null) => textIn(organisations.get(id ?? '')?.name, ctx.locale);
  const byName = compareText(ctx.locale);
  const competencyIds = competency ? [competency.competencyId] : areas.flatMap(({ area }) => area.competencyIds);
  const rows = await listExperts(ctx, {
    ...{ scaleId: version.scaleId, competencyIds, districtId: wish.districtId ?? null, language: wish.language ?? null, topStep: topStep(version.steps), own: ratedScope(ctx.actor, ctx.networkId), limit: SHOWN + 1 },
    withTop: competency !== null,
  });
  return {
    frameworks: published.map((one) => ({ frameworkId: one.frameworkId, title: one.title })),
    ...{ version, areas, competency },
    districts: [...new Set([...organisations.values()].map(({ path }) => path[1] ?? path[0] ?? ''))].map((id) => ({ id, name: nameOf(id) })).sort((a, b) => byName(a.name, b.name)),
    experts: rows.slice(0, SHOWN).map((row) => ({
      ...{ personId: row.personId, languages: row.languages, words: row.words },
      name: [row.familyName, row.givenName].filter(Boolean).join(' '),
      ...{ organisation: nameOf(row.organisationId), district: nameOf(row.districtId), position: row.positionName ? textIn(row.positionName, ctx.locale) : '' },
      skills: row.skills.flatMap(({ competencyId, step }) => ((item) => (item ? [{ item, step }] : []))(byId.get(competencyId))).sort((a, b) => (b.step ?? -1) - (a.step ?? -1) || byName(a.item.code, b.item.code)),
      mayOpen: growthAbilities(ctx.actor, { networkId: ctx.networkId, place: row.place, accountId: row.accountId }).read.allowed,
    })),
    isMore: rows.length > SHOWN,
  };
}
