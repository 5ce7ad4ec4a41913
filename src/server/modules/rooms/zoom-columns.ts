/**
 * Where a participant report keeps what: headings of Zoom's meeting and webinar reports in English and Russian, old and new.
 * The wording changes with every release ("User Email" became "Email"), so headings are matched by what they are about, not letter by letter.
 */

export interface ReportColumns {
  join: number;
  leave: number;
  name: number | null;
  firstName: number | null;
  lastName: number | null;
  email: number | null;
  /** minutes, used only where the time of leaving is missing */
  duration: number | null;
  attended: number | null;
  waitingRoom: number | null;
}

export type Section = 'participant' | 'host' | 'panelist' | 'attendee' | 'other';

const JOIN = /^join.?time|^joined|^(?:дата и )?время (?:входа|вступления|подключения|присоединения)/;
const LEAVE = /^leave.?time|^left$|^(?:дата и )?время (?:выхода|отключения|ухода)/;
const EMAIL = /e-?mail|электронн\S* почт|эл\. ?почт/;
const NAME =
  /\((?:original|настоящее|исходное|изначальное) ?(?:name|имя)\)|^(?:user|display|participant) name$|^name$|^имя (?:пользователя|участника)$|^участник$|^фио$/;
const FIRST_NAME = /^first name$|^имя$/;
const LAST_NAME = /^last name$|^фамилия$/;
const DURATION = /duration|time in session|продолжительность|длительность|время (?:в сеансе|участия)/;
const ATTENDED = /^attended$|^(?:присутствовал|участвовал|посетил|посещение|присутствие)/;
const WAITING = /waiting room|зал\S* ожидания/;
const MEETING = /^(?:topic|meeting id|webinar id|тема|(?:идентификатор|id) (?:конференции|вебинара|собрания))$/;

/** The columns of a heading row; `null` when the row is no heading of a table with times. */
export function findColumns(cells: readonly string[]): ReportColumns | null {
  const headings = cells.map(fold);
  const join = headings.findIndex((heading) => JOIN.test(heading));
  const leave = headings.findIndex((heading) => LEAVE.test(heading));
  if (join < 0 || leave < 0) return null;
  // Reports of several meetings repeat the host's name and e-mail in front of the participant's: hers stand nearest before the time of joining.
  const before = (pattern: RegExp): number | null => {
    for (let index = join - 1; index >= 0; index -= 1) if (pattern.test(headings[index]!)) return index;
    const after = headings.findIndex((heading) => pattern.test(heading));
    return after < 0 ? null : after;
  };
  const lastName = before(LAST_NAME);
  const bare = before(FIRST_NAME);
  // «Имя» beside «Фамилия» is the given name; alone it is the whole name.
  const name = before(NAME) ?? (lastName === null ? bare : null);
  const columns = {
    join,
    leave,
    name,
    firstName: lastName === null ? null : bare,
    lastName,
    email: before(EMAIL),
    duration: before(DURATION),
    attended: before(ATTENDED),
    waitingRoom: before(WAITING),
  };
  return columns.name === null && columns.lastName === null && columns.email === null ? null : columns;
}

/** A table of people with minutes but without times: the report of "unique users", which cannot prove when somebody was there. */
export function isTotalsHeading(cells: readonly string[]): boolean {
  const headings = cells.map(fold);
  return (
    !headings.some((heading) => MEETING.test(heading)) &&
    headings.some((heading) => NAME.test(heading)) &&
    headings.some((heading) => DURATION.test(heading))
  );
}

/** The heading of the two lines about the meeting itself; its values stand in the next row. */
export function findMeetingColumns(cells: readonly string[]): { topic: number; id: number } | null {
  const headings = cells.map(fold);
  const topic = headings.findIndex((heading) => heading === 'topic' || heading === 'тема');
  const id = headings.findIndex((heading) => MEETING.test(heading) && heading !== 'topic' && heading !== 'тема');
  return topic < 0 && id < 0 ? null : { topic, id };
}

/** The title above each table of a webinar report ("Panelist Details"); `null` when the row is none. */
export function sectionTitle(cells: readonly string[]): Section | null {
  if (cells.filter((cell) => cell !== '').length !== 1) return null;
  const title = fold(cells[0]!);
  if (!/ (?:details|attended)$|^(?:сведения|информация|данные) /.test(title)) return null;
  if (/^host|организатор/.test(title)) return 'host';
  if (/^panelist|панелист|докладчик/.test(title)) return 'panelist';
  if (/^attendee|участник/.test(title)) return 'attendee';
  return 'other';
}

function fold(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/["«»:*]/g, '')
    .replace(/[\s_]+/g, ' ')
    .trim();
}
