import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatters, translator } from '#lib/i18n/index.ts';
import { checkPrintedName, nameKey } from '#server/modules/people/index.ts';
import { renameAttendee } from '#server/modules/rooms/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, InvalidInput, invalid } from '#server/platform/errors.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { emit } from '#server/platform/outbox.ts';
import { isPdfError, listTexts, withoutUnprintable, type ListData } from '#server/platform/pdf/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { getPerson, judgeWith, scopeOf, type ResultLine } from './eligibility.service.ts';
import { lockPersonRow, updateContributorPaper } from './issuing.queries.ts';
import { languageOf } from './issuing.service.ts';
import { confirmNameOnPaper } from './name-desk.queries.ts';
import { unprintableIn } from './paper.service.ts';
import type { Paper } from './papers.service.ts';
import { EVERYBODY, type ResultCursor } from './results-filter.ts';
import { countPeople, listPeople } from './results.queries.ts';
import { searchKey } from './search-key.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';
import { ROOM_SUBJECT } from './session-rooms.ts';

const PAGE = 50;
/** Names on one print. */
export const MOST_ON_PAPER = 2_000;

/** Names that were confirmed on the printed list, as they stand there now; whoever is not named keeps the name as it is. */
export const NamesOnPaper = z.object({
  people: z.array(z.uuid(), 'names.none_ticked').min(1, 'names.none_ticked').max(PAGE),
  name: z.record(z.string(), z.string().max(400)).default({}),
  /** Each name as it stood in the list that was filled in; whoever says so hears of what was corrected and not ticked, or changed by others since. */
  was: z.record(z.string(), z.string().max(400)).default({}),
});
export type NamesOnPaper = z.output<typeof NamesOnPaper>;

export interface NameDesk {
  event: OpenEvent;
  lines: ResultLine[];
  /** To whom a certificate is due, and of these who has not confirmed her name. */
  due: number;
  open: number;
  next: ResultCursor | null;
  previous: ResultCursor | null;
}

const filterOf = (wish: { all: boolean; q: string }) => ({ ...EVERYBODY, q: wish.q, standing: wish.all ? ('to_issue' as const) : ('unconfirmed' as const) });

/** To whom a certificate is due, one page by name: those who have not confirmed theirs, or all. For organisers; error `page.not_found`. */
export async function listNameDesk(ctx: Ctx, eventId: string, wish: { all: boolean; q: string; after?: ResultCursor | null; before?: ResultCursor | null }): Promise<NameDesk> {
  const event = await getEventFor(ctx, eventId, 'issueCertificates');
  const scope = scopeOf(ctx, event);
  const backwards = !wish.after && Boolean(wish.before);
  const from = wish.after ?? wish.before ?? null;
  const found = await listPeople(ctx, scope, filterOf(wish), { limit: PAGE, from, backwards });
  const more = found.length > PAGE;
  const rows = more ? (backwards ? found.slice(1) : found.slice(0, PAGE)) : found;
  const cursor = (row: (typeof rows)[number] | undefined): ResultCursor | null => (row ? { value: row.sortValue, id: row.id } : null);
  const totals = await countPeople(ctx, scope, EVERYBODY);
  return {
    event,
    lines: rows.map(judgeWith(event)),
    due: totals.toIssue,
    open: totals.toIssueUnconfirmed,
    next: backwards || more ? cursor(rows.at(-1)) : null,
    previous: (backwards ? more : from !== null) ? cursor(rows.at(0)) : null,
  };
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Corrections beside which the tick was forgotten. */
function notTicked({ people, name, was }: NamesOnPaper) {
  const changed = Object.entries(was).filter(([id, stood]) => !people.includes(id) && plain(name[id] ?? stood) !== plain(stood));
  return changed.map(([id]) => ({ field: `name.${id}`, code: 'names.not_ticked', params: {} }));
}

/**
 * What people confirmed on the printed list: their names as they will be printed, corrected where they corrected them. All or none. Returns
 * how many. Errors beside `people` (`names.none_ticked`) and `name.<id>` (`name.*`, `names.not_ticked`, `names.changed_meanwhile`, `issuing.unprintable`,
 * `registration.duplicate`); `issuing.issued_already`, `issuing.not_eligible`, `record.changed_meanwhile` (409), `page.not_found`.
 */
export async function confirmNamesOnPaper(ctx: Ctx, eventId: string, input: NamesOnPaper): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'issueCertificates');
    const ids = [...new Set(input.people)].sort();
    const problems: { field: string; code: string; params: Record<string, string | number> }[] = notTicked(input);
    const read: { line: ResultLine; name: string }[] = [];
    for (const id of ids) {
      const seen = await getPerson(tx, event, id);
      if (!(await lockPersonRow(tx, event.id, seen))) throw conflict();
      const line = judgeWith(event)(await getPerson(tx, event, id));
      if (line.issueId && !line.revokedAt) throw new AppError('issuing.issued_already', 409);
      if (!line.verdict.eligible) throw new AppError('issuing.not_eligible', 409);
      const stood = input.was[id];
      // A field that was emptied is no answer to a form, and no consent to the old name.
      const checked = checkPrintedName(input.name[id] ?? (stood === undefined ? line.name : ''));
      const [error] = checked.errors;
      const signs = error ? null : unprintableIn(checked.value);
      if (stood !== undefined && plain(stood) !== plain(line.name)) problems.push({ field: `name.${id}`, code: 'names.changed_meanwhile', params: { name: line.name } });
      else if (error) problems.push({ field: `name.${id}`, code: error.code, params: { ...error.params } });
      else if (signs) problems.push({ field: `name.${id}`, code: 'issuing.unprintable', params: { signs } });
      else read.push({ line, name: checked.value });
    }
    if (problems.length > 0) throw new InvalidInput(problems);
    for (const { line, name } of read) await write(tx, event, line, name);
    await emit(tx, 'seminars.registrations_changed', { eventId: event.id });
    return read.length;
  });
}

