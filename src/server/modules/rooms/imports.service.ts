import { createHash } from 'node:crypto';
import { matchParticipants, type ParticipantMatch } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { listSeatIds } from './attendees.queries.ts';
import {
  countImport,
  findImport,
  findImportRow,
  insertImport,
  insertImportEvents,
  insertImportRows,
  leaveOutUndecided,
  listImportAttendees,
  listImportPeople,
  listImports,
  listLabels,
  setImportState,
  updateMatch,
  type ImportCounts,
  type ImportPeople,
  type ImportPerson,
  type ImportRow,
  type NewImportRow,
} from './imports.queries.ts';
import { countAgain } from './results.service.ts';
import { ownerOf } from './room-owner.ts';
import { sessionOf } from './room-state.ts';
import { getRoomFor, type OpenRoom } from './rooms.access.ts';
import { parseZoomReport, type ZoomRow } from './zoom-report.ts';

/** Greatest size of an upload, bytes. */
export const REPORT_BYTES = 5_000_000;

/**
 * Reads the participant report of Zoom and matches its rows: by e-mail, then by name across scripts. Nothing counts before `applyImport`.
 * `zone` is that of the account that downloaded the file; the room's own when absent. Returns the import's id.
 * Errors beside `file`: what `parseZoomReport` says (`csv.…`, `zoom.…`), `import.already_loaded`; `zone`: `zone.unknown`; `room.not_begun`.
 */
export async function previewImport(ctx: Ctx, input: { roomId: string; fileName: string; bytes: Uint8Array; zone?: string }): Promise<string> {
  const room = await getRoomFor(ctx, input.roomId, 'importReport');
  const zone = input.zone ?? room.timeZone;
  const session = sessionOf(room, room.ctx.clock.now()) ?? { start: room.plannedStart, end: room.plannedEnd };
  const parsed = parseZoomReport(input.bytes, { zone, session });
  if (!parsed.ok) {
    const { code, row, params } = parsed.error;
    throw invalid(code === 'zone.unknown' ? 'zone' : 'file', code, { ...params, ...(row === undefined ? {} : { row }) });
  }
  const { report } = parsed;
  const contacts = await ownerOf(room.ownerType).contactsOf(room.ctx, room.ownerId);
  const seats = new Map((await listSeatIds(room.ctx, room.id)).map((seat) => [`${seat.subjectType}:${seat.subjectId}`, seat.id]));
  const registered = contacts.flatMap((contact) => {
    const id = seats.get(`${contact.subjectType}:${contact.subjectId}`);
    return id ? [{ id, names: contact.names, email: contact.email }] : [];
  });
  const matches = onePerPerson(matchParticipants(report.rows, registered));
  const id = newId();
  await inTransaction(room.ctx, async (tx) => {
    const isNew = await insertImport(tx, {
      id,
      roomId: room.id,
      fileName: plainFileName(input.fileName),
      sha256: createHash('sha256').update(input.bytes).digest('hex'),
      by: actorId(ctx.actor),
      report: {
        zone,
        kind: report.kind,
        topic: report.topic,
        warnings: report.warnings.map(({ code, params }) => ({ code, params: { ...params } })),
        problems: report.problems.slice(0, 500),
        ignored: report.ignored,
      },
    });
    if (!isNew) throw invalid('file', 'import.already_loaded');
    await insertImportRows(tx, id, report.rows.map((row) => toRow(row, matches.get(row.row))));
    await audit(tx, { act: 'import.loaded', subjectType: 'room', subjectId: room.id, data: { importId: id, rows: report.rows.length } });
  });
  return id;
}

/**
 * One decision for all rows of one person, since a person is asked once: rows that differ in spelling may have been judged apart. Where they
 * were given to two different people, nobody is and somebody decides.
 */
function onePerPerson(found: readonly ParticipantMatch[]): Map<number, ParticipantMatch> {
  const result = new Map<number, ParticipantMatch>();
  for (const group of Map.groupBy(found, (match) => match.personKey).values()) {
    const matched = group.filter((match) => match.decision === 'matched');
    const one = new Set(matched.map((match) => match.registrationId)).size === 1 ? matched[0] : undefined;
    const undecided = group.find((match) => match.decision === 'undecided') ?? group.find((match) => match.decision === 'unknown');
    for (const match of group) {
      const decided = one ?? undecided;
      result.set(match.row, decided ? { ...decided, row: match.row } : { row: match.row, personKey: match.personKey, decision: 'unknown' });
    }
  }
  return result;
}

