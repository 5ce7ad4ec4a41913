import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isMessageKey, LOCALES, translator } from '#lib/i18n/index.ts';
import { problemText } from '#server/http/problems.ts';
import { checkPrintedName } from '#server/modules/people/index.ts';
import { parseZoomReport } from '#server/modules/rooms/zoom-report.ts';
import { checkEmail } from '#server/modules/people/email-check.ts';
import {
  eligibilityOf,
  type EligibilityInput,
  type EligibilityRule,
} from '#server/modules/seminars/eligibility.rule.ts';
import { parseNameList } from '#server/modules/people/name-list.ts';
import { CSV_LIMITS, parseCsv } from '#server/platform/tabular/csv.ts';

/** Pure rules and parsers whose codes stand in types and not in thrown errors: the search over thrown errors does not see them. */
const FILES = [
  'modules/people/printed-name.ts',
  'modules/rooms/zoom-report.ts',
  'modules/rooms/zoom-rows.ts',
  'modules/seminars/eligibility.rule.ts',
  'modules/people/email-check.ts',
  'modules/people/name-list.ts',
  'platform/tabular/csv.ts',
  'platform/time/wall-time.ts',
];
const MODULES = ['people', 'rooms', 'seminars'];

it('every code of a rule or parser has words', () => {
  const wordless = FILES.flatMap((path) => {
    const text = readFileSync(fileURLToPath(new URL(`../../src/server/${path}`, import.meta.url)), 'utf8');
    const codes = [...text.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map((match) => match[1]!);
    expect(codes.length, path).toBeGreaterThan(2);
    const keysOf = (tail: string) => [`errors.${tail}`, ...MODULES.map((module) => `${module}.error.${tail}`)];
    return codes.filter((code) => !keysOf(code.replace('.', '_')).some(isMessageKey)).map((code) => `${path}: ${code}`);
  });
  expect(wordless).toEqual([]);
});

it('every parameter of those words is given', () => {
  const problems: { code: string; params: object }[] = [];
  for (const name of [
    '',
    'А',
    '...',
    'А 😀',
    'А\u0007Б',
    'א ב',
    '李明',
    'Ан 2',
    'www.a.kz',
    'А (Б',
    'x'.repeat(300),
    'АННА ЛИ',
    'анна',
    'Аннa',
  ]) {
    const { errors, warnings } = checkPrintedName(name);
    problems.push(
      ...errors,
      ...warnings.map(({ code, word }) => ({ code, params: word === undefined ? {} : { word } })),
    );
  }
  const addresses = [
    '',
    'a',
    'a@b.kz,c@d.kz',
    'a@@b.kz',
    '@b.kz',
    'a@',
    'a b@c.kz',
    'а@b.kz',
    'фшпгд@ьфшдюкг',
    'a@b,kz',
    'a@b..kz',
    '.a@b.kz',
    'a@b',
    'a(@b.kz',
    'a@-b.kz',
  ];
  for (const address of [...addresses, `${'a'.repeat(65)}@b.kz`, 'a'.repeat(9999)]) {
    const found = checkEmail(address);
    if (!found.ok) problems.push(found);
  }
  for (const list of [
    '',
    'а\n'.repeat(500_001),
    'Ан Ли\n'.repeat(5001),
    `Ан Ли\nАн Ли\t${'x'.repeat(201)}\ta@gmial.com`,
  ]) {
    const found = parseNameList(list);
    if (found.ok) problems.push(...found.people.flatMap((person) => person.problems));
    else problems.push(found);
  }
  const tables = [
    '',
    'a\n'.repeat(20_002),
    'a,'.repeat(101) + 'a',
    'x'.repeat(100_001),
    'a\n"b',
    'PK\u0003\u0004',
    'a\u0000b',
  ];
  for (const table of [
    ...tables.map((text) => new TextEncoder().encode(text)),
    new Uint8Array(CSV_LIMITS.bytes + 1),
    Uint8Array.of(0xe9, 0x41, 0xe9),
  ]) {
    const found = parseCsv(table);
    if (!found.ok) problems.push(found.error);
  }
  const session = { start: new Date('2026-05-18T05:00:00Z'), end: new Date('2026-05-18T08:00:00Z') };
  const row = 'A B,05/18/2026 7:00:00 AM,05/18/2026 9:30:00 AM';
  for (const report of [
    'a,b',
    'Name,Join Time,Leave Time',
    'Name (Original Name),Duration (Minutes)',
    `Name,Join Time,Leave Time\n${row}`,
  ]) {
    const found = parseZoomReport(report, { zone: 'Asia/Almaty', session });
    problems.push(...(found.ok ? found.report.warnings : [found.error]));
  }
  const input: EligibilityInput = {
    minutes: 3,
    ofMinutes: 9,
    codesEntered: 0,
    role: 'listener',
    spoke: false,
    approved: false,
    cancelled: true,
    nameConfirmed: false,
    disputed: true,
  };
  const rules: EligibilityRule[] = [
    { kind: 'minutes_percent', atLeast: 85 },
    { kind: 'minutes', atLeast: 85 },
    { kind: 'codes', atLeast: 2 },
    { kind: 'any_of', rules: [] },
  ];
  problems.push(...rules.flatMap((rule) => eligibilityOf(rule, input).reasons));
  problems.push(
    ...eligibilityOf({ kind: 'any_of', rules }, { ...input, minutes: null }).reasons.flatMap((reason) => [
      reason,
      ...(reason.of ?? []),
    ]),
  );

  expect(new Set(problems.map(({ code }) => code)).size).toBeGreaterThan(55);
  for (const locale of LOCALES) {
    for (const { code, params } of problems) {
      const words = problemText(translator(locale), code, params as Record<string, string | number>);
      expect(words, `${locale} ${code}`).not.toMatch(/undefined|NaN|\[object/);
      expect(words, `${locale} ${code}`).not.toBe(translator(locale)('errors.input_invalid'));
    }
  }
});
