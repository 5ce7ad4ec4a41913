import type { Formatters, T } from '#lib/i18n/index.ts';
import type { BeatAnswer } from '#server/modules/rooms/index.ts';

/** What the page says after a heartbeat: `say` about the heartbeat itself, `minutes` in words. */
export function beatWords(t: T, fmt: Formatters, answer: BeatAnswer): { say: string; minutes: string } {
  const words = { waiting: 'rooms.beat.waiting', open: 'rooms.beat.open', running: 'rooms.beat.running', ended: 'rooms.beat.ended' } as const;
  return { say: t(words[answer.state]), minutes: fmt.duration(answer.minutes ?? 0) };
}