function plainFileName(name: string): string {
  const bare = name.split(/[\\/]/).at(-1) ?? '';
  return bare.replace(/[\p{C}]/gu, '').trim().slice(0, 200) || 'report.csv';
}

function toRow(row: ZoomRow, match: ParticipantMatch | undefined): NewImportRow {
  const shown = row.name === '' ? (row.email ?? '') : row.name;
  const base = {
    row: row.row,
    personKey: match?.personKey ?? String(row.row),
    name: [shown, ...row.otherNames].join(' / ').slice(0, 300),
    email: row.email,
    joinedAt: row.joinedAt,
    leftAt: row.leftAt,
  };
  if (match?.decision === 'matched') {
    const matchKind = match.by === 'name' ? 'name' : 'email';
    return { ...base, matchKind, attendeeId: match.registrationId, nameDiffers: match.nameDiffers, candidates: [] };
  }
  const candidates = match?.decision === 'undecided' ? match.candidates : [];
  return {
    ...base,
    matchKind: 'undecided',
    attendeeId: null,
    nameDiffers: false,
    candidates: candidates.map(({ registrationId, score, sameEmail }) => ({ attendeeId: registrationId, score, sameEmail })),
  };
}

export interface OpenImport extends ImportRow {
  counts: ImportCounts;
}

/** The import and its room, for those who may; else `page.not_found`. */
async function getImportFor(ctx: Ctx, importId: string, act: 'read' | 'importReport', lock = false): Promise<{ room: OpenRoom; row: ImportRow }> {
  const row = isId(importId) ? await findImport(ctx, importId, lock) : undefined;
  if (!row) throw notFound();
  return { room: await getRoomFor(ctx, row.roomId, act), row };
}

/** The reports loaded into a room, the latest first. */
export async function listImportsFor(ctx: Ctx, roomId: string): Promise<ImportRow[]> {
  const room = await getRoomFor(ctx, roomId, 'read');
  return listImports(room.ctx, room.id);
}

export interface ImportPage {
  import: OpenImport;
  which: ImportPeople;
  people: (ImportPerson & { options: { attendeeId: string; label: string; country: string | null; sameEmail: boolean }[] })[];
  /** Row number after which the next page begins; null at the end. */
  next: number | null;
}

const WHICH = ['all', 'undecided', 'matched', 'doubtful', 'left_out'] as const;

/** From the query of an address: which people (`show`), after which row. Null: whoever waits, else all. */
export function readImportView(query: URLSearchParams): { which: ImportPeople | null; after: number } {
  const after = Number(query.get('after'));
  return { which: WHICH.find((name) => name === query.get('show')) ?? null, after: Number.isInteger(after) && after > 0 && after < 1e6 ? after : 0 };
}

/** A report with its people in the order of the file, each with whom she may be. `limit` people a page. */
export async function readImport(
  ctx: Ctx,
  importId: string,
  wanted: ImportPeople | null,
  page: { limit?: number; after?: number } = {},
): Promise<ImportPage> {
  const { room, row } = await getImportFor(ctx, importId, 'read');
  const limit = page.limit ?? 25;
  const counts = await countImport(room.ctx, row.id);
  const which = wanted ?? (row.state === 'open' && counts.undecided > 0 ? 'undecided' : 'all');
  const found = await listImportPeople(room.ctx, row.id, which, { limit, after: page.after ?? 0 });
  const people = found.slice(0, limit);
  const labels = await listLabels(room.ctx, room.id, [...new Set(people.flatMap((person) => person.candidates.map((c) => c.attendeeId)))]);
  return {
    import: { ...row, counts },
    which,
    people: people.map((person) => ({
      ...person,
      options: person.candidates.flatMap(({ attendeeId, sameEmail }) => {
        const seat = labels.get(attendeeId);
        return seat ? [{ attendeeId, sameEmail, ...seat }] : [];
      }),
    })),
    next: found.length > limit ? (people.at(-1)?.rowNumber ?? null) : null,
  };
}

/** One person of a report, for the page that looks for her among the registered. */
export async function readImportRow(ctx: Ctx, rowId: string) {
  const found = isId(rowId) ? await findImportRow(ctx, rowId) : undefined;
  if (!found) throw notFound();
  const { room, row } = await getImportFor(ctx, found.importId, 'importReport');
  return { room, import: row, row: found };
}

