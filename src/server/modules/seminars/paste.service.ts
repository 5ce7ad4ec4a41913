import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, invalid } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { contributorsOf, nameKeyOf } from './contributors.service.ts';
import { tellChange } from './events.service.ts';
import { clashesOf } from './programme-clashes.ts';
import { readPaste, type PastedRow } from './programme-paste.ts';
import { insertTalks, replaceSpeakers, type SessionRow, type TalkValues } from './programme.queries.ts';
import { momentsWithin, MOST_TALKS, readProgramme, type Programme } from './programme.service.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';

const MOST_ROWS = 200;

export interface RowProblem {
  row: number;
  code: string;
  params: Record<string, string | number>;
}

export interface PastePreview {
  rows: PastedRow[];
  /** Empty: it can be saved. */
  problems: RowProblem[];
}

/** What would be added, and what is wrong with which row; nothing is written. Errors: `paste.empty`, `paste.too_many`, `choice.missing`. */
export async function previewPaste(ctx: Ctx, eventId: string, input: { sessionId: string; text: string }): Promise<PastePreview> {
  return inTransaction(ctx, async (tx) => {
    const { preview } = await prepare(tx, await getEventFor(tx, eventId, 'edit'), input);
    return preview;
  });
}

/** Adds the rows of a table as talks, all or none. Errors: those of the preview; `paste.has_problems` when a row is wrong. */
export async function pasteTalks(ctx: Ctx, eventId: string, original: Locale, input: { sessionId: string; text: string }): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    const { preview, session, programme } = await prepare(tx, event, input);
    if (preview.problems.length > 0) throw new AppError('paste.has_problems', 422, { count: preview.problems.length });
    if (programme.talks.length + preview.rows.length > MOST_TALKS) throw new AppError('talk.too_many', 422, { max: MOST_TALKS });
    const talks = preview.rows.map((row) => ({ row, values: { id: newId(), ...valuesOf(row, session, event, original) } }));
    const names = talks.flatMap(({ row }) => row.speakers.map((name) => ({ field: 'text', name, country: row.country })));
    const ids = await contributorsOf(tx, eventId, names);
    let next = 0;
    await insertTalks(tx, eventId, talks.map(({ values }) => values));
    await replaceSpeakers(
      tx,
      talks.map(({ row, values }) => ({ talkId: values.id, contributorIds: [...new Set(row.speakers.map(() => ids[next++] ?? ''))] })),
    );
    await audit(tx, { act: 'programme.pasted', subjectType: 'event', subjectId: eventId, data: { talks: talks.length } });
    await tellChange(tx, event, ['programme']);
    return talks.length;
  });
}

async function prepare(tx: Ctx, event: OpenEvent, input: { sessionId: string; text: string }): Promise<{ preview: PastePreview; session: SessionRow; programme: Programme }> {
  const programme = await readProgramme(tx, event.id);
  const session = programme.sessions.find((row) => row.id === input.sessionId);
  if (!session) throw invalid('sessionId', 'choice.missing');
  const { rows, problems } = readPaste(input.text);
  if (rows.length + problems.length === 0) throw invalid('text', 'paste.empty');
  if (rows.length + problems.length > MOST_ROWS) throw invalid('text', 'paste.too_many', { max: MOST_ROWS });
  const found: RowProblem[] = [...problems];
  for (const row of rows) found.push(...problemsOf(row, session, event));
  found.push(...duplicatesOf(rows, session, event, programme));
  return { preview: { rows, problems: found.sort((a, b) => a.row - b.row) }, session, programme };
}

function problemsOf(row: PastedRow, session: SessionRow, event: OpenEvent): RowProblem[] {
  const problems: RowProblem[] = [];
  const keep = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems.map(({ code, params }) => ({ row: row.row, code, params: params ?? {} })));
    }
  };
  keep(() => momentsWithin(session, row.starts, row.ends, event.timeZone));
  for (const name of row.speakers) keep(() => void nameKeyOf('text', name));
  return problems;
}

/** The same talk of the same speaker, among the rows or in the programme. New names have no id yet: they stand for themselves. */
function duplicatesOf(rows: readonly PastedRow[], session: SessionRow, event: OpenEvent, programme: Programme): RowProblem[] {
  const idOf = (name: string) => {
    const key = nameKeyOf('text', name);
    return programme.contributors.find((person) => person.nameKey === key)?.id ?? key;
  };
  const usable = rows.filter((row) => problemsOf(row, session, event).length === 0);
  const pasted = usable.map((row) => {
    const { start, end } = momentsWithin(session, row.starts, row.ends, event.timeZone);
    const title = localized('ru', row.title);
    return { id: `row ${row.row}`, sessionId: session.id, sectionId: null, title, startsAt: start.instant, endsAt: end.instant, speakerIds: row.speakers.map(idOf) };
  });
  return clashesOf({ ...programme, talks: [...programme.talks, ...pasted] })
    .filter((clash) => clash.kind === 'duplicate')
    .flatMap((clash) => {
      const row = [clash.b, clash.a].find((id) => id.startsWith('row '));
      return row ? [{ row: Number(row.slice(4)), code: 'talk.duplicate', params: {} }] : [];
    });
}

function valuesOf(row: PastedRow, session: SessionRow, event: OpenEvent, original: Locale): TalkValues {
  return {
    sessionId: session.id,
    sectionId: null,
    kind: row.kind,
    title: localized(original, row.title),
    abstract: {},
    language: row.language,
    interpretation: [],
    country: row.country,
    ...momentsWithin(session, row.starts, row.ends, event.timeZone),
  };
}
