import type { Ctx } from '#server/platform/context.ts';
import { AppError, conflict, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { planAbilities, type PlanAbilities, type PlanAbility } from './plans.policy.ts';
import { findPlan, lockPlan, type PlanRow, type Signed } from './plans.queries.ts';
import { findRatedPerson, type RatedPerson } from './sheets.queries.ts';

export interface ReachedPlan {
  plan: PlanRow;
  person: RatedPerson;
  may: PlanAbilities;
}

/**
 * The plan, if the actor may do this with it. Who may not read it learns nothing; who reads it is told why not. Errors: `page.not_found`, `plan.wrong_state`
 * (409), `plan.own` (403).
 */
export async function getPlanFor(ctx: Ctx, planId: string, ability: PlanAbility, options: { lock?: boolean; revision?: number } = {}): Promise<ReachedPlan> {
  if (!isId(planId)) throw notFound();
  if (options.lock) await lockPlan(ctx, planId);
  const plan = await findPlan(ctx, planId);
  const person = plan && (await findRatedPerson(ctx, plan.personId));
  if (!plan || !person) throw notFound();
  const may = planAbilities(ctx.actor, { networkId: ctx.networkId, ...person }, plan);
  if (!may.read.allowed) throw notFound();
  const asked = may[ability];
  if (!asked.allowed) throw asked.reason === 'own_record' ? new AppError('plan.own', 403) : asked.reason === 'not_keeper' ? notFound() : new AppError('plan.wrong_state', 409);
  if (options.revision !== undefined && options.revision !== plan.revision) throw conflict();
  return { plan, person, may };
}

/** The person, if the actor may see her plans. Error `page.not_found`. */
export async function getPlannedPersonFor(ctx: Ctx, personId: string): Promise<RatedPerson> {
  const person = isId(personId) ? await findRatedPerson(ctx, personId) : undefined;
  if (!person || !planAbilities(ctx.actor, { networkId: ctx.networkId, ...person }, null).read.allowed) throw notFound();
  return person;
}

/** Whose word it is: an account with its name; jobs sign nothing. */
export const signed = ({ actor }: Ctx): Signed => (actor.kind === 'account' ? { id: actor.accountId, name: actor.name.slice(0, 200) || null } : { id: null, name: null });

export const isOwnPlan = ({ actor }: Ctx, person: Pick<RatedPerson, 'accountId'>): boolean => actor.kind === 'account' && person.accountId !== null && (actor.accountId === person.accountId || actor.onBehalfOf?.accountId === person.accountId);