/** Decides for a row, and so for all rows of the same person in this report: whose she is, or nobody's (null). Errors: `import.not_open` (409), `attendee.unknown`. */
export async function decideImportRow(ctx: Ctx, input: { rowId: string; attendeeId: string | null }): Promise<void> {
  const row = isId(input.rowId) ? await findImportRow(ctx, input.rowId) : undefined;
  if (!row) throw notFound();
  await decideImportRows(ctx, row.importId, [input]);
}

export interface ImportDecision {
  rowId: string;
  /** Null: nobody's, left out. */
  attendeeId: string | null;
}

/** Several decisions at once; all or none. Errors as in `decideImportRow`, beside `decision.<rowId>`. */
export async function decideImportRows(ctx: Ctx, importId: string, decisions: readonly ImportDecision[]): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { room, row } = await getOpenImport(tx, importId);
    await decideAll(room.ctx, row, decisions);
    await audit(tx, { act: 'import.decided', subjectType: 'presence_import', subjectId: row.id, data: { decisions: decisions.length } });
  });
}

/** Everybody still undecided after `decisions` is left out: strangers, guests, connections of reading rooms. Errors as in `decideImportRow`. */
export async function leaveOutRest(ctx: Ctx, importId: string, decisions: readonly ImportDecision[] = []): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { room, row } = await getOpenImport(tx, importId);
    await decideAll(room.ctx, row, decisions);
    await leaveOutUndecided(room.ctx, row.id);
    await audit(tx, { act: 'import.rest_left_out', subjectType: 'presence_import', subjectId: row.id, data: { decisions: decisions.length } });
  });
}

async function getOpenImport(tx: Ctx, importId: string): Promise<{ room: OpenRoom; row: ImportRow }> {
  const found = await getImportFor(tx, importId, 'importReport', true);
  if (found.row.state !== 'open') throw new AppError('import.not_open', 409);
  return found;
}

async function decideAll(tx: Ctx, row: ImportRow, decisions: readonly ImportDecision[]): Promise<void> {
  const wanted = [...new Set(decisions.flatMap(({ attendeeId }) => (attendeeId === null ? [] : [attendeeId])))];
  const seats = await listLabels(tx, row.roomId, wanted.filter(isId));
  for (const { rowId, attendeeId } of decisions) {
    if (!isId(rowId)) throw notFound();
    if (attendeeId !== null && !seats.has(attendeeId)) throw invalid(`decision.${rowId}`, 'attendee.unknown');
    await updateMatch(tx, row.id, rowId, attendeeId);
  }
}

/**
 * The matched rows become raw events and everybody they name is counted anew. Applied twice it is done once. Errors: `import.undecided`
 * (409, with `count`), `import.not_open` (taken back).
 */
export async function applyImport(ctx: Ctx, importId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { room, row } = await getImportFor(tx, importId, 'importReport', true);
    if (row.state === 'applied') return;
    if (row.state === 'undone') throw new AppError('import.not_open', 409);
    const { undecided } = await countImport(room.ctx, row.id);
    if (undecided > 0) throw new AppError('import.undecided', 409, { count: undecided });
    const people = await listImportAttendees(room.ctx, row.id);
    await countAgain(room.ctx, room.id, people, async () => {
      await insertImportEvents(room.ctx, room.id, row.id);
      await setImportState(room.ctx, row.id, 'applied');
    });
    await audit(tx, { act: 'import.applied', subjectType: 'presence_import', subjectId: row.id, data: { people: people.length } });
    await emit(tx, 'rooms.import_applied', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId, importId: row.id });
  });
}

/** Takes a report back, applied or not: its events stay as they are and count no more; the same file may be loaded again. */
export async function undoImport(ctx: Ctx, importId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { room, row } = await getImportFor(tx, importId, 'importReport', true);
    if (row.state === 'undone') return;
    const people = row.state === 'applied' ? await listImportAttendees(room.ctx, row.id) : [];
    await countAgain(room.ctx, room.id, people, () => setImportState(room.ctx, row.id, 'undone'));
    await audit(tx, { act: 'import.undone', subjectType: 'presence_import', subjectId: row.id, data: { people: people.length } });
    await emit(tx, 'rooms.import_undone', { roomId: room.id, ownerType: room.ownerType, ownerId: room.ownerId, importId: row.id });
  });
}
