import { compareText, countryName, languageName, type Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { countNumbers, countSpeakers, type Dimension, type NumbersRow } from './statistics.queries.ts';

/** Below this many registered people an organisation is not named: one absence would tell on one person. */
export const FEWEST_NAMED = 3;

export interface Numbers {
  registered: number;
  present: number;
  viewed: number;
  certificates: number;
}

export interface NumbersOf extends Numbers {
  key: string;
}

export interface Statistics {
  event: OpenEvent;
  /** By the event's clock. */
  asOf: Date;
  total: Numbers;
  speakers: { announced: number; spoke: number; certificates: number };
  /** By number of registered people, then by name. `spoke`: speakers from there who gave their talk. */
  countries: (NumbersOf & { spoke: number })[];
  /** Organisations with three registered people or more, each as most of its people typed it. */
  organisations: NumbersOf[];
  /** All smaller ones together. */
  smallOrganisations: (Numbers & { organisations: number }) | null;
  languages: NumbersOf[];
  kinds: NumbersOf[];
}

/**
 * Registered, present, viewed the recording, and certificates of an event, as a whole and divided; three queries, however many people. No
 * name of a person is in it. For organisers and moderators; error `page.not_found`.
 */
export async function readStatisticsFor(ctx: Ctx, eventId: string): Promise<Statistics> {
  const event = await getEventFor(ctx, eventId, 'readStatistics');
  const asOf = atEventClock(ctx, event).clock.now();
  const numbers = await countNumbers(ctx, event.id);
  const speakers = await countSpeakers(ctx, event.id, asOf);
  const of = (dimension: Dimension): NumbersOf[] => numbers.filter((row) => row.dimension === dimension).map(toNumbers);
  const byName = compareText(ctx.locale);
  const ordered = <R extends NumbersOf>(rows: R[], name: (key: string) => string): R[] =>
    rows.sort((a, b) => b.registered - a.registered || byName(name(a.key), name(b.key)));

  const spoke = new Map(speakers.map((row) => [row.country, row.spoke]));
  const countries = of('country').map((row) => ({ ...row, spoke: spoke.get(row.key) ?? 0 }));
  for (const [key, count] of spoke) {
    // Somebody spoke from where nobody registered.
    if (key && count > 0 && !countries.some((row) => row.key === key)) countries.push({ key, registered: 0, present: 0, viewed: 0, certificates: 0, spoke: count });
  }
  const organisations = of('organisation');
  const small = organisations.filter(({ key, registered }) => key === '' || registered < FEWEST_NAMED);
  const sum = (pick: (row: (typeof speakers)[number]) => number) => speakers.reduce((total, row) => total + pick(row), 0);
  return {
    event,
    asOf,
    total: added(of('all')),
    speakers: { announced: sum((row) => row.announced), spoke: sum((row) => row.spoke), certificates: sum((row) => row.certificates) },
    countries: ordered(countries, (key) => countryName(key, ctx.locale)),
    organisations: ordered(organisations.filter((row) => !small.includes(row)), (key) => key),
    smallOrganisations: small.length === 0 ? null : { ...added(small), organisations: small.length },
    languages: ordered(of('language'), (key) => languageName(key as Locale, ctx.locale)),
    kinds: of('kind').sort((a, b) => b.key.localeCompare(a.key)),
  };
}

const toNumbers = ({ key, registered, present, viewed, certificates }: NumbersRow): NumbersOf => ({ key, registered, present, viewed, certificates });

function added(rows: readonly Numbers[]): Numbers {
  const total = { registered: 0, present: 0, viewed: 0, certificates: 0 };
  for (const row of rows) {
    total.registered += row.registered;
    total.present += row.present;
    total.viewed += row.viewed;
    total.certificates += row.certificates;
  }
  return total;
}
