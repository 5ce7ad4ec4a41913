import { describe, expect, it } from 'vitest';
import { apart, groupAnonymous, remindersDue, shownGroup, type AnonymousWord } from './campaign.rule.ts';
import { effectiveLevel, HOUSE_RULE } from './effective.rule.ts';

const word = (kind: AnonymousWord['kind'], step: number, comment: string | null = null): AnonymousWord => ({ kind, step, comment });

describe('words of anonymous raters', () => {
  it('are shown by kind where every kind has enough, together where one has not, and not at all where all are too few', () => {
    const peers = [word('peer', 1), word('peer', 2), word('peer', 4)];
    expect(groupAnonymous(peers, 3).groups.map(({ kinds, words }) => [kinds, words.length])).toEqual([[['peer'], 3]]);
    expect(groupAnonymous([...peers, word('external', 0)], 3)).toMatchObject({ groups: [{ kinds: ['external', 'peer'] }], leftOut: [] });
    expect(groupAnonymous([word('peer', 1), word('external', 0)], 3)).toMatchObject({ groups: [], leftOut: [{}, {}] });
    expect(groupAnonymous([...peers, word('external', 0), word('external', 1), word('external', 1)], 3).groups.map(({ kinds }) => kinds)).toEqual([['external'], ['peer']]);
    expect(groupAnonymous(peers, 4)).toMatchObject({ groups: [], leftOut: [{}, {}, {}] });
    expect(groupAnonymous([], 3)).toEqual({ groups: [], leftOut: [] });
  });

  it('are shown as how many, lowest, middle and highest, with comments in the order of letters', () => {
    expect(shownGroup({ kinds: ['peer'], words: [word('peer', 4, 'в'), word('peer', 1, 'а'), word('peer', 2), word('peer', 3, 'б')] })).toEqual({ kinds: ['peer'], count: 4, lowest: 1, highest: 4, middle: 2, comments: ['а', 'б', 'в'] });
    expect(apart([{ step: 1 }, { step: 2 }], [{ middle: 4 }])).toBe(3);
    expect(apart([], [])).toBe(0);
  });

  it('of the newest campaign stand for those of the campaigns before, for nobody knows who is who', () => {
    const said = (id: string, step: number, round: string, day: number) => ({ id, kind: 'peer' as const, step, author: id, ratedAt: new Date(2026, 4, day), round });
    const level = effectiveLevel([said('a', 1, 'old', 1), said('b', 1, 'old', 1), said('c', 4, 'new', 9), said('d', 3, 'new', 9)], HOUSE_RULE, [0, 1, 2, 3, 4]);
    expect(level).toMatchObject({ step: 3, lowest: 3, highest: 4 });
    expect(level?.used.sort()).toEqual(['c', 'd']);
  });
});

describe('reminders', () => {
  it.each([['2026-06-01', 0], ['2026-06-13', 1], ['2026-06-17', 1], ['2026-06-18', 2], ['2026-06-20', 2], ['2026-06-21', 0]])('on %s %i should have gone out', (today, count) => {
    expect(remindersDue(today, '2026-06-20', [7, 2])).toBe(count);
  });
});
