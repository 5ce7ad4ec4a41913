import { describe, expect, it } from 'vitest';
import { localClock } from './local-clock.ts';
import { fromInstant } from './wall-time.ts';

describe('reading many instants in one zone', () => {
  it.each(['Asia/Almaty', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])(
    'gives what the zone itself gives, over changes of the clock too: %s',
    (zone) => {
      const from = new Date('2026-03-20T00:00:00Z');
      const to = new Date('2026-11-10T00:00:00Z');
      const read = localClock(zone, from, to);
      for (let at = from.getTime(); at <= to.getTime(); at += 97 * 60_000) {
        const { date, time } = fromInstant(new Date(at), zone);
        expect(read(new Date(at))).toEqual({ date, time });
      }
    },
  );

  it('changes at the very second', () => {
    const read = localClock('Europe/Berlin', new Date('2026-03-28T00:00:00Z'), new Date('2026-03-30T00:00:00Z'));
    expect(read(new Date('2026-03-29T00:59:59Z'))).toEqual({ date: '2026-03-29', time: '01:59' });
    expect(read(new Date('2026-03-29T01:00:00Z'))).toEqual({ date: '2026-03-29', time: '03:00' });
  });
});
