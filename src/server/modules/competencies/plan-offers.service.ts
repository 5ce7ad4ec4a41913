import { networkOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { listOpenOffers, type OfferRow } from './offers.queries.ts';
import { getPlanFor, getPlannedPersonFor, type ReachedPlan } from './plan-access.ts';
import { listGaps } from './plan-gaps.ts';
import { listCurrentItems, listPlanItems, setItemOffer, type PlanItemRow } from './plan-items.queries.ts';
import { agreement, putPlanItem, type ItemOffer } from './plan-items.service.ts';
import { hoursOf, isOpen, isUnfinished, MEASURE_OF_OFFER } from './plan.rule.ts';
import { planAbilities } from './plans.policy.ts';
import type { TakeOffer } from './plans.schemas.ts';
import { listPlans, touchPlan } from './plans.queries.ts';
import { PLAN } from './plans.service.ts';

/** The offer, if one can still come to it, with the step to which it leads in this competency. Error `page.not_found`. */
async function offerFor(tx: Ctx, { offerId, competencyId }: TakeOffer): Promise<{ offer: OfferRow; toStep: number }> {
  const offer = (await listOpenOffers(tx, [competencyId])).find(({ id }) => id === offerId);
  const [current] = await listCurrentItems(tx, [competencyId]);
  const taught = offer?.taught.find((one) => one.competencyId === competencyId && one.scaleId === current?.scaleId);
  if (!offer || !taught) throw notFound();
  return { offer, toStep: taught.toStep };
}

/** The day it ends where it is held; null: at any time. Error `plan.offer_outside` (409). */
async function endOf(tx: Ctx, { plan }: ReachedPlan, { startsAt, endsAt, timeZone }: OfferRow): Promise<string | null> {
  const last = endsAt ?? startsAt;
  if (last === null) return null;
  const day = localDate(last, timeZone ?? (await networkOf(tx)).timeZone);
  if (day < plan.fromOn || day > plan.untilOn) throw new AppError('plan.offer_outside', 409);
  return day;
}

/**
 * Takes an offer into her plan: the open item of the competency learns by it from now on, or a new item is made of it. The same again changes nothing.
 * What the head had agreed to waits for her anew. Returns the item. Errors: those of `getPlanFor`, `plan.offer_outside`, `plan.too_many_items` (409).
 */
export async function takeOffer(ctx: Ctx, planId: string, input: TakeOffer): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const reached = await getPlanFor(tx, planId, 'take', { lock: true });
    const items = (await listPlanItems(tx, [planId])).filter(({ state }) => state !== 'dropped');
    const there = items.find(({ offerId, competencyId }) => offerId === input.offerId && competencyId === input.competencyId);
    if (there) return there.id;
    const { offer, toStep } = await offerFor(tx, input);
    const named: ItemOffer = { id: offer.id, title: textIn(offer.title, tx.locale).slice(0, 300), path: offer.path };
    // What it takes is counted once, however many competencies it is planned for.
    const hours = items.some(({ offerId }) => offerId === offer.id) ? null : hoursOf(offer.minutes);
    const planned = { measure: MEASURE_OF_OFFER[offer.kind], hours, dueOn: await endOf(tx, reached, offer) };
    const open = items.find((item) => item.competencyId === input.competencyId && isUnfinished(item));
    const itemId = open ? await tieOffer(tx, { ...reached, item: open }, named, planned) : await putPlanItem(tx, reached, { ...planned, competencyId: input.competencyId, title: null, toStep, reason: await reasonOf(tx, reached, input), action: named.title, dueOn: planned.dueOn ?? reached.plan.untilOn }, named);
    await audit(tx, { act: 'plan.offer_taken', subjectType: PLAN, subjectId: planId, data: { itemId, offerId: offer.id } });
    return itemId;
  });
}

async function tieOffer(tx: Ctx, reached: ReachedPlan & { item: PlanItemRow }, offer: ItemOffer, planned: Pick<PlanItemRow, 'measure' | 'hours'> & { dueOn: string | null }): Promise<string> {
  const { item } = reached;
  // What she wrote herself stays; what an offer before had written goes with it.
  const action = item.action === null || item.action === item.offerTitle ? offer.title : item.action;
  await setItemOffer(tx, item.id, { measure: planned.measure, action, offerId: offer.id, offerTitle: offer.title, offerPath: offer.path, hours: planned.hours ?? item.hours, dueOn: planned.dueOn ?? item.dueOn }, agreement(reached));
  await touchPlan(tx, item.planId);
  return item.id;
}

const reasonOf = async (tx: Ctx, { person }: ReachedPlan, { competencyId }: TakeOffer): Promise<'gap' | 'wish'> => ((await listGaps(tx, person.personId)).lines.some((line) => line.competencyId === competencyId) ? 'gap' : 'wish');

export interface OffersInPlan {
  /** Her open plan; null: she has none. */
  planId: string | null;
  /** Items that are open: of which competency, by which offer. Finished ones with an offer, too. */
  items: { itemId: string; competencyId: string | null; offerId: string | null; isOpen: boolean }[];
}

/** What of offers is in her own plan, for her alone: null for everybody else. Error `page.not_found`. */
export async function offersInPlan(ctx: Ctx, personId: string): Promise<OffersInPlan | null> {
  const person = await getPlannedPersonFor(ctx, personId);
  const [plan] = (await listPlans(ctx, person.personId)).filter(({ state }) => isOpen(state));
  if (!planAbilities(ctx.actor, { networkId: ctx.networkId, ...person }, { state: plan?.state ?? 'draft' }).take.allowed) return null;
  const items = plan ? await listPlanItems(ctx, [plan.id]) : [];
  return {
    planId: plan?.id ?? null,
    items: items.filter(({ state }) => state !== 'dropped').map((item) => ({ itemId: item.id, competencyId: item.competencyId, offerId: item.offerId, isOpen: isUnfinished(item) })),
  };
}
