import type { Formatters, T } from '#lib/i18n/index.ts';
import type { BeatAnswer } from '#server/modules/rooms/index.ts';

/**
 * What the page says after a heartbeat: `say` about the heartbeat itself; `minutes` in words, if they were counted after `since`, when the
 * page counted them itself: a figure must not step back.
 */
export function beatWords(t: T, fmt: Formatters, answer: BeatAnswer, since = 0): { say: string; minutes?: string } {
  const words = { waiting: 'rooms.beat.waiting', open: 'rooms.beat.open', running: 'rooms.beat.running', ended: 'rooms.beat.ended' } as const;
  const say = t(words[answer.state]);
  const { minutes, countedAt } = answer;
  return minutes !== null && countedAt !== null && countedAt.getTime() > since ? { say, minutes: fmt.duration(minutes) } : { say };
}
