import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchParticipants, type RegisteredPerson, type ReportPerson } from './name-matching.ts';

const registered = (id: string, name: string | string[], email: string | null = null): RegisteredPerson => ({
  id,
  names: Array.isArray(name) ? name : [name],
  email,
});
const row = (name: string, email: string | null = null, otherNames: string[] = []): ReportPerson => ({
  row: 1,
  name,
  email,
  otherNames,
});
const match = (one: ReportPerson, ...registrations: RegisteredPerson[]) => matchParticipants([one], registrations)[0]!;

const MAILBOX = 'library@aksu.kz';
const aigul = registered('aigul', ['Қасымова Айгүл Болатқызы', 'Касымова Айгуль Болатовна'], MAILBOX);
const saule = registered('saule', 'Каримова Сауле', MAILBOX);
const maria = registered('maria', 'Иванова Мария Петровна', 'maria@mail.ru');
const ani = registered('ani', 'Հակոբյան Անի', null);
const all = [aigul, saule, maria, ani];

describe('by e-mail', () => {
  it('takes the only registration with the address, in whatever case it is typed', () => {
    expect(match(row('Maria Ivanova', ' Maria@Mail.RU '), ...all)).toMatchObject({
      decision: 'matched',
      registrationId: 'maria',
      by: 'email',
      nameDiffers: false,
    });
  });

  it('takes it under another name too, and says that the name differs', () => {
    expect(match(row('iPad', 'maria@mail.ru'), ...all)).toMatchObject({
      decision: 'matched',
      registrationId: 'maria',
      by: 'email',
      nameDiffers: true,
    });
    expect(match(row('Мария', 'maria@mail.ru'), ...all)).toMatchObject({ registrationId: 'maria', nameDiffers: false });
  });

  it('asks a person when the address is one registrant’s and the name another’s', () => {
    const found = match(row('Հակոբյան Անի', 'maria@mail.ru'), ...all);
    expect(found).toMatchObject({ decision: 'undecided' });
    expect(
      found.decision === 'undecided' &&
        found.candidates.map(({ registrationId, sameEmail }) => [registrationId, sameEmail]),
    ).toEqual([
      ['maria', true],
      ['ani', false],
    ]);
  });
});

describe('a mailbox that several share', () => {
  it('decides by name among its owners', () => {
    expect(match(row('Kasymova Aigul', MAILBOX), ...all)).toMatchObject({
      decision: 'matched',
      registrationId: 'aigul',
      by: 'email_and_name',
    });
    expect(match(row('Сауле Каримова', MAILBOX), ...all)).toMatchObject({
      registrationId: 'saule',
      by: 'email_and_name',
      kind: 'equal',
    });
    expect(match(row('Касымова А.', MAILBOX), ...all)).toMatchObject({
      registrationId: 'aigul',
      by: 'email_and_name',
      kind: 'likely',
    });
  });

  it('asks a person when the name is none of theirs, and offers all of them', () => {
    const found = match(row('Библиотека Аксу', MAILBOX), ...all);
    expect(found.decision).toBe('undecided');
    expect(found.decision === 'undecided' && found.candidates.map(({ registrationId }) => registrationId)).toEqual([
      'aigul',
      'saule',
    ]);
  });

  it('asks a person when two of its owners are alike', () => {
    const twin = registered('twin', 'Касымова Алия', MAILBOX);
    expect(match(row('Касымова А.', MAILBOX), ...all, twin).decision).toBe('undecided');
    const namesake = registered('namesake', 'Каримова Сауле', MAILBOX);
    expect(match(row('Каримова Сауле', MAILBOX), ...all, namesake).decision).toBe('undecided');
  });
});

