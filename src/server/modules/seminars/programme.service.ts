import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { authoredText } from '#server/platform/text/index.ts';
import { contributorsOf } from './contributors.service.ts';
import { listContributors, type ContributorRow } from './contributors.queries.ts';
import { tellChange } from './events.service.ts';
import { clashesOf, type ProgrammeClash } from './programme-clashes.ts';
import {
  deletePart,
  insertSection,
  insertTalks,
  listSections,
  listSessions,
  listTalks,
  replaceModerators,
  replaceSpeakers,
  updateSection,
  updateTalk,
  updateTalkGiven,
  type SectionRow,
  type SessionRow,
  type TalkRow,
  type TalkValues,
} from './programme.queries.ts';
import { typedNames, type SectionInput, type TalkInput } from './programme.schemas.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { momentOf, splitWall, type Moment } from './wall-moment.ts';

export const MOST_SECTIONS = 60;
export const MOST_TALKS = 500;

export interface Programme {
  sessions: SessionRow[];
  sections: SectionRow[];
  talks: TalkRow[];
  contributors: ContributorRow[];
}

/** The whole programme of an event that the caller has been let to: four queries, whatever its size. */
export async function readProgramme(ctx: Ctx, eventId: string): Promise<Programme> {
  return {
    sessions: await listSessions(ctx, eventId),
    sections: await listSections(ctx, eventId),
    talks: await listTalks(ctx, eventId),
    contributors: await listContributors(ctx, eventId),
  };
}

/** The programme for those who prepare it, with its clashes. */
export async function getProgrammeFor(ctx: Ctx, eventId: string): Promise<{ event: OpenEvent; programme: Programme; clashes: ProgrammeClash[] }> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  const programme = await readProgramme(ctx, eventId);
  return { event, programme, clashes: clashesOf(programme) };
}

/** Adds (id null) or changes a section with its moderators. Errors: `name.*` beside the names, `section.too_many`, `record.changed_meanwhile`. */
export async function saveSection(ctx: Ctx, eventId: string, id: string | null, original: Locale, input: SectionInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    const sections = await listSections(tx, eventId);
    const stored = id === null ? null : (sections.find((section) => section.id === id) ?? null);
    if (id !== null && !stored) throw notFound();
    if (id === null && sections.length >= MOST_SECTIONS) throw new AppError('section.too_many', 422, { max: MOST_SECTIONS });
    const moderators = await contributorsOf(tx, eventId, typedNames(input).map((typed) => ({ ...typed, country: null })));
    const values = { title: authoredText(input.title, original, stored?.title), hall: input.hall };
    const saved = id ?? newId();
    if (stored === null) await insertSection(tx, saved, eventId, values, (sections.at(-1)?.position ?? 0) + 1);
    else if (!(await updateSection(tx, eventId, saved, input.version ?? 0, values))) throw conflict();
    await replaceModerators(tx, saved, [...new Set(moderators)]);
    await audit(tx, { act: id ? 'section.edited' : 'section.added', subjectType: 'section', subjectId: saved, data: { eventId } });
    await tellChange(tx, event, ['programme']);
    return saved;
  });
}

/**
 * Adds (id null) or changes a talk with its speakers. Times are on the day of its sitting, after midnight where the sitting goes on. Errors:
 * `end.before_start`, `talk.duplicate` (same title and speaker), `talk.needs_speaker`, `name.*`, `choice.missing`, `talk.too_many`, `time.*`,
 * `record.changed_meanwhile`. Other clashes are saved and shown.
 */
