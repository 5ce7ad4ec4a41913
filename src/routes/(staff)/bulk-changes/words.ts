import type { Formatters, T } from '#lib/i18n/index.ts';
import { isPlainMessageKey } from '#lib/i18n/index.ts';
import type { BulkChangeView } from '#server/modules/people/index.ts';

/** What was changed, in words. */
export function actWord(t: T, { subject, act }: Pick<BulkChangeView, 'subject' | 'act'>): string {
  const key = subject === 'person' ? `lists.bulk.act_${act}` : `lists.bulk.organisations_act_${act}`;
  return isPlainMessageKey(key) ? t(key) : act;
}

export const countWord = (t: T, { subject, count }: Pick<BulkChangeView, 'subject' | 'count'>): string => (subject === 'person' ? t('lists.made.people', { count }) : t('lists.made.organisations', { count }));

/** Whether it can be taken back, or was. */
export function stateBadge(t: T, fmt: Formatters, zone: string, { undoneAt, undoUntil, kept }: Pick<BulkChangeView, 'undoneAt' | 'undoUntil' | 'kept'>): { kind: 'ok' | 'neutral'; text: string } {
  if (undoneAt) return { kind: 'neutral', text: t(kept ? 'lists.made.partly' : 'lists.made.undone') };
  return undoUntil ? { kind: 'ok', text: t('lists.made.can_undo', { date: fmt.date(undoUntil, zone) }) } : { kind: 'neutral', text: t('lists.made.over') };
}
