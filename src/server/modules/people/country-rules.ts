import { COUNTRY_PROFILES, OTHER_COUNTRIES, type CountryProfile, type Rule } from './country-profiles.data.ts';
import type { CountryRules, RuleKey, RuleValues, RuleVersion, Versions } from './country-facts.ts';
import { HOLIDAYS, OTHER_HOLIDAYS } from './country-holidays.data.ts';
import { MINORS, OTHER_MINORS } from './country-minors.data.ts';
import { OTHER_PAPERS, PAPERS } from './country-papers.data.ts';
import { PENSIONS } from './country-pensions.data.ts';
import { OTHER_PLACE, PLACES } from './country-place.data.ts';
import { OTHER_WORK, WORK } from './country-work.data.ts';

const FIRST_DAY = '0000-01-01';
const LAST_DAY = '9999-12-31';

/** The version that holds on a day (`YYYY-MM-DD`): the day of the shift, event, certificate or report, not today. null: no rule was found. */
export function ruleAt<Value>(versions: Versions<Value>, date: string): RuleVersion<Value> | null {
  return versions.find(({ validFrom, validTo }) => (validFrom ?? FIRST_DAY) <= date && date <= (validTo ?? LAST_DAY)) ?? null;
}

/** The value of a version if it may be shown as law: read at an act or an organisation's own page, and not disputed. */
export function lawOf<Value>(version: RuleVersion<Value>): Value | null {
  return version.mark === 'S' && (version.kind === 'L' || version.kind === 'O') && !version.disputed ? version.value : null;
}

export interface Period {
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** What is left of a period when another is taken out of it: nothing, one piece or two. */
export function without(period: Period, taken: Period): Period[] {
  const [from, to] = [period.validFrom ?? FIRST_DAY, period.validTo ?? LAST_DAY];
  const [takenFrom, takenTo] = [taken.validFrom ?? FIRST_DAY, taken.validTo ?? LAST_DAY];
  if (takenTo < from || takenFrom > to) return [period];
  const pieces: Period[] = [];
  if (from < takenFrom) pieces.push({ validFrom: period.validFrom, validTo: dayBeside(takenFrom, -1) });
  if (takenTo < to) pieces.push({ validFrom: dayBeside(takenTo, 1), validTo: period.validTo });
  return pieces;
}

const dayBeside = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();

/** The shipped versions with a network's own laid over them: where both speak, its own holds. In the order of time. */
export function overlay<Value>(shipped: Versions<Value>, own: Versions<Value>): Versions<Value> {
  const left = shipped.flatMap((version) =>
    own.reduce<Period[]>((periods, taken) => periods.flatMap((period) => without(period, taken)), [version]).map((period) => ({ ...version, ...pick(period) })),
  );
  return [...left, ...own].sort((a, b) => ((a.validFrom ?? FIRST_DAY) < (b.validFrom ?? FIRST_DAY) ? -1 : 1));
}

const pick = ({ validFrom, validTo }: Period): Period => ({ validFrom, validTo });

/** A rule of the profile, which has no dates, as the one version there is. */
function lasting<Given, Value>({ value, ...rule }: Rule<Given>, as: (value: Given) => Value): Versions<Value> {
  return [{ ...rule, value: as(value), validFrom: null, validTo: null }];
}

function assemble(profile: CountryProfile): CountryRules {
  const country = profile.country ?? '';
  return {
    default_zone: lasting(profile.defaultZone, (zone) => ({ zone })),
    languages: lasting(profile.languages, (list) => list.map((locale) => ({ locale }))),
    name_scripts: lasting(profile.nameScripts, (list) => list.map((script) => ({ script }))),
    consent_age: lasting(profile.representativeBelowAge, (below) => ({ below })),
    retention: lasting(profile.retentionDays, (days) => ({ days })),
    list_retention: lasting(profile.listRetentionDays, (days) => ({ days })),
    ...(PLACES[country] ?? OTHER_PLACE),
    ...(HOLIDAYS[country] ?? OTHER_HOLIDAYS),
    ...(MINORS[country] ?? OTHER_MINORS),
    ...(WORK[country] ?? OTHER_WORK),
    ...(PAPERS[country] ?? OTHER_PAPERS),
    pension_ages: PENSIONS[country] ?? [],
  };
}

const SHIPPED = new Map(COUNTRY_PROFILES.map((profile) => [profile.country, assemble(profile)]));
const SHIPPED_FOR_OTHERS = assemble(OTHER_COUNTRIES);

/** The rules of a country that come with the program; one without a profile gets those of "every other country". */
export function shippedRules(country: string): CountryRules {
  return SHIPPED.get(country) ?? SHIPPED_FOR_OTHERS;
}

export const RULE_KEYS = Object.keys(SHIPPED_FOR_OTHERS) as readonly RuleKey[];

export function isRuleKey(key: string): key is RuleKey {
  return (RULE_KEYS as readonly string[]).includes(key);
}

/** The profile as it reads on a day: a rule that the network changed takes the place of the shipped one. */
export function profileAt(shipped: CountryProfile, rules: CountryRules, date: string): CountryProfile {
  const on = <Key extends RuleKey, Value>(key: Key, before: Rule<Value>, value: (given: RuleValues[Key]) => Value): Rule<Value> => {
    const version = ruleAt(rules[key] as Versions<RuleValues[Key]>, date);
    return version ? { value: value(version.value), mark: version.mark, kind: version.kind, source: version.source, asOf: version.asOf } : before;
  };
  return {
    ...shipped,
    defaultZone: on('default_zone', shipped.defaultZone, ({ zone }) => zone),
    languages: on('languages', shipped.languages, (rows) => rows.map(({ locale }) => locale)),
    nameScripts: on('name_scripts', shipped.nameScripts, (rows) => rows.map(({ script }) => script)),
    representativeBelowAge: on('consent_age', shipped.representativeBelowAge, ({ below }) => below),
    retentionDays: on('retention', shipped.retentionDays, ({ days }) => days),
    listRetentionDays: on('list_retention', shipped.listRetentionDays, ({ days }) => days),
  };
}

type Paper = RuleValues['certificates'][number]['paper'];

/** The papers an issuer may give on a day. Participation everywhere; what needs a licence, or does not say so, only with one. */
export function papersAllowed(rules: CountryRules, hasLicence: boolean, date: string): Paper[] {
  const listed = ruleAt(rules.certificates, date)?.value ?? [];
  return [...new Set<Paper>(['participation', ...listed.filter(({ licence }) => hasLicence || licence === false).map(({ paper }) => paper)])];
}
