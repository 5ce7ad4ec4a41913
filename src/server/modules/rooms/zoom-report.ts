/**
 * The participant report of Zoom (meeting or webinar, English or Russian, as downloaded or saved again by a spreadsheet) → who was there from when to when.
 * Times in the report carry no zone: the caller says which (that of the account which downloaded it). The order of day and month is found
 * from the session the report is about. Every row becomes a raw event or a problem that names row, column, value and reason; none is lost in silence.
 */
import { parseCsv, type CsvErrorCode } from '#server/platform/tabular/csv.ts';
import { isZone, toInstant } from '#server/platform/time/wall-time.ts';
import type { DateOrder, ReportTime } from './report-time.ts';
import type { Section } from './zoom-columns.ts';
import { collectRows, type RawRow, type ZoomRowProblem } from './zoom-rows.ts';

export type { ZoomRowProblem } from './zoom-rows.ts';

export interface ZoomReportContext {
  /** IANA zone of the account that downloaded the report */
  zone: string;
  session: { start: Date; end: Date };
}

export interface ZoomRow {
  /** row of the file, from 1 */
  row: number;
  section: Section;
  /** as shown in the meeting */
  name: string;
  /** other names in the same row: the original name in brackets, the name given at registration */
  otherNames: string[];
  /** lower case; `null` for guests who gave none */
  email: string | null;
  joinedAt: Date;
  leftAt: Date;
}

export interface ZoomWarning {
  /**
   * `letters_damaged`: letters were lost before the file reached us · `rows_outside`: rows that do not touch the session (kept, they give no minutes)
   * · `zone_suspect`: all would fit if clocks were `hours` later, so the zone is probably another
   */
  code: 'zoom.letters_damaged' | 'zoom.rows_outside' | 'zoom.zone_suspect';
  params: Readonly<Record<string, number>>;
}

export interface ZoomReport {
  kind: 'meeting' | 'webinar';
  topic: string | null;
  meetingId: string | null;
  dateOrder: DateOrder;
  rows: ZoomRow[];
  problems: ZoomRowProblem[];
  warnings: ZoomWarning[];
  /** rows that say nothing about presence, by reason */
  ignored: { waitingRoom: number; notAttended: number; repeated: number };
}

export type ZoomErrorCode = CsvErrorCode | 'zoom.header_not_found' | 'zoom.no_times' | 'zoom.no_rows' | 'zone.unknown';

export type ZoomReportResult =
  | { ok: true; report: ZoomReport }
  | {
      ok: false;
      error: { code: ZoomErrorCode; row?: number; column?: number; params: Readonly<Record<string, number>> };
    };

const LONGEST_HOURS = 24;
const HOUR = 3_600_000;

/** Reads a report from the bytes of the upload. Never throws for what a person supplied. */
export function parseZoomReport(input: Uint8Array | string, context: ZoomReportContext): ZoomReportResult {
  if (!isZone(context.zone)) return failure('zone.unknown');
  const csv = parseCsv(input);
  if (!csv.ok) return { ok: false, error: csv.error };
  const found = collectRows(csv.table.rows);
  if (!found.headed) return failure(found.totalsOnly ? 'zoom.no_times' : 'zoom.header_not_found');
  const { problems, ignored } = found;
  if (found.rows.length === 0 && problems.length === 0) return failure('zoom.no_rows');

  const dateOrder = orderOf(found.rows, context);
  const rows: ZoomRow[] = [];
  const seen = new Set<string>();
  for (const raw of found.rows) {
    const joinedAt = instantOf(raw.join, dateOrder, context);
    const leftAt = raw.leave
      ? instantOf(raw.leave, dateOrder, context)
      : joinedAt && new Date(joinedAt.getTime() + raw.minutes * 60_000);
    const problem = (at: 'join' | 'leave', code: ZoomRowProblem['code']) =>
      problems.push({ row: raw.row, column: raw.columns[at], value: raw.cells[at], code });
    if (!joinedAt) problem('join', 'row.time_unreadable');
    else if (!leftAt) problem('leave', 'row.time_unreadable');
    else if (leftAt < joinedAt) problem('leave', 'row.leave_before_join');
    else if (leftAt.getTime() - joinedAt.getTime() > LONGEST_HOURS * HOUR) problem('leave', 'row.too_long');
    else {
      const key = JSON.stringify([raw.names, raw.email, joinedAt, leftAt]);
      if (seen.has(key)) ignored.repeated += 1;
      else
        rows.push({
          row: raw.row,
          section: raw.section,
          name: raw.names[0] ?? '',
          otherNames: raw.names.slice(1),
          email: raw.email,
          joinedAt,
          leftAt,
        });
      seen.add(key);
    }
  }
  problems.sort((a, b) => a.row - b.row);
  const warnings = warningsOf(rows, context.session);
  if (csv.table.damaged) warnings.unshift({ code: 'zoom.letters_damaged', params: {} });
  const { kind, topic, meetingId } = found;
  return { ok: true, report: { kind, topic, meetingId, dateOrder, rows, problems, warnings, ignored } };
}

