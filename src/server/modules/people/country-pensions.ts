import type { CountryRules, RuleValues } from './country-facts.ts';

type Row = RuleValues['pension_ages'][number];

const SEXES = ['male', 'female'] as const;
const later = (a: string, b: string | null) => (b !== null && b > a ? b : a);

/** The day on which a row lets somebody born on that day retire; null when it does not speak of her. */
function dayBy(row: Row, born: string): string | null {
  const reached = Temporal.PlainDate.from(born).add({ months: row.age_months }).toString();
  if (row.key === 'birth_date') return (row.from ?? born) <= born && born <= (row.to ?? born) ? reached : null;
  const day = later(reached, row.from);
  return row.to === null || day <= row.to ? day : null;
}

function dateFor(versions: CountryRules['pension_ages'], sex: Row['sex'], born: string): string | null {
  const days = versions.flatMap(({ value, validFrom, validTo }) =>
    value
      .filter((row) => row.sex === sex)
      .flatMap((row) => {
        const reached = dayBy(row, born);
        const day = reached && later(reached, validFrom);
        return day && (validTo === null || day <= validTo) ? [day] : [];
      }),
  );
  return days.sort()[0] ?? null;
}

/**
 * When somebody born on a day (`YYYY-MM-DD`) reaches the general pension age: a forecast, since rights of single persons are not known. Without
 * a sex the range holds both. null: no rule speaks of that birth date.
 */
export function pensionDate(rules: Pick<CountryRules, 'pension_ages'>, sex: Row['sex'] | null, birthDate: string): { earliest: string; latest: string } | null {
  const days = (sex === null ? SEXES : [sex]).flatMap((one) => dateFor(rules.pension_ages, one, birthDate) ?? []).sort();
  const [earliest, latest] = [days[0], days.at(-1)];
  return earliest !== undefined && latest !== undefined ? { earliest, latest } : null;
}
