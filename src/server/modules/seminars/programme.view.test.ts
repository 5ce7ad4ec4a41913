import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { toInstant } from '#server/platform/time/wall-time.ts';
import { programmeView, speakersView } from './programme.view.ts';
import type { PublicProgramme } from './public-programme.queries.ts';

const HOST = 'Asia/Almaty';
const at = (date: string, time: string, zone = HOST) => {
  const found = toInstant({ date, time, zone });
  if (!found.ok) throw new Error(found.code);
  return found.instant;
};
type Talk = PublicProgramme['talks'][number];
const talk = (id: string, change: Partial<Talk> = {}): Talk => ({
  id,
  sessionId: 's',
  sectionId: null,
  kind: 'talk',
  title: localized('ru', `Доклад ${id}`),
  abstract: {},
  language: 'ru',
  interpretation: [],
  country: null,
  startsAt: at('2026-05-18', '09:00'),
  endsAt: at('2026-05-18', '09:20'),
  speakerIds: [],
  ...change,
});
const programme = (change: Partial<PublicProgramme> = {}): PublicProgramme => ({
  sessions: [{ id: 's', title: localized('ru', 'Первый день'), startsAt: at('2026-05-18', '09:00'), endsAt: at('2026-05-18', '18:00') }],
  sections: [],
  talks: [],
  contributors: [],
  ...change,
});
const shownIn = (zone: string, talks: Talk[]) =>
  programmeView(programme({ talks }), { locale: 'ru', zone, hostZone: HOST }).days.map((day) => ({
    date: day.date,
    talks: day.sittings.flatMap((sitting) => sitting.talks).map(({ id, time, nextDay, hostTime, hostDate }) => [id, time, ...(nextDay ? ['+1'] : []), hostTime ?? 'same', ...(hostDate ? [hostDate] : [])].join(' ')),
  }));

describe('a programme by the reader’s clock', () => {
  const early = talk('a', { startsAt: at('2026-05-18', '00:30'), endsAt: at('2026-05-18', '01:10') });
  const noon = talk('b', { startsAt: at('2026-05-18', '12:00'), endsAt: at('2026-05-18', '12:45') });
  const late = talk('c', { startsAt: at('2026-05-18', '23:20'), endsAt: at('2026-05-19', '00:10') });

  it.each<[string, ReturnType<typeof shownIn>]>([
    // The host's own zone: nothing to say of the host, one talk over midnight.
    ['Asia/Almaty', [{ date: '2026-05-18', talks: ['a 00:30–01:10 same', 'b 12:00–12:45 same', 'c 23:20–00:10 +1 same'] }]],
    // An hour ahead: the late talk begins on the next day.
    [
      'Asia/Bishkek',
      [
        { date: '2026-05-18', talks: ['a 01:30–02:10 00:30', 'b 13:00–13:45 12:00'] },
        { date: '2026-05-19', talks: ['c 00:20–01:10 23:20 2026-05-18'] },
      ],
    ],
    // Two hours behind: the early talk is on the day before.
    [
      'Europe/Minsk',
      [
        { date: '2026-05-17', talks: ['a 22:30–23:10 00:30 2026-05-18'] },
        { date: '2026-05-18', talks: ['b 10:00–10:45 12:00', 'c 21:20–22:10 23:20'] },
      ],
    ],
    // Half an hour and a quarter.
    [
      'Asia/Kolkata',
      [{ date: '2026-05-18', talks: ['a 01:00–01:40 00:30', 'b 12:30–13:15 12:00', 'c 23:50–00:40 +1 23:20'] }],
    ],
    [
      'Asia/Kathmandu',
      [
        { date: '2026-05-18', talks: ['a 01:15–01:55 00:30', 'b 12:45–13:30 12:00'] },
        { date: '2026-05-19', talks: ['c 00:05–00:55 23:20 2026-05-18'] },
      ],
    ],
    // Half an hour west of most of America, and the far end of the Pacific.
    [
      'America/St_Johns',
      [
        { date: '2026-05-17', talks: ['a 17:00–17:40 00:30 2026-05-18'] },
        { date: '2026-05-18', talks: ['b 04:30–05:15 12:00', 'c 15:50–16:40 23:20'] },
      ],
    ],
    [
      'Pacific/Kiritimati',
      [
        { date: '2026-05-18', talks: ['a 09:30–10:10 00:30', 'b 21:00–21:45 12:00'] },
        { date: '2026-05-19', talks: ['c 08:20–09:10 23:20 2026-05-18'] },
      ],
    ],
  ])('%s', (zone, expected) => {
    expect(shownIn(zone, [early, noon, late])).toEqual(expected);
  });

  it('follows a change of the clock between two days', () => {
    const before = talk('a', { startsAt: at('2026-10-24', '15:00'), endsAt: at('2026-10-24', '15:30') });
    const after = talk('b', { startsAt: at('2026-10-25', '15:00'), endsAt: at('2026-10-25', '15:30') });
    expect(shownIn('Europe/Berlin', [before, after]).map((day) => day.talks[0])).toEqual(['a 12:00–12:30 15:00', 'b 11:00–11:30 15:00']);
  });

  it('says of a talk that ends at midnight that it ends on its own day', () => {
    expect(shownIn('Asia/Almaty', [talk('a', { startsAt: at('2026-05-18', '23:20'), endsAt: at('2026-05-19', '00:00') })])[0]?.talks).toEqual(['a 23:20–00:00 same']);
  });

  it('shows a sitting without talks on its own day, unless a filter is set', () => {
    const reader = { locale: 'ru' as const, zone: HOST, hostZone: HOST };
    expect(programmeView(programme(), reader).days).toMatchObject([{ date: '2026-05-18', sittings: [{ time: '09:00–18:00', talks: [] }] }]);
    expect(programmeView(programme(), { ...reader, language: 'kk' }).days).toEqual([]);
  });
});