/** The order of day and month under which most rows fall on the days of the session. */
function orderOf(rows: readonly RawRow[], context: ZoomReportContext): DateOrder {
  const { start, end } = context.session;
  const near = { month_first: 0, day_first: 0 };
  const possible = { month_first: 0, day_first: 0 };
  const usual = { month_first: 0, day_first: 0 };
  for (const { join } of rows) {
    if (join.kind === 'instant') continue;
    usual[join.usual] += 1;
    for (const order of ['month_first', 'day_first'] as const) {
      const instant = instantOf(join, order, context);
      if (!instant) continue;
      possible[order] += 1;
      if (instant.getTime() >= start.getTime() - 24 * HOUR && instant.getTime() <= end.getTime() + 24 * HOUR)
        near[order] += 1;
    }
  }
  for (const count of [near, possible, usual]) {
    if (count.day_first !== count.month_first) return count.day_first > count.month_first ? 'day_first' : 'month_first';
  }
  return 'month_first';
}

/** The instant a time means; where the clock was put back and it happened twice, the one nearer to the session. */
function instantOf(time: ReportTime, order: DateOrder, { zone, session }: ZoomReportContext): Date | null {
  if (time.kind === 'instant') return time.instant;
  const wall = time.readings[order];
  if (!wall) return null;
  const found = toInstant({ ...wall, zone });
  if (found.ok) return found.instant;
  if (!found.earlier || !found.later) return null;
  const middle = (session.start.getTime() + session.end.getTime()) / 2;
  const distance = (instant: Date) => Math.abs(instant.getTime() - middle);
  return distance(found.earlier) <= distance(found.later) ? found.earlier : found.later;
}

function warningsOf(rows: readonly ZoomRow[], session: { start: Date; end: Date }): ZoomWarning[] {
  const touching = (shift: number) =>
    rows.filter(
      (row) =>
        row.joinedAt.getTime() + shift < session.end.getTime() &&
        row.leftAt.getTime() + shift > session.start.getTime(),
    ).length;
  const inside = touching(0);
  if (inside === rows.length) return [];
  const warnings: ZoomWarning[] = [
    { code: 'zoom.rows_outside', params: { count: rows.length - inside, of: rows.length } },
  ];
  const joins = rows.map((row) => row.joinedAt.getTime()).toSorted((a, b) => a - b);
  const hours = Math.round((session.start.getTime() - joins[joins.length >> 1]!) / HOUR);
  if (inside < rows.length * 0.2 && Math.abs(hours) <= 14 && touching(hours * HOUR) >= rows.length * 0.8) {
    warnings.push({ code: 'zoom.zone_suspect', params: { hours } });
  }
  return warnings;
}

function failure(code: ZoomErrorCode): ZoomReportResult {
  return { ok: false, error: { code, params: {} } };
}
