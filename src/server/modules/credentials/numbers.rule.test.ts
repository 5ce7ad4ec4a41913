import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeCode, newCheckCode, readCheckCode } from './check-code.ts';
import { formatNumber, KIND_CODES, parseNumber, type RegisterNumber } from './numbers.rule.ts';
import { initials, standsInName } from './names.rule.ts';

const numbers: fc.Arbitrary<RegisterNumber> = fc.record({
  series: fc.constantFrom('register', 'demo', 'practice'),
  organisationCode: fc.stringMatching(/^[A-Z0-9]{2,10}$/),
  year: fc.integer({ min: 2000, max: 2200 }),
  kind: fc.constantFrom(...(Object.keys(KIND_CODES) as (keyof typeof KIND_CODES)[])),
  seq: fc.integer({ min: 1, max: 2_147_483_647 }),
});
const cyrillic: Record<string, string> = { A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х' };

describe('register numbers', () => {
  it('are read back as they were printed', () => {
    fc.assert(fc.property(numbers, (number) => void expect(parseNumber(formatNumber(number))).toEqual(number)));
  });

  it('are different for different lines', () => {
    fc.assert(fc.property(numbers, numbers, (a, b) => void expect(formatNumber(a) === formatNumber(b)).toBe(isDeepStrictEqual({ ...a }, { ...b }))));
  });

  it('are read as people type them: small letters, Cyrillic keys, other dashes, spaces', () => {
    const dashes = fc.constantFrom('-', '–', '—', ' - ', ' ', '_', '.', '‑');
    fc.assert(
      fc.property(numbers, dashes, fc.boolean(), fc.boolean(), (number, dash, small, cyrillicKeys) => {
        let typed = formatNumber(number).replaceAll('-', dash);
        if (cyrillicKeys) typed = typed.replace(/[A-Z]/g, (letter) => cyrillic[letter] ?? letter);
        expect(parseNumber(` № ${small ? typed.toLowerCase() : typed} `)).toEqual(number);
      }),
    );
  });

  it('sort as text in the order of the register up to 99,999 a year', () => {
    const at = (seq: number) => formatNumber({ series: 'register', organisationCode: 'PVL', year: 2026, kind: 'attendance', seq });
    expect([at(10), at(9), at(99_999), at(100)].sort()).toEqual([at(9), at(10), at(100), at(99_999)]);
  });

  it.each(['', 'PVL-2026-ATT', 'PVL-2026-XXX-00001', 'PVL-1999-ATT-00001', 'PVL-2026-ATT-00000', 'P-2026-ATT-00001', 'PVL-2026-ATT-00001-1', 'PVL-2026-ATT-9999999999', 'ПЖЩ-2026-ATT-00001'])(
    'refuse %j',
    (text) => expect(parseNumber(text)).toBeNull(),
  );
});

describe('check codes', () => {
  it('hold 128 random bits and never repeat', () => {
    const codes = new Set(Array.from({ length: 2000 }, newCheckCode));
    expect(codes.size).toBe(2000);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('are read however they are typed or pasted', () => {
    const code = newCheckCode();
    const typed = [
      code,
      code.toLowerCase(),
      code.replaceAll('-', ''),
      code.replaceAll('-', ' '),
      code.replaceAll('-', '—'),
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      code.replaceAll('0', 'О').replaceAll('1', 'I'),
      code.replace(/[A-Z]/g, (letter) => cyrillic[letter] ?? letter),
      `https://sheberlik.example.kz/kk/check/${code}`,
      `  sheberlik.example.kz/ru/n/minsk/check/${code.toLowerCase()}/?x=1#y `,
    ];
    expect(typed.map(readCheckCode)).toEqual(typed.map(() => ({ code })));
    expect(typed.map(looksLikeCode)).toEqual(typed.map(() => true));
    expect(looksLikeCode('DEMO-PVL-2026-ATT-00001')).toBe(false);
  });

  it('tell a slip of the pen from a code that never was', () => {
    expect(readCheckCode('7KQ2-M9XD')).toEqual({ problem: 'code.incomplete' });
    expect(readCheckCode('')).toEqual({ problem: 'code.incomplete' });
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let missed = 0;
    for (let i = 0; i < 400; i++) {
      const code = newCheckCode();
      const place = [0, 6, 12, 18, 25, 33][i % 6] ?? 0;
      const other = alphabet[(alphabet.indexOf(code[place] ?? '') + 1 + (i % 31)) % 32] ?? '';
      const read = readCheckCode(code.slice(0, place) + other + code.slice(place + 1));
      if (other !== code[place] && 'code' in read) missed++;
    }
    // One in 4096 is expected; three of 400 would be a fault of the check sum.
    expect(missed).toBeLessThan(3);
  });
});

describe('names on the check page', () => {
  it.each([
    ['Лукьянова', 'Анна Сергеевна Лукьянова', true],
    ['  ЛУКЬЯНОВА ', 'Лукьянова Анна', true],
    ['Семёнова', 'Анна Семенова', true],
    ['Иванова–Петрова', 'Анна Иванова-Петрова', true],
    ['Иванова', 'Анна Иванова-Петрова', false],
    ["О'Коннор", 'Мэри О’Коннор', true],
    ['Лукьян', 'Анна Лукьянова', false],
    ['А', 'А. Лукьянова', false],
    ['', 'Анна Лукьянова', false],
    ['Әлімова', 'Әлімова Гүл', true],
    ['Գրիգորյան', 'Աննա Սարգսի Գրիգորյան', true],
  ])('%j stands in %j: %s', (typed, printed, expected) => expect(standsInName(typed, printed)).toBe(expected));

  it('shortens a name to initials in any script', () => {
    expect(initials('Сәтбаева  Айгүл Серікқызы')).toBe('С. А. С.');
    expect(initials('Աննա Գրիգորյան')).toBe('Ա. Գ.');
  });
});