async function write(tx: Ctx, event: OpenEvent, line: ResultLine, name: string): Promise<void> {
  const renamed = name !== line.name;
  if (line.registrationId === null) {
    await updateContributorPaper(tx, event.id, line.contributorId ?? '', { name, locale: languageOf(event, line) });
    await audit(tx, { act: 'contributor.paper_set', subjectType: 'contributor', subjectId: line.contributorId ?? '', data: { eventId: event.id, onPaper: true } });
    return;
  }
  const by = tx.actor.kind === 'account' ? tx.actor.accountId : null;
  await confirmNameOnPaper(tx, line.registrationId, { name, nameKey: nameKey(name), searchKey: searchKey({ name, organisation: line.organisation }), by }).catch((error: unknown) => {
    if (isUniqueViolation(error, 'registration_once')) throw invalid(`name.${line.id}`, 'registration.duplicate');
    throw error;
  });
  if (renamed) await renameAttendee(tx, { subjectType: ROOM_SUBJECT, subjectId: line.registrationId, label: name, country: line.country ?? '' });
  await audit(tx, { act: 'registration.name_confirmed', subjectType: 'registration', subjectId: line.registrationId, data: { eventId: event.id, onPaper: true, renamed } });
}

/** The list to print: each name as it will stand on the certificate, with room for a correction and a signature. */
export async function namesPaper(ctx: Ctx, eventId: string, wish: { all: boolean }): Promise<Paper> {
  const event = await getEventFor(ctx, eventId, 'issueCertificates');
  const people = await listPeople(ctx, scopeOf(ctx, event), filterOf({ ...wish, q: '' }), { limit: MOST_ON_PAPER, from: null, backwards: false });
  if (people.length === 0) throw new AppError('names.nobody_to_print', 409);
  const t = translator(ctx.locale);
  const fmt = formatters(ctx.locale);
  const network = await networkOf(ctx);
  const shown = people.slice(0, MOST_ON_PAPER);
  const data: ListData = {
    lang: ctx.locale,
    texts: listTexts(t),
    organisation: withoutUnprintable(textIn(event.organisationName, ctx.locale)),
    title: t('seminars.names.paper_title'),
    caption: withoutUnprintable(textIn(event.title, ctx.locale)),
    asOf: t('ui.table.as_of', { date: fmt.date(ctx.clock.now(), event.timeZone) }),
    columns: [
      { title: t('seminars.names.column_printed'), width: 3.5, numeric: false },
      { title: t('ui.field.organisation'), width: 3, numeric: false },
      { title: t('seminars.names.column_correction'), width: 3, numeric: false },
      { title: t('seminars.names.column_signature'), width: 2, numeric: false },
    ],
    rows: shown.map(({ name, organisation }) => [withoutUnprintable(name), withoutUnprintable(organisation) || '–', '', '']),
    watermark: network.isDemo || event.rehearsalOf !== null ? 'demo' : null,
  };
  return {
    etag: `"${createHash('sha256').update(JSON.stringify(data)).digest('base64url')}"`,
    isPublic: false,
    title: data.caption,
    bytes: async () => {
      try {
        return await ctx.platform.pdf.render({ template: 'list', data, createdAt: ctx.clock.now() });
      } catch (error) {
        if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
        throw error;
      }
    },
  };
}
