import { accountNames } from '#server/modules/access/index.ts';
import {
  countryProfile,
  getCountryFor,
  getRuleFor,
  lastChange,
  lawOf,
  listCountriesFor,
  ruleAt,
  RULE_GROUPS,
  RULE_KEYS,
  RULE_SHAPES,
  statedAsLaw,
  trustOf,
  type CountryView,
  type RuleGroup,
  type RuleKey,
  type RuleShape,
  type RuleVersion,
  type Trust,
  type Versions,
} from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** One record of a rule's value, ready for a page. */
export type RuleRecord = Readonly<Record<string, string | number | boolean | null>>;

export interface ShownVersion {
  id: string;
  /** A rule of one record has one, a list has as many as it has lines. */
  records: readonly RuleRecord[];
  trust: Trust;
  disputed: boolean;
  /** May stand before people as law. */
  law: boolean;
  source: string | null;
  /** Only what can be opened. */
  href: string | null;
  asOf: string;
  validFrom: string | null;
  validTo: string | null;
  own: boolean;
  note: string | null;
}

export interface ShownRule extends RuleShape {
  key: RuleKey;
  /** What holds today; null: no rule was found. */
  current: ShownVersion | null;
  /** All of them in the order of time. */
  versions: ShownVersion[];
}

const recordsOf = (value: unknown): RuleRecord[] => (Array.isArray(value) ? (value as RuleRecord[]) : [value as RuleRecord]);

function shownVersion(version: RuleVersion<unknown>): ShownVersion {
  const { source, asOf, validFrom, validTo } = version;
  return {
    id: `${version.ownId ?? 'shipped'}/${validFrom ?? ''}`,
    records: recordsOf(version.value),
    trust: trustOf(version),
    disputed: version.disputed ?? false,
    law: lawOf(version) !== null,
    source,
    href: source !== null && /^https?:\/\//.test(source) ? source : null,
    asOf,
    validFrom,
    validTo,
    own: version.ownId !== undefined,
    note: version.note ?? null,
  };
}

function shownRule({ rules, today }: CountryView, key: RuleKey): ShownRule {
  const versions = rules[key] as Versions<unknown>;
  const current = ruleAt(versions, today);
  return { key, ...RULE_SHAPES[key], current: current && shownVersion(current), versions: versions.map(shownVersion) };
}

const CHECKED: readonly Trust[] = ['act', 'organisation', 'data_set'];

/** Countries with how many of their rules can be relied on today. Error: `page.not_found`. */
export async function showCountries(ctx: Ctx) {
  return (await listCountriesFor(ctx)).map((view) => {
    const rules = RULE_KEYS.map((key) => shownRule(view, key));
    const count = (wanted: (version: ShownVersion | null) => boolean) => rules.filter(({ current }) => wanted(current)).length;
    const isSure = (version: ShownVersion | null) => version !== null && CHECKED.includes(version.trust) && !version.disputed;
    const isDefault = (version: ShownVersion | null) => version?.trust === 'own';
    return {
      country: view.country,
      sure: count(isSure),
      defaults: count(isDefault),
      toConfirm: count((version) => !isSure(version) && !isDefault(version)),
      changed: rules.filter(({ versions }) => versions.some(({ own }) => own)).length,
    };
  });
}

export interface ShownCountry {
  country: string;
  groups: { group: RuleGroup; rules: ShownRule[] }[];
  notice: { version: string; namesAct: boolean };
}

/** Every rule of a country, by group. Error: `page.not_found`. */
export async function showCountry(ctx: Ctx, country: string): Promise<ShownCountry> {
  const view = await getCountryFor(ctx, country);
  // In the order of the shapes: that of the pages.
  const rules = (Object.keys(RULE_SHAPES) as RuleKey[]).map((key) => shownRule(view, key));
  const { notice, act } = countryProfile(country);
  return {
    country,
    groups: RULE_GROUPS.map((group) => ({ group, rules: rules.filter((rule) => rule.group === group) })),
    notice: { version: notice.version, namesAct: statedAsLaw(act) !== null },
  };
}

export interface ShownChange extends ShownVersion {
  /** Who wrote it; null: the command line, or an account that is gone. */
  by: string | null;
  at: Date;
  closedAt: Date | null;
}

/** One rule with its history in the network, newest first. Error: `page.not_found`. */
export async function showRule(ctx: Ctx, country: string, name: string): Promise<{ country: string; rule: ShownRule; known: string; history: ShownChange[] }> {
  const view = await getRuleFor(ctx, country, name);
  const names = await accountNames(ctx, view.history.flatMap(({ changedBy }) => changedBy ?? []));
  return {
    country,
    rule: shownRule(view, view.key),
    known: lastChange(view.history),
    history: view.history.map((row) => ({
      ...shownVersion({ ...row, asOf: row.createdAt.toISOString().slice(0, 10), ownId: row.id }),
      id: row.id,
      by: names.get(row.changedBy ?? '') ?? null,
      at: row.createdAt,
      closedAt: row.closedAt,
    })),
  };
}
