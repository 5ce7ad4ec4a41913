import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, addMonths } from '#server/platform/time/wall-time.ts';
import { firstValidDay, inRenewalWindow, isOver, LATE_RENEWAL_DAYS, RENEWAL_DAYS } from './expiry.rule.ts';

const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

it('a last day counts until it is over in the last zone on earth', () => {
  expect([isOver('2028-05-19', new Date('2028-05-20T11:59:59Z')), isOver('2028-05-19', new Date('2028-05-20T12:00:00Z')), isOver(null, new Date('2100-01-01'))]).toEqual([false, true, false]);
});

it('the first day that is not over is not over, and the day before it is', () => {
  fc.assert(
    fc.property(instants, (now) => {
      const first = firstValidDay(now);
      expect([isOver(first, now), isOver(addDays(first, -1), now)]).toEqual([false, true]);
    }),
  );
});

it('the window of renewal has both its ends', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -800, max: 800 }), (now, days) => {
      expect(inRenewalWindow(addDays(firstValidDay(now), days), now)).toBe(days <= RENEWAL_DAYS && days >= -LATE_RENEWAL_DAYS);
    }),
  );
});

it('months end on the last day where there is none of that number', () => {
  expect([addMonths('2026-01-31', 1), addMonths('2028-01-31', 1), addMonths('2026-05-20', 24)]).toEqual(['2026-02-28', '2028-02-29', '2028-05-20']);
});
