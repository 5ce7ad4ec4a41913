import type { Actor } from '#server/platform/context.ts';
import { holds } from '#server/platform/rights.ts';

/** Whether the actor says which programs are told of events: who administers the network or the installation. */
export const managesWebhooks = (actor: Actor, networkId: string): boolean => holds(actor, ['network_admin', 'system_admin'], { networkId });

/** Minutes after the first try, the second …: six tries within a day. */
const AFTER_MINUTES = [1, 10, 60, 300, 1080];
export const MOST_TRIES = AFTER_MINUTES.length + 1;
const DAY_MS = 24 * 3600_000;

/** When to try again after so many tries; null: no more. */
export function nextTry(tries: number, now: Date): Date | null {
  const minutes = AFTER_MINUTES[tries - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
}

/** Whether an address is given up: it said that it is gone, or took nothing for a day and one message had all its tries. */
export function givesUp(answer: { status: number | null; isLast: boolean; failingSince: Date | null; now: Date }): boolean {
  if (answer.status === 410) return true;
  return answer.isLast && answer.failingSince !== null && answer.now.getTime() - answer.failingSince.getTime() >= DAY_MS - 3600_000;
}
