import { listOrganisationsOf, ownPersonId } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { exportFile, type ExportCell, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { GROWTH_KEEPERS } from './person-access.ts';
import { countTeam, listTeam, listUnplannedGaps, type TeamFigures, type TeamGap, type TeamRow, type TeamWish } from './plan-team.queries.ts';
import type { PlanState } from './plan.rule.ts';
import type { AgreeSeveral, TeamFilter } from './plans.schemas.ts';
import { agreePlan, planDays } from './plans.service.ts';

const PAGE = 50;
const GAPS = 10;
const EXPORT_MOST = 20_000;

/** Whether the actor heads anybody in the network. */
const scopeFor = (ctx: Ctx) => scopeOf(ctx.actor, GROWTH_KEEPERS, ctx.networkId);
export const headsSomebody = (ctx: Ctx): boolean => scopeFor(ctx).length > 0;

async function wishOf(ctx: Ctx, filter: TeamFilter): Promise<TeamWish> {
  const accountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  return { scope: scopeFor(ctx), organisationId: filter.organisation ?? null, state: filter.state ?? null, accountId, today: (await planDays(ctx)).today };
}

export interface TeamView {
  lines: TeamRow[];
  figures: TeamFigures;
  gaps: TeamGap[];
  today: string;
  after: string | null;
  before: string | null;
  /** Organisations to choose from, those the actor heads. */
  organisations: { id: string; name: LocalizedText }[];
}

/** The plans of the people whom the actor heads. Error `page.not_found` for whoever heads nobody. */
export async function showTeamPlans(ctx: Ctx, filter: TeamFilter): Promise<TeamView> {
  if (!headsSomebody(ctx)) throw notFound();
  const wish = await wishOf(ctx, filter);
  const from = readPageKey(filter);
  const [found, figures, gaps, all] = [await listTeam(ctx, wish, from, PAGE), await countTeam(ctx, wish), await listUnplannedGaps(ctx, wish, GAPS), await listOrganisationsOf(ctx)];
  const { shown, after, before } = turnPage(found, PAGE, from);
  const scope = wish.scope;
  return { lines: shown, figures, gaps, today: wish.today, after, before, organisations: all.filter(({ path }) => scope === 'network' || path.some((id) => scope.includes(id))).map(({ id, name }) => ({ id, name })) };
}

/** Her own record, if she has one in this network. */
export const ownRecord = (ctx: Ctx): Promise<string | null> => (ctx.actor.kind === 'account' ? ownPersonId(ctx) : Promise.resolve(null));

/**
 * Agrees to several plans as the list showed them, `<plan>@<revision>`; each is a deed of its own. What changed since, or may not be agreed to, is left out and
 * counted. Error `page.not_found` for whoever heads nobody.
 */
export async function agreeSeveral(ctx: Ctx, input: AgreeSeveral): Promise<{ agreed: number; leftOut: number }> {
  if (!headsSomebody(ctx)) throw notFound();
  let agreed = 0;
  for (const one of new Set(input.plans)) {
    const [planId = '', revision = ''] = one.split('@');
    try {
      await agreePlan(ctx, planId, { revision: Number(revision), items: [], words: null });
      agreed += 1;
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
    }
  }
  return { agreed, leftOut: new Set(input.plans).size - agreed };
}

export interface TeamWords {
  title: string;
  columns: readonly string[];
  state: (state: PlanState | null) => string;
}

/** The list as a file, all of it. Error `page.not_found`. */
export async function exportTeamPlans(ctx: Ctx, filter: TeamFilter, format: ExportFormat, words: TeamWords): Promise<ExportedFile> {
  if (!headsSomebody(ctx)) throw notFound();
  const rows = (await listTeam(ctx, await wishOf(ctx, filter), null, EXPORT_MOST)).slice(0, EXPORT_MOST);
  const say = (text: LocalizedText | null): string => (text ? textIn(text, ctx.locale) : '');
  const day = (date: string | null): ExportCell => (date === null ? null : { date });
  return exportFile(
    {
      title: words.title,
      columns: words.columns.map((title) => ({ title })),
      rows: rows.map((row) => [[row.familyName, row.givenName].filter(Boolean).join(' '), say(row.organisationName), say(row.positionName), words.state(row.state), day(row.fromOn), day(row.untilOn), day(row.reviewOn), ...(row.planId === null ? [null, null, null] : [row.done, row.total, row.overdue])]),
    },
    format,
    ctx.locale,
  );
}
