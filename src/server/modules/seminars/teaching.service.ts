import { z } from 'zod';
import { namableCompetencies, namedCompetencies, type NamedCompetency, type Taught } from '#server/modules/competencies/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { tick } from '#server/platform/fields.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { followOffer, recordAttendance } from './offer.service.ts';
import { getEventFor, type OpenEvent } from './seminars.access.ts';
import { deleteTaught, findOfferFacts, listTaught, setOnline, upsertTaught } from './teaching.queries.ts';

/** Competencies that one event may name: a seminar that teaches everything teaches nothing. */
export const MOST_TAUGHT = 12;
const none = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
const step = z.coerce.number('field.required').int().min(0).max(20);

export const NameCompetency = z.object({ competencyId: z.preprocess(none, z.uuid('choice.missing')), fromStep: z.preprocess(none, step.optional()), toStep: z.preprocess(none, step) });
export type NameCompetency = z.output<typeof NameCompetency>;
export const UnnameCompetency = z.object({ competencyId: z.uuid('choice.missing') });
export const TakingPart = z.object({ isOnline: tick });

export type TaughtLine = Taught & { named: NamedCompetency };

/** What an event teaches, named as the published frameworks name it now; what is in none of them any more, or on a scale that was left, is not shown. */
export async function taughtBy(ctx: Ctx, eventId: string): Promise<TaughtLine[]> {
  const taught = await listTaught(ctx, eventId);
  const order = await namedCompetencies(ctx, taught.map(({ competencyId }) => competencyId));
  return order.flatMap((named) => taught.filter((one) => one.competencyId === named.competencyId && one.scaleId === named.scaleId).map((one) => ({ ...one, named })));
}

export interface TeachingDesk {
  head: EventHead;
  taught: TaughtLine[];
  isOnline: boolean;
  /** Whether the state of the event lets competencies be named. */
  mayName: boolean;
  competencies: NamedCompetency[];
}

/** The page on which an organiser names what the event teaches. Error `page.not_found`. */
export async function showTeaching(ctx: Ctx, eventId: string): Promise<TeachingDesk> {
  const event = await getEventFor(ctx, eventId, 'prepare');
  const { isOnline } = await findOfferFacts(ctx, eventId);
  return { head: eventHead(ctx, event), taught: await taughtBy(ctx, eventId), isOnline, mayName: event.state !== 'cancelled' && event.rehearsalOf === null, competencies: await namableCompetencies(ctx) };
}

async function changing(ctx: Ctx, eventId: string, work: (tx: Ctx, event: OpenEvent) => Promise<void>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'prepare', { lock: true });
    if (event.state === 'cancelled') throw new AppError('event.not_possible_event_cancelled', 409);
    if (event.rehearsalOf !== null) throw new AppError('event.not_possible_is_rehearsal', 409);
    await work(tx, event);
    await audit(tx, { act: 'event.edited', subjectType: 'event', subjectId: eventId, data: { changed: ['competencies'] } });
    await followOffer(tx, eventId);
    // Named after the books were closed: whoever was there has it all the same.
    if (event.state === 'completed') await recordAttendance(tx, event);
  });
}

/**
 * Names a competency that the event teaches and the step it leads to, or names it anew. Errors: `page.not_found`, `event.not_possible_…` (409), beside
 * the fields `choice.missing`, `sheet.step_unknown`, `teaching.no_way_up`, `teaching.too_many`.
 */
export async function nameCompetency(ctx: Ctx, eventId: string, input: NameCompetency): Promise<void> {
  await changing(ctx, eventId, async (tx) => {
    const [named] = await namedCompetencies(tx, [input.competencyId]);
    if (!named) throw invalid('competencyId', 'choice.missing');
    const known = (given: number) => named.steps.some((one) => one.step === given);
    if (!known(input.toStep)) throw invalid('toStep', 'sheet.step_unknown');
    if (input.fromStep !== undefined && !known(input.fromStep)) throw invalid('fromStep', 'sheet.step_unknown');
    if (input.fromStep !== undefined && input.fromStep >= input.toStep) throw invalid('toStep', 'teaching.no_way_up');
    const taught = await listTaught(tx, eventId);
    if (taught.length >= MOST_TAUGHT && !taught.some(({ competencyId }) => competencyId === input.competencyId)) throw invalid('competencyId', 'teaching.too_many', { max: MOST_TAUGHT });
    await upsertTaught(tx, eventId, { competencyId: input.competencyId, scaleId: named.scaleId, fromStep: input.fromStep ?? null, toStep: input.toStep });
  });
}

/** Takes a competency off what the event teaches. Errors: `page.not_found`, `event.not_possible_…` (409). */
export async function unnameCompetency(ctx: Ctx, eventId: string, competencyId: string): Promise<void> {
  await changing(ctx, eventId, async (tx) => {
    if (!(await deleteTaught(tx, eventId, competencyId))) throw notFound();
  });
}

/** Whether one may take part from afar, or has to come. Errors as above. */
export async function setTakingPart(ctx: Ctx, eventId: string, isOnline: boolean): Promise<void> {
  await changing(ctx, eventId, (tx) => setOnline(tx, eventId, isOnline));
}