describe('what a reader is shown', () => {
  const people = [
    { id: 'p1', name: 'Ілиясов Болат', country: 'KZ', organisation: '', post: '' },
    { id: 'p2', name: 'Әбдіров Нұрлан', country: 'KZ', organisation: '', post: '' },
    { id: 'p3', name: 'Байжанова Сауле', country: 'RU', organisation: '', post: '' },
    { id: 'p4', name: 'Кто ничего не делает', country: null, organisation: '', post: '' },
  ];
  const sections = [{ id: 'x', title: localized({ kk: 'Құзыреттер', ru: 'Компетенции' }), hall: 'Зал 1', moderatorIds: ['p3'] }];
  const talks = [
    talk('1', { sectionId: 'x', speakerIds: ['p1', 'p2'], title: localized({ ru: 'Чтение', kk: 'Оқу' }), language: 'ru', interpretation: ['kk'] }),
    talk('2', { speakerIds: ['p2'], title: localized('hy', 'Ընթերցանություն'), language: 'hy', country: 'AM' }),
  ];
  const full = programme({ contributors: people, sections, talks });

  it('is in her language, or says in which it is', () => {
    const [day] = programmeView(full, { locale: 'kk', zone: HOST, hostZone: HOST }).days;
    expect(day?.sittings[0]?.talks.map(({ title, speakers, countries, section }) => ({ title, speakers, countries, section }))).toEqual([
      { title: { text: 'Оқу' }, speakers: ['Ілиясов Болат', 'Әбдіров Нұрлан'], countries: ['KZ'], section: 0 },
      { title: { text: 'Ընթերցանություն', lang: 'hy' }, speakers: ['Әбдіров Нұрлан'], countries: ['AM'], section: undefined },
    ]);
    expect(day?.sittings[0]?.title).toEqual({ text: 'Первый день', lang: 'ru' });
  });

  it('can be one section, or what is spoken or interpreted in a language', () => {
    const reader = { locale: 'ru' as const, zone: HOST, hostZone: HOST };
    const ids = (filter: object) => programmeView(full, { ...reader, ...filter }).days.flatMap((day) => day.sittings.flatMap((sitting) => sitting.talks.map(({ id }) => id)));
    expect([ids({ section: 'x' }), ids({ language: 'kk' }), ids({ language: 'hy' }), ids({ language: 'en' })]).toEqual([['1'], ['1'], ['2'], []]);
    expect(programmeView(full, { ...reader, section: 'x' })).toMatchObject({ count: 1, total: 2, languages: ['hy', 'kk', 'ru'] });
  });

  it('lists those who speak or moderate by her alphabet, and nobody else', () => {
    expect(speakersView(full, 'kk').map(({ name }) => name)).toEqual(['Әбдіров Нұрлан', 'Байжанова Сауле', 'Ілиясов Болат']);
    expect(speakersView(full, 'kk').find(({ id }) => id === 'p3')).toMatchObject({ moderates: [{ text: 'Құзыреттер' }], talks: [] });
  });
});
