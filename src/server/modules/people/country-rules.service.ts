import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { CountryRules, RuleKey, RuleVersion, Versions } from './country-facts.ts';
import { countryProfile, PROFILED_COUNTRIES, type CountryProfile } from './country-profiles.ts';
import { isRuleKey, overlay, profileAt, RULE_KEYS, shippedRules, without } from './country-rules.ts';
import { managesCountries } from './country-rules.policy.ts';
import { closeRules, insertRule, listRuleHistory, listStandingRules, lockRule, type CountryRuleRow } from './country-rules.queries.ts';
import { TRUST, type RuleChange } from './country-rules.schemas.ts';

const CACHE_MS = 5_000;
type Known = { at: number; rows: CountryRuleRow[] };
const caches = new WeakMap<Platform, Map<string, Known>>();

/**
 * What the network wrote itself; kept for five seconds, since every registration asks. Inside a transaction it is read over that transaction's
 * own connection, as the networks are.
 */
async function ownRows(ctx: Ctx): Promise<CountryRuleRow[]> {
  const known = caches.get(ctx.platform)?.get(ctx.networkId);
  if (known && Date.now() - known.at < CACHE_MS) return known.rows;
  const rows = await listStandingRules(ctx);
  if (!ctx.inTx) keep(ctx, rows);
  return rows;
}

function keep(ctx: Ctx, rows: CountryRuleRow[]): void {
  const cache = caches.get(ctx.platform) ?? new Map<string, Known>();
  cache.set(ctx.networkId, { at: Date.now(), rows });
  caches.set(ctx.platform, cache);
}

const versionOf = (row: CountryRuleRow): RuleVersion<never> => ({
  value: row.value as never,
  mark: row.mark,
  kind: row.kind,
  source: row.source,
  asOf: row.createdAt.toISOString().slice(0, 10),
  validFrom: row.validFrom,
  validTo: row.validTo,
  ownId: row.id,
  note: row.note,
});

function laid(country: string, rows: readonly CountryRuleRow[]): CountryRules {
  const shipped = shippedRules(country);
  const own = rows.filter((row) => row.country === country);
  if (own.length === 0) return shipped;
  const changed = RULE_KEYS.flatMap((key) => {
    const versions = own.filter(({ rule }) => rule === key).map(versionOf);
    return versions.length > 0 ? [[key, overlay(shipped[key] as Versions<never>, versions)]] : [];
  });
  return { ...shipped, ...Object.fromEntries(changed) };
}

/** The day on which a rule is asked: days of rules do not turn at one's own midnight, and UTC is the same for everybody. */
const today = (ctx: Ctx) => ctx.clock.now().toISOString().slice(0, 10);

/** The rules of a country as the network of the context keeps them. */
export async function rulesOf(ctx: Ctx, country: string): Promise<CountryRules> {
  return laid(country, await ownRows(ctx));
}

/** The profile of a country today: what comes with the program, and over it what the network of the context changed. */
export async function profileOf(ctx: Ctx, country: string): Promise<CountryProfile> {
  const rows = await ownRows(ctx);
  const shipped = countryProfile(country);
  return rows.some((row) => row.country === country) ? profileAt(shipped, laid(country, rows), today(ctx)) : shipped;
}

export interface CountryView {
  country: string;
  /** Today. */
  today: string;
  rules: CountryRules;
}

/** The countries with rules of their own, for who administers the network. Error: `page.not_found`. */
export async function listCountriesFor(ctx: Ctx): Promise<CountryView[]> {
  if (!managesCountries(ctx.actor, ctx.networkId)) throw notFound();
  const rows = await ownRows(ctx);
  return PROFILED_COUNTRIES.map((country) => ({ country, today: today(ctx), rules: laid(country, rows) }));
}

/** One country with its rules. Error: `page.not_found`. */
export async function getCountryFor(ctx: Ctx, country: string): Promise<CountryView> {
  const found = (await listCountriesFor(ctx)).find((one) => one.country === country);
  if (!found) throw notFound();
  return found;
}