describe('by name', () => {
  it('crosses scripts, and looks at the original name in brackets too', () => {
    expect(match(row('Акопян Ани'), ...all)).toMatchObject({
      decision: 'matched',
      registrationId: 'ani',
      by: 'name',
      kind: 'variant',
    });
    expect(match(row('Ani H.', null, ['Hakobyan Ani']), ...all)).toMatchObject({ registrationId: 'ani', by: 'name' });
    expect(match(row('Қасымова Айгүл Болатқызы', 'other@gmail.com'), ...all)).toMatchObject({
      registrationId: 'aigul',
      by: 'name',
      kind: 'equal',
    });
  });

  it('takes surname and given name without the patronymic when nobody else comes near', () => {
    expect(match(row('Мария Иванова'), ...all)).toMatchObject({
      decision: 'matched',
      registrationId: 'maria',
      by: 'name',
      kind: 'likely',
    });
    const second = registered('second', 'Иванова Мария Сергеевна');
    expect(match(row('Мария Иванова'), ...all, second)).toMatchObject({
      decision: 'undecided',
      candidates: [{ registrationId: 'maria' }, { registrationId: 'second' }],
    });
  });

  it('asks a person for initials, slips of spelling and single words', () => {
    for (const name of ['Иванова М.П.', 'Иванова Марня', 'Мария']) {
      expect(match(row(name), ...all)).toMatchObject({
        decision: 'undecided',
        candidates: [{ registrationId: 'maria' }],
      });
    }
  });

  it('asks a person between two of one name', () => {
    const other = registered('other', 'Հակոբյան Անի', 'ani@mail.am');
    const found = match(row('Hakobyan Ani'), ...all, other);
    expect(found).toMatchObject({
      decision: 'undecided',
      candidates: [{ registrationId: 'ani' }, { registrationId: 'other' }],
    });
  });

  it('says unknown where nobody resembles', () => {
    expect(match(row('iPhone'), ...all).decision).toBe('unknown');
    expect(match(row(''), ...all).decision).toBe('unknown');
    expect(match(row('77015550101'), ...all).decision).toBe('unknown');
    expect(match(row('Мария Иванова')).decision).toBe('unknown');
  });

  it('does not take a son for a daughter or a husband for his wife', () => {
    const wife = registered('wife', 'Иванова Александра');
    expect(match(row('Иванов Александр'), wife).decision).toBe('unknown');
  });

  it('finds a slip in a rare surname even where hundreds have the given name', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      registered(
        `r${index}`,
        `Петрова${'абвгдежзик'[index % 10]}${'лмнопрсту'[index % 9]}${'йцукен'[index % 6]} Айгуль`,
      ),
    );
    const found = match(row('Ксаымова Айгуль'), ...many, registered('she', 'Касымова Айгуль'));
    expect(found).toMatchObject({ decision: 'undecided', candidates: [{ registrationId: 'she', doubt: 'spelling' }] });
  });

  it('offers at most five, the best first', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      registered(`r${index}`, `Касымова Айгуль ${'АБВГДЕЖЗИ'[index]!}лматовна`),
    );
    const found = match(row('Касымова Айгуль'), ...many);
    expect(found.decision === 'undecided' && found.candidates).toHaveLength(5);
  });
});

describe('one person in several rows', () => {
  it('gives them one key, whatever the spelling', () => {
    const rows = [
      row('Касымова Айгуль', 'A@mail.kz'),
      row('Айгүл Қасымова', 'a@mail.kz'),
      row('Касымова Айгуль', 'b@mail.kz'),
    ].map((one, index) => ({ ...one, row: index }));
    const [first, second, third] = matchParticipants(rows, all);
    expect(second!.personKey).toBe(first!.personKey);
    expect(third!.personKey).not.toBe(first!.personKey);
    expect([first!.row, second!.row, third!.row]).toEqual([0, 1, 2]);
  });
});

describe('laws', () => {
  const word = fc.constantFrom(
    'Касымова',
    'Kasymova',
    'Каримова',
    'Айгуль',
    'Aigul',
    'Сауле',
    'Болатовна',
    'А.',
    'Հակոբյան',
    'Акопян',
    'Ани',
    'iPhone',
  );
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const email = fc.option(fc.constantFrom('a@mail.kz', 'b@mail.kz', 'c@mail.kz'));
  const rows = fc
    .array(fc.record({ name, email }), { maxLength: 8 })
    .map((list) => list.map((one, index) => ({ ...one, row: index })));
  const registrations = fc
    .array(fc.record({ name, email }), { maxLength: 8 })
    .map((list) => list.map((one, index) => registered(`r${index}`, one.name, one.email)));

  it('does not depend on the order of registrations or rows', () => {
    fc.assert(
      fc.property(rows, registrations, (list, known) => {
        const there = matchParticipants(list, known);
        expect(matchParticipants(list.toReversed(), known.toReversed()).toReversed()).toEqual(there);
      }),
      { numRuns: 500 },
    );
  });

  it('never matches by name alone where two registrations bear that name, nor by e-mail alone where two have it', () => {
    fc.assert(
      fc.property(rows, registrations, (list, known) => {
        for (const found of matchParticipants(list, [
          ...known,
          ...known.map((one) => ({ ...one, id: `${one.id} again` })),
        ])) {
          expect(found.decision).not.toBe('matched');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ranks candidates from the best down, each once, of those registered', () => {
    fc.assert(
      fc.property(rows, registrations, (list, known) => {
        for (const found of matchParticipants(list, known)) {
          if (found.decision !== 'undecided') continue;
          const ids = found.candidates.map(({ registrationId }) => registrationId);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.every((id) => known.some((one) => one.id === id))).toBe(true);
        }
      }),
    );
  });
});
