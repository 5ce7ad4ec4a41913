import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClashes, foldText, type ProgrammeSection, type ProgrammeTalk } from './clash.rule.ts';

const at = (clock: string) => new Date(`2026-05-18T${clock}:00Z`);
const section = (id: string, from: string, to: string, more: Partial<ProgrammeSection> = {}): ProgrammeSection => ({
  id,
  start: at(from),
  end: at(to),
  moderatorIds: [],
  ...more,
});
const talk = (
  id: string,
  sectionId: string | null,
  from: string,
  to: string,
  more: Partial<ProgrammeTalk> = {},
): ProgrammeTalk => ({
  id,
  sectionId,
  titles: [`Title of ${id}`],
  speakerIds: [`speaker of ${id}`],
  start: at(from),
  end: at(to),
  ...more,
});

describe('people', () => {
  it('finds a speaker wanted in two talks at once, with the minutes in common', () => {
    const talks = [
      talk('t1', null, '10:00', '10:30', { speakerIds: ['aigul'] }),
      talk('t2', null, '10:20', '10:50', { speakerIds: ['aigul', 'bota'] }),
    ];
    expect(findClashes({ sections: [], talks })).toEqual([
      { kind: 'speaker', a: 't1', b: 't2', minutes: 10, personId: 'aigul' },
    ]);
  });

  it('counts a begun minute', () => {
    const late = new Date('2026-05-18T10:29:30Z');
    const talks = [
      talk('t1', null, '10:00', '10:30', { speakerIds: ['aigul'] }),
      talk('t2', null, '10:30', '11:00', { speakerIds: ['aigul'], start: late }),
    ];
    expect(findClashes({ sections: [], talks })).toMatchObject([{ kind: 'speaker', minutes: 1 }]);
  });

  it('lets a talk begin when the one before ends', () => {
    const talks = [
      talk('t1', null, '10:00', '10:30', { speakerIds: ['aigul'] }),
      talk('t2', null, '10:30', '11:00', { speakerIds: ['aigul'] }),
    ];
    expect(findClashes({ sections: [], talks })).toEqual([]);
  });

  it('finds a moderator of two sections at once, and one who speaks elsewhere meanwhile', () => {
    const sections = [
      section('s1', '10:00', '12:00', { moderatorIds: ['dana'] }),
      section('s2', '11:30', '13:00', { moderatorIds: ['dana', 'erlan'] }),
    ];
    const talks = [talk('t1', 's1', '11:40', '12:00', { speakerIds: ['erlan'] })];
    expect(findClashes({ sections, talks })).toEqual([
      { kind: 'moderator', a: 's1', b: 's2', minutes: 30, personId: 'dana' },
      { kind: 'speaker_moderator', a: 't1', b: 's2', minutes: 20, personId: 'erlan' },
    ]);
  });

  it('lets a moderator speak in her own section', () => {
    const sections = [section('s1', '10:00', '12:00', { moderatorIds: ['dana'] })];
    expect(findClashes({ sections, talks: [talk('t1', 's1', '10:00', '10:20', { speakerIds: ['dana'] })] })).toEqual(
      [],
    );
  });
});

describe('halls and sections', () => {
  it('finds one hall wanted twice, however its name is typed', () => {
    const sections = [
      section('s1', '10:00', '11:00', { place: 'Зал № 1' }),
      section('s2', '10:30', '12:00', { place: 'зал №1 ' }),
    ];
    expect(findClashes({ sections, talks: [] })).toEqual([
      { kind: 'place', a: 's1', b: 's2', minutes: 30, place: 'Зал № 1' },
    ]);
  });

  it('takes the section’s hall for a talk without one', () => {
    const sections = [
      section('s1', '10:00', '11:00', { place: 'Hall A' }),
      section('s2', '10:00', '12:00', { place: 'Hall B' }),
    ];
    const talks = [talk('t1', 's1', '10:00', '10:30'), talk('t2', 's2', '10:15', '10:45', { place: 'Hall A' })];
    expect(findClashes({ sections, talks })).toEqual([
      { kind: 'place', a: 't1', b: 't2', minutes: 15, place: 'Hall A' },
    ]);
  });

  it('finds no hall clash online', () => {
    const sections = [
      section('s1', '10:00', '11:00', { place: null }),
      section('s2', '10:00', '11:00', { place: '  ' }),
      section('s3', '10:00', '11:00', { place: '—' }),
    ];
    expect(
      findClashes({ sections, talks: [talk('t1', 's1', '10:00', '10:20'), talk('t2', 's2', '10:00', '10:20')] }),
    ).toEqual([]);
  });

  it('finds talks of one section at the same time and talks outside their section', () => {
    const sections = [section('s1', '10:00', '11:00')];
    const talks = [
      talk('t1', 's1', '10:00', '10:30'),
      talk('t2', 's1', '10:25', '10:50'),
      talk('t3', 's1', '10:50', '11:15'),
      talk('t4', 's1', '13:00', '13:20'),
    ];
    expect(findClashes({ sections, talks })).toEqual([
      { kind: 'section', a: 't1', b: 't2', minutes: 5 },
      { kind: 'outside_section', a: 't3', b: 's1', minutes: 15 },
      { kind: 'outside_section', a: 't4', b: 's1', minutes: 20 },
    ]);
  });

  it('reports what ends before it starts once, and reckons no further with it', () => {
    const talks = [
      talk('t1', null, '11:00', '10:00', { speakerIds: ['aigul'] }),
      talk('t2', null, '10:30', '10:40', { speakerIds: ['aigul'] }),
      talk('t3', null, '10:00', '10:00'),
    ];
    expect(findClashes({ sections: [], talks })).toEqual([
      { kind: 'backwards', a: 't1', b: 't1', minutes: 0 },
      { kind: 'backwards', a: 't3', b: 't3', minutes: 0 },
    ]);
  });

  it('leaves talks without a time alone', () => {
    const talks = [
      talk('t1', null, '10:00', '11:00', { speakerIds: ['aigul'] }),
      { ...talk('t2', null, '10:00', '11:00', { speakerIds: ['aigul'] }), start: null, end: null },
    ];
    expect(findClashes({ sections: [], talks })).toEqual([]);
  });
});

