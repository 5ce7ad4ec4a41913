import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { missingFor, type ReadinessFacts } from './readiness.rule.ts';

const NOW = new Date('2026-05-18T04:00:00Z');
const ready: ReadinessFacts = {
  title: localized({ ru: 'Семинар', kk: 'Семинар' }),
  summary: localized({ ru: 'Коротко', kk: 'Қысқаша' }),
  description: {},
  languages: ['kk', 'ru'],
  contactName: 'Айгүл',
  contactEmail: null,
  registrationClosesAt: new Date('2026-05-20T00:00:00Z'),
  signatoryName: 'Директор',
  sessions: [{ id: 's', startsAt: new Date('2026-05-25T05:00:00Z') }],
  talks: [{ sessionId: 's' }],
  clashes: 0,
};
const codes = (change: Partial<ReadinessFacts>, blocks: boolean) => missingFor({ ...ready, ...change }, NOW).filter((item) => item.blocks === blocks).map((item) => item.code);

describe('what an event lacks', () => {
  it('is nothing when all is there', () => {
    expect(missingFor(ready, NOW)).toEqual([]);
  });

  it.each<[string, Partial<ReadinessFacts>, string[]]>([
    ['a sitting', { sessions: [], talks: [] }, ['no_session']],
    ['a sitting to come', { sessions: [{ id: 's', startsAt: NOW }] }, ['sessions_past']],
    ['words about it', { summary: {}, description: {} }, ['no_summary']],
    ['somebody to ask', { contactName: null, contactEmail: null }, ['no_contact']],
    ['a registration still open', { registrationClosesAt: NOW }, ['registration_closed_already']],
  ])('blocks: %s', (_what, change, expected) => expect(codes(change, true)).toEqual(expected));

  it.each<[string, Partial<ReadinessFacts>, string[]]>([
    ['talks', { talks: [] }, ['no_talks']],
    ['talks in one sitting', { sessions: [...ready.sessions, { id: 'x', startsAt: new Date('2026-06-01') }] }, ['session_without_talks']],
    ['a translation', { languages: ['kk', 'ru', 'en'] }, ['title_untranslated', 'summary_untranslated']],
    ['a programme without clashes', { clashes: 2 }, ['clashes']],
    ['somebody who signs', { signatoryName: null }, ['no_signatory']],
  ])('is advice: %s', (_what, change, expected) => {
    expect(codes(change, false)).toEqual(expected);
    expect(codes(change, true)).toEqual([]);
  });

  it('a description stands for a summary, and names the languages that lack', () => {
    expect(codes({ summary: {}, description: localized('ru', 'Подробно') }, true)).toEqual([]);
    expect(missingFor({ ...ready, languages: ['hy', 'ru', 'en'] }, NOW)[0]).toMatchObject({ code: 'title_untranslated', languages: ['en', 'hy'] });
  });
});
