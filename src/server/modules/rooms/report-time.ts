/**
 * Times as participant reports print them → wall times. The same account may export `05/18/2026 10:00:05 AM`, `18.05.2026 10:00:05`,
 * `2026-05-18 10:00:05`, `May 18, 2026 10:00 AM` or an ISO instant, by language and date setting of whoever downloads the report.
 */

export type DateOrder = 'month_first' | 'day_first';

export interface ReportWallTime {
  /** `YYYY-MM-DD` */
  date: string;
  /** `HH:MM:SS` */
  time: string;
}

export type ReportTime =
  /** the text names its own offset: nothing is to be guessed */
  | { kind: 'instant'; instant: Date }
  /** what it means under each order of day and month; an order that gives no date of the calendar is absent */
  | { kind: 'wall'; readings: Partial<Record<DateOrder, ReportWallTime>>; usual: DateOrder };

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap]\.?\s?m\.?|дп|пп))?`;
const NUMERIC = new RegExp(String.raw`^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})[,\sT]+${CLOCK}$`, 'iu');
const MONTH_NAMED = new RegExp(String.raw`^(\p{L}{3,})\.?\s+(\d{1,2}),?\s+(\d{4}),?\s+(?:at\s+)?${CLOCK}$`, 'iu');
const DAY_MONTH_NAMED = new RegExp(
  String.raw`^(\d{1,2})\s+(\p{L}{3,})\.?\s+(\d{4})(?:\s*г\.?)?,?\s+(?:в\s+|at\s+)?${CLOCK}$`,
  'iu',
);
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const MONTHS = [
  'jan янв',
  'feb фев',
  'mar мар',
  'apr апр',
  'may мая май',
  'jun июн',
  'jul июл',
  'aug авг',
  'sep сен',
  'oct окт',
  'nov ноя',
  'dec дек',
];

/** Reads one cell; `null` when it is no time in any form we know. */
export function readReportTime(text: string): ReportTime | null {
  const cell = text.trim().replace(/\s+/g, ' ');
  if (WITH_OFFSET.test(cell)) {
    const instant = new Date(cell.replace(' ', 'T'));
    return Number.isNaN(instant.getTime()) ? null : { kind: 'instant', instant };
  }
  const numeric = NUMERIC.exec(cell);
  if (numeric) {
    const [, first, sign, second, third, ...clock] = numeric;
    const time = clockOf(clock);
    if (!time) return null;
    if (first!.length === 4)
      return wall(
        { month_first: dateOf(first!, second!, third!), day_first: dateOf(first!, second!, third!) },
        time,
        'month_first',
      );
    const year = third!.length === 2 ? `20${third!}` : third!;
    return wall(
      { month_first: dateOf(year, first!, second!), day_first: dateOf(year, second!, first!) },
      time,
      sign === '/' ? 'month_first' : 'day_first',
    );
  }
  const named = MONTH_NAMED.exec(cell);
  if (named) return namedMonth(named[1]!, named[2]!, named[3]!, named.slice(4));
  const dayNamed = DAY_MONTH_NAMED.exec(cell);
  if (dayNamed) return namedMonth(dayNamed[2]!, dayNamed[1]!, dayNamed[3]!, dayNamed.slice(4));
  return null;
}

function namedMonth(
  name: string,
  day: string,
  year: string,
  clock: readonly (string | undefined)[],
): ReportTime | null {
  const stem = name.toLowerCase().slice(0, 3);
  const month = MONTHS.findIndex((names) => names.split(' ').includes(stem)) + 1;
  const time = clockOf(clock);
  if (month === 0 || !time) return null;
  const date = dateOf(year, String(month), day);
  return wall({ month_first: date, day_first: date }, time, 'month_first');
}

function wall(dates: Record<DateOrder, string | null>, time: string, usual: DateOrder): ReportTime | null {
  const readings: Partial<Record<DateOrder, ReportWallTime>> = {};
  for (const order of ['month_first', 'day_first'] as const) {
    const date = dates[order];
    if (date) readings[order] = { date, time };
  }
  return readings.month_first || readings.day_first ? { kind: 'wall', readings, usual } : null;
}

function dateOf(year: string, month: string, day: string): string | null {
  if (year.length !== 4) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/** 24-hour clock; a half of the day beside an hour above 12 (some Russian exports print `14:05:09 PM`) is taken as decoration. */
function clockOf([hour, minute, second = '00', half]: readonly (string | undefined)[]): string | null {
  let hours = Number(hour);
  if (half && hours <= 12) {
    const afternoon = /^(p|пп)/i.test(half);
    hours = (hours % 12) + (afternoon ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${String(hours).padStart(2, '0')}:${minute}:${second}`;
}
