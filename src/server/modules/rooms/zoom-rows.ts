import type { CsvRow } from '#server/platform/tabular/csv.ts';
import { readReportTime, type ReportTime } from './report-time.ts';
import {
  findColumns,
  findMeetingColumns,
  isTotalsHeading,
  sectionTitle,
  type ReportColumns,
  type Section,
} from './zoom-columns.ts';

export interface ZoomRowProblem {
  row: number;
  /** heading of the column as the file has it */
  column: string;
  value: string;
  code: 'row.name_missing' | 'row.time_missing' | 'row.time_unreadable' | 'row.leave_before_join' | 'row.too_long';
}

/** A row as it stands in the file, its times not yet placed on the line of time. */
export interface RawRow {
  row: number;
  section: Section;
  names: string[];
  email: string | null;
  join: ReportTime;
  /** `null`: take the minutes */
  leave: ReportTime | null;
  minutes: number;
  columns: { join: string; leave: string };
  cells: { join: string; leave: string };
}

export interface CollectedRows {
  kind: 'meeting' | 'webinar';
  topic: string | null;
  meetingId: string | null;
  /** a heading with times was found */
  headed: boolean;
  /** only a heading with minutes and without times was found */
  totalsOnly: boolean;
  rows: RawRow[];
  problems: ZoomRowProblem[];
  ignored: { waitingRoom: number; notAttended: number; repeated: number };
}

/** Walks over the tables of a report: a heading says what the rows below it mean, a title says whose table it is. */
export function collectRows(csvRows: readonly CsvRow[]): CollectedRows {
  const rows: RawRow[] = [];
  const problems: ZoomRowProblem[] = [];
  const ignored = { waitingRoom: 0, notAttended: 0, repeated: 0 };
  let columns: ReportColumns | null = null;
  let headings: readonly string[] = [];
  let meeting: { topic: number; id: number } | null = null;
  let section: Section = 'participant';
  let kind: CollectedRows['kind'] = 'meeting';
  let totalsOnly = false;
  let headed = false;
  let topic: string | null = null;
  let meetingId: string | null = null;
  for (const { row, cells } of csvRows) {
    const title = sectionTitle(cells);
    if (title) {
      section = title;
      kind = 'webinar';
      columns = null;
      continue;
    }
    const heading = findColumns(cells);
    if (heading) {
      columns = heading;
      headings = cells;
      headed = true;
      if (heading.attended !== null) kind = 'webinar';
      continue;
    }
    const about = findMeetingColumns(cells);
    if (about || !columns) {
      if (meeting) {
        topic ??= cells[meeting.topic] || null;
        meetingId ??= cells[meeting.id] || null;
      }
      meeting = about;
      columns = null;
      totalsOnly ||= isTotalsHeading(cells);
      continue;
    }
    const cell = (index: number | null): string => {
      const value = index === null ? '' : (cells[index] ?? '');
      return /^[-–—]+$/.test(value) ? '' : value;
    };
    if (says(cell(columns.attended), 'no')) ignored.notAttended += 1;
    else if (says(cell(columns.waitingRoom), 'yes')) ignored.waitingRoom += 1;
    else {
      const { join: joinAt, leave: leaveAt } = columns;
      const joinCell = cell(joinAt);
      const leaveCell = cell(leaveAt);
      const names = namesOf(cell(columns.name), `${cell(columns.firstName)} ${cell(columns.lastName)}`);
      const email = cell(columns.email).toLowerCase();
      const join = readReportTime(joinCell);
      const leave = readReportTime(leaveCell);
      const minutes = leaveCell === '' ? Number(cell(columns.duration) || Number.NaN) : Number.NaN;
      const problem = (index: number, code: ZoomRowProblem['code']) =>
        problems.push({ row, column: headings[index] ?? '', value: cells[index] ?? '', code });
      if (names.length === 0 && !email.includes('@'))
        problem(columns.name ?? columns.lastName ?? columns.email ?? joinAt, 'row.name_missing');
      else if (!join) problem(joinAt, joinCell === '' ? 'row.time_missing' : 'row.time_unreadable');
      else if (!leave && !Number.isFinite(minutes))
        problem(leaveAt, leaveCell === '' ? 'row.time_missing' : 'row.time_unreadable');
      else {
        const labels = { join: headings[joinAt] ?? '', leave: headings[leaveAt] ?? '' };
        rows.push({
          row,
          section,
          names,
          email: email.includes('@') ? email : null,
          join,
          leave,
          minutes,
          columns: labels,
          cells: { join: joinCell, leave: leaveCell },
        });
      }
    }
  }
  return { rows, problems, ignored, kind, totalsOnly, headed, topic, meetingId };
}

/** The names in one row (or the number of a caller), the shown one first, each once. "Aigul (Айгүл Қасымова)" holds two; a role in brackets is none. */
function namesOf(shown: string, registered: string): string[] {
  const match = /^(.*\S)\s*\(([^()]*)\)\s*$/.exec(shown);
  const inBrackets = match?.[2]?.trim() ?? '';
  const isRole = /^(?:host|co-host|me|guest|организатор|соорганизатор|я|гость)$/i.test(inBrackets);
  const names = match ? [match[1]!, isRole ? '' : inBrackets] : [shown];
  return [...new Set([...names, registered].map((name) => name.replace(/\s+/g, ' ').trim()))].filter((name) =>
    /[\p{L}\d]/u.test(name),
  );
}

function says(cell: string, what: 'yes' | 'no'): boolean {
  return what === 'yes' ? /^(?:yes|да|true|1)$/i.test(cell) : /^(?:no|нет|false|0)$/i.test(cell);
}
