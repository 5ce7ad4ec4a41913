import { z } from 'zod';
import { AUDIT_GROUPS, isAuditGroup } from '#lib/ui/audit-acts.ts';
import { changesOfAudit, getOrganisation, listOrganisationsOf, listsNamed, networkOf, noteLooks, searchFor, type FieldChange, type NamedList } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { orNothing } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { readPageKey, turnPage, type PageKey } from '#server/platform/paging.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addDays, toInstant } from '#server/platform/time/wall-time.ts';
import { AUDIT_READERS } from './access.policy.ts';
import { countAuditLines, listAccountsLike, listAuditLines, listGivenRoles, listTokenNames, type AuditRow, type AuditWish } from './audit-log.queries.ts';
import { listAuditNameSources, type AuditedLine, type AuditedName } from './audit-names.port.ts';
import { deviceOf, type Device } from './device.ts';
import { accountNames } from './sign-in.service.ts';

const PAGE = 50;
const ACCOUNTS = 200;
/** Counting stops here, "more than" beyond. */
export const AUDIT_COUNTED = 1_000;
export const AUDIT_EXPORT_LIMIT = 20_000;

/** The query of the page; what cannot be meant is left out, so that a shortened address still opens. */
export const AuditFilter = z.object({
  /** Part of the name or address of who did it. */
  by: orNothing(z.string().trim().min(1).max(120)),
  /** A kind of act, or a group of them. */
  act: orNothing(z.string().trim().regex(/^[a-z_]+(\.[a-z_]+)?$/).max(80)),
  /** Name of a person or an organisation it was done with. */
  about: orNothing(z.string().trim().min(1).max(120)),
  /** Id of what it was done with. */
  subject: orNothing(z.uuid()),
  organisation: orNothing(z.uuid()),
  /** Days on the calendar of the network, both included. */
  from: orNothing(z.iso.date()),
  until: orNothing(z.iso.date()),
  after: orNothing(z.string().max(200)),
  before: orNothing(z.string().max(200)),
});
export type AuditFilter = z.output<typeof AuditFilter>;

export interface AuditEntry {
  id: string;
  at: Date;
  by: { kind: Actor['kind']; name: string | null; onBehalfOf: string | null; token: string | null };
  /** From where, of accounts; null: not known. */
  source: string | null;
  device: Device | null;
  act: string;
  subjectType: string;
  subjectId: string | null;
  subject: AuditedName | null;
  /** A role that was given or taken, and where it holds; null of the organisation: in the whole network. */
  role: { role: string; scopeKind: string; organisation: string | null } | null;
  changes: FieldChange[];
  /** The list by which it was done, or whose taking back did it. */
  list: NamedList | null;
  data: Record<string, unknown>;
}

/** Whether there is any part of the journal for this reader. */
export function readsAudit(actor: Actor, networkId: string): boolean {
  const scope = scopeOf(actor, AUDIT_READERS, networkId);
  return scope === 'network' || scope.length > 0;
}

