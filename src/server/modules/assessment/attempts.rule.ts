import type { TestSettings } from './tests.schemas.ts';

/** For slow lines: an answer that is sent in time may arrive so much later. */
export const GRACE_MS = 30_000;
const DAY_MS = 86_400_000;

/** When an attempt is over by the clock of the server; null: never by itself. */
export const dueAt = (settings: Pick<TestSettings, 'minutes'>, startedAt: Date): Date | null => (settings.minutes === null ? null : new Date(startedAt.getTime() + settings.minutes * 60_000));

export const isOver = (attempt: { due_at: Date | null }, now: Date): boolean => attempt.due_at !== null && now.getTime() > attempt.due_at.getTime() + GRACE_MS;

export type MayStart = { may: true; left: number | null } | { may: false; reason: 'none_left' | 'pause' | 'open'; until: Date | null };

/** Whether somebody may begin: attempts of a test count whatever version they were of. The pause begins when the last one was handed in. */
export function mayStart(settings: Pick<TestSettings, 'attempts' | 'pauseDays'>, attempts: readonly { state: string; handed_in_at: Date | null }[], now: Date): MayStart {
  if (attempts.some(({ state }) => state === 'open')) return { may: false, reason: 'open', until: null };
  if (settings.attempts !== null && attempts.length >= settings.attempts) return { may: false, reason: 'none_left', until: null };
  const last = Math.max(0, ...attempts.map(({ handed_in_at: at }) => at?.getTime() ?? 0));
  const until = new Date(last + settings.pauseDays * DAY_MS);
  if (last > 0 && until > now) return { may: false, reason: 'pause', until };
  return { may: true, left: settings.attempts === null ? null : settings.attempts - attempts.length };
}
