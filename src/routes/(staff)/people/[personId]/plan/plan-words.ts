import type { Formatters, T } from '#lib/i18n/index.ts';
import type { ShownItem } from '#routes/plan-page.ts';
import { dayOf } from '#lib/ui/day.ts';

export const PLAN_BADGE = { draft: 'neutral', proposed: 'wait', agreed: 'ok', closed: 'neutral', withdrawn: 'neutral' } as const;
export const ITEM_BADGE = { planned: 'neutral', under_way: 'wait', done: 'ok', dropped: 'neutral' } as const;

/** "1 → 3"; of what nobody had rated "— → 3". */
export const stepsOf = (t: T, fmt: Formatters, { fromStep, toStep }: Pick<ShownItem, 'fromStep' | 'toStep'>): string =>
  toStep === null ? '' : t('plans.page.steps', { from: fromStep === null ? '—' : fmt.number(fromStep), to: toStep });

/** What an item was when the head agreed to it, where it differs. */
export function wasOf(t: T, fmt: Formatters, item: ShownItem): string | null {
  const was = item.agreedAs;
  if (item.isAgreed || !was) return null;
  const parts = [
    ...(was.action !== item.action && was.action ? [was.action] : []),
    ...(was.toStep !== item.toStep && was.toStep !== null ? [t('plans.page.steps', { from: item.fromStep === null ? '—' : fmt.number(item.fromStep), to: was.toStep })] : []),
    ...(was.dueOn !== item.dueOn ? [dayOf(fmt, was.dueOn)] : []),
    ...(was.hours !== item.hours && was.hours !== null ? [fmt.duration(was.hours * 60)] : []),
    ...(was.state !== item.state ? [t(`plans.item_state.${was.state}`)] : []),
  ];
  return parts.length === 0 ? null : t('plans.page.was', { what: fmt.list(parts) });
}