/** What the actor reads, narrowed down to an organisation and all below it. Error: `page.not_found`. */
async function belowOf(ctx: Ctx, organisationId: string | undefined): Promise<AuditWish['below']> {
  const scope = scopeOf(ctx.actor, AUDIT_READERS, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  if (scope === 'network' && organisationId === undefined) return 'network';
  if (organisationId !== undefined) {
    const { path } = await getOrganisation(ctx, organisationId);
    if (scope !== 'network' && !scope.some((root) => path.includes(root))) throw notFound();
  }
  const organisations = organisationId === undefined ? (scope as readonly string[]) : [organisationId];
  const events: string[] = [];
  for (const source of listAuditNameSources()) events.push(...(await source.eventsBelow(ctx, organisations)));
  return { organisations, events };
}

async function aboutOf(ctx: Ctx, text: string): Promise<NonNullable<AuditWish['about']>> {
  const { people, organisations } = await searchFor(ctx, text);
  return { persons: people.map(({ id }) => id), organisations: organisations.map(({ id }) => id) };
}

/** The first moment of a day by the clocks of the network. A night whose clock is put forward at midnight begins an hour later. */
function startOf(date: string, zone: string): Date | null {
  const start = toInstant({ date, time: '00:00', zone }, 'later');
  return start.ok ? start.instant : null;
}

async function wishOf(ctx: Ctx, filter: AuditFilter): Promise<AuditWish> {
  const below = await belowOf(ctx, filter.organisation);
  const { timeZone } = await networkOf(ctx);
  return {
    below,
    actors: filter.by ? await listAccountsLike(ctx, filter.by, ACCOUNTS) : null,
    acts: filter.act ? (isAuditGroup(filter.act) ? AUDIT_GROUPS[filter.act] : [filter.act]) : null,
    subjectId: filter.subject ?? null,
    about: filter.about ? await aboutOf(ctx, filter.about) : null,
    from: filter.from ? startOf(filter.from, timeZone) : null,
    until: filter.until ? startOf(addDays(filter.until, 1), timeZone) : null,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function roleOf(row: AuditRow, given: Map<string, Awaited<ReturnType<typeof listGivenRoles>>[number]>, places: Map<string, string>): AuditEntry['role'] {
  const found = row.subject_id ? given.get(row.subject_id) : undefined;
  const role = textOf(row.data.role) ?? found?.role;
  if (!role) return null;
  const scopeId = textOf(row.data.scopeId) ?? found?.scope_id ?? null;
  return { role, scopeKind: textOf(row.data.scopeKind) ?? found?.scope_kind ?? 'network', organisation: scopeId ? (places.get(scopeId) ?? null) : null };
}

/** What accounts, roles, invitations and tokens are called; of the rest the modules say it. */
async function namesOf(ctx: Ctx, lines: readonly AuditedLine[], own: { accounts: Map<string, string>; tokens: Map<string, string>; given: Map<string, { name: string }> }) {
  const names = new Map<string, AuditedName>();
  for (const { id, subjectType, subjectId, data } of lines) {
    const name =
      subjectType === 'delegation' ? own.accounts.get(textOf(data.to) ?? textOf(data.from) ?? '') : (own.accounts.get(subjectId ?? '') ?? own.tokens.get(subjectId ?? '') ?? own.given.get(subjectId ?? '')?.name ?? textOf(data.number));
    if (name) names.set(id, { name, path: null });
  }
  for (const source of listAuditNameSources()) for (const [id, name] of await source.namesOf(ctx, lines)) names.set(id, name);
  return names;
}

const ids = (values: readonly (string | null)[]) => [...new Set(values.filter(isId))];

/** Lines with names and what they changed; the same number of queries however many there are. */
async function toEntries(ctx: Ctx, rows: readonly AuditRow[]): Promise<AuditEntry[]> {
  const lines = rows.map((row): AuditedLine => ({ id: row.id, subjectType: row.subject_type, subjectId: row.subject_id, data: row.data }));
  const people = ids(rows.flatMap((row) => [row.actor_kind === 'account' ? row.actor_id : null, row.on_behalf_of, row.subject_type === 'account' ? row.subject_id : null, ...(row.subject_type === 'delegation' ? [textOf(row.data.to), textOf(row.data.from)] : [])]));
  const [accounts, tokenRows, givenRows, organisations, changes, lists] = await Promise.all([
    accountNames(ctx, people),
    listTokenNames(ctx, ids(rows.flatMap((row) => [row.token_id, row.subject_type === 'api_token' ? row.subject_id : null]))),
    listGivenRoles(ctx, ids(rows.map((row) => (['role_assignment', 'invitation'].includes(row.subject_type) ? row.subject_id : null)))),
    listOrganisationsOf(ctx),
    changesOfAudit(ctx, rows.map(({ id }) => id)),
    listsNamed(ctx, ids(rows.map(({ data }) => textOf(data.importId)))),
  ]);
  // Before and after of a person are a look at her card.
  await noteLooks(ctx, rows.flatMap((row) => (row.subject_type === 'person' && row.subject_id && changes.get(row.id)?.length ? [row.subject_id] : [])));
  const tokens = new Map(tokenRows.map(({ id, name }) => [id, name]));
  const given = new Map(givenRows.map((row) => [row.id, row]));
  const places = new Map(organisations.map(({ id, name }) => [id, textIn(name, ctx.locale)]));
  const names = await namesOf(ctx, lines, { accounts, tokens, given });
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    by: {
      kind: row.actor_kind as Actor['kind'],
      name: accounts.get(row.actor_id ?? '') ?? null,
      onBehalfOf: accounts.get(row.on_behalf_of ?? '') ?? null,
      token: row.token_id ? (tokens.get(row.token_id) ?? '') : null,
    },
    source: row.source,
    device: row.user_agent === null ? null : deviceOf(row.user_agent),
    act: row.act,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    subject: names.get(row.id) ?? null,
    role: roleOf(row, given, places),
    changes: changes.get(row.id) ?? [],
    list: lists.get(textOf(row.data.importId) ?? '') ?? null,
    data: row.data,
  }));
}

export interface AuditPage {
  entries: AuditEntry[];
  /** Up to `AUDIT_COUNTED`. */
  total: number;
  after: string | null;
  before: string | null;
}

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+\d\d$/;

function keyOf(filter: AuditFilter): PageKey | null {
  const key = readPageKey(filter);
  return key && INSTANT.test(key.value) ? key : null;
}

/** One page of who did what, newest first: of the whole network, or of what lies below one's organisations. Error: `page.not_found`. */
export async function listAuditFor(ctx: Ctx, filter: AuditFilter): Promise<AuditPage> {
  const wish = await wishOf(ctx, filter);
  const from = keyOf(filter);
  const [found, total] = await Promise.all([listAuditLines(ctx, wish, { limit: PAGE, from }), countAuditLines(ctx, wish, AUDIT_COUNTED)]);
  const { shown, after, before } = turnPage(found, PAGE, from);
  return { entries: await toEntries(ctx, shown), total, after, before };
}

/** All that the filter finds, for files, at most `limit`. Error as above. */
export async function listWholeAuditFor(ctx: Ctx, filter: AuditFilter, limit = AUDIT_EXPORT_LIMIT): Promise<AuditEntry[]> {
  const rows = await listAuditLines(ctx, await wishOf(ctx, filter), { limit, from: null });
  return toEntries(ctx, rows.slice(0, limit));
}

/** The organisations the reader may narrow the journal down to. */
export async function auditPlaces(ctx: Ctx): Promise<{ value: string; text: string }[]> {
  const scope = scopeOf(ctx.actor, AUDIT_READERS, ctx.networkId);
  return (await listOrganisationsOf(ctx))
    .filter(({ path }) => scope === 'network' || scope.some((root) => path.includes(root)))
    .map(({ id, code, name }) => ({ value: id, text: `${code} · ${textIn(name, ctx.locale)}` }));
}