/** One rule with everything the network ever wrote for it, newest first. Error: `page.not_found`. */
export async function getRuleFor(ctx: Ctx, country: string, key: string): Promise<CountryView & { key: RuleKey; history: CountryRuleRow[] }> {
  const view = await getCountryFor(ctx, country);
  if (!isRuleKey(key)) throw notFound();
  return { ...view, key, history: await listRuleHistory(ctx, country, key) };
}

const told = (row: Pick<CountryRuleRow, 'value' | 'mark' | 'kind' | 'source' | 'validFrom' | 'validTo'>) => ({
  value: row.value,
  mark: row.mark,
  kind: row.kind,
  source: row.source,
  validFrom: row.validFrom,
  validTo: row.validTo,
});

/** The versions that stand, once nobody else can change them; `known` is the newest change the writer has seen. */
async function heldVersions(tx: Ctx, country: string, key: RuleKey, known: string | undefined): Promise<CountryRuleRow[]> {
  await lockRule(tx, country, key);
  if (known !== undefined && known !== lastChange(await listRuleHistory(tx, country, key))) throw conflict();
  return (await listStandingRules(tx)).filter((row) => row.country === country && row.rule === key);
}

/** Changes with every change and with every taking back: what a writer has seen. */
export function lastChange(history: readonly CountryRuleRow[]): string {
  const closed = history.flatMap(({ closedAt }) => closedAt?.getTime() ?? []).sort((a, b) => b - a)[0];
  return history.length === 0 ? 'none' : `${history[0]?.id}`.slice(-12) + (closed === undefined ? '' : `-${closed}`);
}

/**
 * Writes the network's own version of a rule. What it covers of earlier versions is closed; what is left of them before and after stands on as
 * new rows. Errors: `page.not_found`, `record.changed_meanwhile`.
 */
export async function putRule<Key extends RuleKey>(ctx: Ctx, country: string, key: Key, change: RuleChange<Key>): Promise<void> {
  await getCountryFor(ctx, country);
  await inTransaction(ctx, async (tx) => {
    const standing = await heldVersions(tx, country, key, change.known);
    const period = { validFrom: change.valid_from ?? null, validTo: change.valid_to ?? null };
    const touched = standing.flatMap((row) => {
      const left = without(row, period);
      const isWhole = left.length === 1 && left[0]?.validFrom === row.validFrom && left[0]?.validTo === row.validTo;
      return isWhole ? [] : [{ row, left }];
    });
    const by = actorId(tx.actor);
    if (touched.length > 0) await closeRules(tx, touched.map(({ row }) => row.id), by);
    for (const { row, left } of touched)
      for (const piece of left) await insertRule(tx, { ...row, ...piece, id: newId(), changedBy: row.changedBy });
    const made: Parameters<typeof insertRule>[1] = {
      id: newId(),
      country,
      rule: key,
      value: change.value,
      ...TRUST[change.trust],
      source: change.source ?? null,
      ...period,
      note: change.note ?? null,
      changedBy: by,
    };
    await insertRule(tx, made);
    await audit(tx, {
      act: 'country_rule.changed',
      subjectType: 'country_rule',
      subjectId: made.id,
      data: { country, rule: key, before: touched.map(({ row }) => told(row)), after: told(made) },
    });
    tx.afterCommit.push(() => caches.delete(tx.platform));
  });
}

/**
 * Takes back everything the network wrote for a rule: what comes with the program holds again. The rows stay, closed. Errors: `page.not_found`
 * (also where there is nothing to take back), `record.changed_meanwhile`.
 */
export async function takeBackRule(ctx: Ctx, country: string, key: RuleKey, known?: string): Promise<void> {
  await getCountryFor(ctx, country);
  await inTransaction(ctx, async (tx) => {
    const standing = await heldVersions(tx, country, key, known);
    if (standing.length === 0) throw notFound();
    await closeRules(tx, standing.map(({ id }) => id), actorId(tx.actor));
    await audit(tx, {
      act: 'country_rule.taken_back',
      subjectType: 'country_rule',
      subjectId: standing[0]?.id ?? null,
      data: { country, rule: key, before: standing.map(told), after: null },
    });
    tx.afterCommit.push(() => caches.delete(tx.platform));
  });
}