describe('the same talk twice', () => {
  it('finds a title that differs in case, ё and punctuation with a common speaker, in any language', () => {
    const talks = [
      talk('t1', null, '10:00', '10:20', {
        titles: ['Кітапхана — кәсіптік бағдар', 'Ещё раз о наставничестве!'],
        speakerIds: ['aigul', 'bota'],
      }),
      talk('t2', null, '11:00', '11:20', { titles: ['«еще раз  о Наставничестве»'], speakerIds: ['bota'] }),
      talk('t3', null, '12:00', '12:20', { titles: ['Еще раз о наставничестве'], speakerIds: ['someone else'] }),
    ];
    expect(findClashes({ sections: [], talks })).toEqual([
      { kind: 'duplicate', a: 't1', b: 't2', minutes: 0, personId: 'bota' },
    ]);
  });

  it('does not take two untitled talks for the same', () => {
    const talks = [
      talk('t1', null, '10:00', '10:20', { titles: ['…'], speakerIds: ['a'] }),
      talk('t2', null, '11:00', '11:20', { titles: [''], speakerIds: ['a'] }),
    ];
    expect(findClashes({ sections: [], talks })).toEqual([]);
    expect(foldText('Зал № 1, «Ёлка»')).toBe('зал1елка');
  });
});

describe('laws', () => {
  const clock = fc.integer({ min: 0, max: 47 });
  const talks = fc
    .array(
      fc.record({
        from: clock,
        length: fc.integer({ min: 1, max: 6 }),
        speakers: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
        place: fc.constantFrom('Hall', 'Room', null),
      }),
      { maxLength: 12 },
    )
    .map((list) =>
      list.map(({ from, length, speakers, place }, index): ProgrammeTalk => ({
        id: `t${String(index).padStart(2, '0')}`,
        sectionId: null,
        titles: [`Title ${index}`],
        speakerIds: speakers,
        start: new Date(at('00:00').getTime() + from * 600_000),
        end: new Date(at('00:00').getTime() + (from + length) * 600_000),
        place,
      })),
    );

  it('finds exactly the pairs that comparing every talk with every other finds', () => {
    fc.assert(
      fc.property(talks, (list) => {
        const expected: string[] = [];
        list.forEach((one, index) => {
          for (const other of list.slice(index + 1)) {
            if (!(one.start! < other.end! && other.start! < one.end!)) continue;
            for (const speaker of one.speakerIds)
              if (other.speakerIds.includes(speaker))
                expected.push(['speaker', ...[one.id, other.id].toSorted(), speaker].join());
            if (one.place && one.place === other.place)
              expected.push(['place', ...[one.id, other.id].toSorted(), ''].join());
          }
        });
        const found = findClashes({ sections: [], talks: list }).map((clash) =>
          [clash.kind, ...[clash.a, clash.b].toSorted(), clash.personId ?? ''].join(),
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('says the same whatever order the programme is given in', () => {
    fc.assert(
      fc.property(talks, (list) => {
        const alike = list.map((one) => ({ ...one, titles: ['One title for all'] }));
        expect(findClashes({ sections: [], talks: alike.toReversed() })).toEqual(
          findClashes({ sections: [], talks: alike }),
        );
      }),
    );
  });
});