export async function saveTalk(ctx: Ctx, eventId: string, id: string | null, original: Locale, input: TalkInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    const programme = await readProgramme(tx, eventId);
    const stored = id === null ? null : (programme.talks.find((talk) => talk.id === id) ?? null);
    if (id !== null && !stored) throw notFound();
    if (stored && stored.version !== input.version) throw conflict();
    if (id === null && programme.talks.length >= MOST_TALKS) throw new AppError('talk.too_many', 422, { max: MOST_TALKS });
    const session = programme.sessions.find((row) => row.id === input.sessionId);
    if (!session) throw invalid('sessionId', 'choice.missing');
    if (input.sectionId && !programme.sections.some((row) => row.id === input.sectionId)) throw invalid('sectionId', 'choice.missing');
    const times = momentsWithin(session, input.starts, input.ends, event.timeZone);
    const typed = typedNames(input);
    if (input.kind === 'talk' && typed.length === 0) throw invalid('person1', 'talk.needs_speaker');
    const speakers = [...new Set(await contributorsOf(tx, eventId, typed.map((name) => ({ ...name, country: input.country ?? null }))))];
    const values: TalkValues = {
      sessionId: session.id,
      sectionId: input.sectionId ?? null,
      kind: input.kind,
      title: authoredText(input.title, original, stored?.title),
      abstract: authoredText(input.abstract, original, stored?.abstract),
      language: input.language ?? null,
      interpretation: input.interpretation.filter((locale) => locale !== input.language),
      country: input.country ?? null,
      ...times,
    };
    const saved = id ?? newId();
    refuseDuplicate(programme, saved, values, speakers);
    if (stored === null) await insertTalks(tx, eventId, [{ id: saved, ...values }]);
    else if (!(await updateTalk(tx, eventId, saved, stored.version, values))) throw conflict();
    await replaceSpeakers(tx, [{ talkId: saved, contributorIds: speakers }]);
    await audit(tx, { act: id ? 'talk.edited' : 'talk.added', subjectType: 'talk', subjectId: saved, data: { eventId } });
    await tellChange(tx, event, ['programme']);
    return saved;
  });
}

/** Start and end of a talk on the day of its sitting; in a sitting over midnight, early hours belong to the next day. */
export function momentsWithin(
  session: Pick<SessionRow, 'startsWall' | 'endsWall'>,
  starts: string,
  ends: string,
  zone: string,
): { start: Moment; end: Moment } {
  const from = splitWall(session.startsWall);
  const overMidnight = splitWall(session.endsWall).date > from.date;
  const startDate = overMidnight && starts < from.time ? addDays(from.date, 1) : from.date;
  const endDate = overMidnight && ends <= starts ? addDays(startDate, 1) : startDate;
  const start = momentOf('starts', startDate, starts, zone);
  const end = momentOf('ends', endDate, ends, zone);
  if (end.instant <= start.instant) throw invalid('ends', 'end.before_start');
  return { start, end };
}

function refuseDuplicate(programme: Programme, id: string, values: TalkValues, speakerIds: string[]): void {
  const mine = { id, sessionId: values.sessionId, sectionId: values.sectionId, title: values.title, startsAt: values.start.instant, endsAt: values.end.instant, speakerIds };
  const talks = [...programme.talks.filter((talk) => talk.id !== id), mine];
  const found = clashesOf({ ...programme, talks }).find((clash) => clash.kind === 'duplicate' && (clash.a === id || clash.b === id));
  if (found) throw invalid(Object.keys(values.title).length > 0 ? `title.${Object.keys(values.title)[0]}` : 'title', 'talk.duplicate');
}

/** Takes a section (its talks stay, without a section) or a talk out of the programme. */
export async function removePart(ctx: Ctx, eventId: string, part: 'section' | 'talk', id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    if (!isId(id) || !(await deletePart(tx, part, eventId, id))) throw notFound();
    await audit(tx, { act: `${part}.removed`, subjectType: part, subjectId: id, data: { eventId } });
    await tellChange(tx, event, ['programme']);
  });
}

/** Records whether a talk was really given; a speaker's certificate asks for it. Possible while the event runs and after it. */
export async function markTalkGiven(ctx: Ctx, eventId: string, id: string, given: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getEventFor(tx, eventId, 'issueCertificates', { lock: true });
    if (!isId(id) || !(await updateTalkGiven(tx, eventId, id, given))) throw notFound();
    await audit(tx, { act: given ? 'talk.marked_given' : 'talk.marked_not_given', subjectType: 'talk', subjectId: id, data: { eventId } });
  });
}

export { clashesOf };
