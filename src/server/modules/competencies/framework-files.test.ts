import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFile } from '#server/platform/tabular/export.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { readFiles } from './framework-files.ts';
import { contents } from './framework-content.fixture.ts';
import type { FrameworkContent } from './framework-content.ts';
import { frameworkTable } from './framework-table.rule.ts';
import { shippedFramework } from './shipped.ts';

const NOW = new Date('2026-05-18T05:00:00Z');
const file = (name: string, text: string | Uint8Array) => ({ name, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text });
const table = (rows: string[][]) => readFiles([file('Рамка чтения.csv', rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))], NOW);
const where = (problems: { code: string; row?: number; params: object }[]) => problems.map(({ code, row, params }) => [code, row ?? null, 'column' in params ? params.column : null, 'value' in params ? params.value : null]);

/** What a table can say of a content: texts by what language they are in, not by whom. */
const worded = (text: LocalizedText) => Object.fromEntries(Object.entries(text).map(([locale, { text: words }]) => [locale, words.split(/\s+/).join(' ')]));
const inTable = ({ scale, variants, items }: FrameworkContent) => ({
  scale: scale.map(({ step, label, text }) => ({ step, label: worded(label), text: worded(text) })),
  variants: variants.map(({ code, title }) => ({ code, title: worded(title) })),
  items: items.map((item) => ({ ...item, title: worded(item.title), description: worded(item.description), levels: Object.fromEntries(Object.entries(item.levels).filter(([, steps]) => Object.keys(steps).length > 0).map(([variant, steps]) => [variant, Object.fromEntries(Object.entries(steps).map(([step, text]) => [step, worded(text)]))])) })),
});
/** Every item of a table has a title in some language, and every text is in a language of the framework. */
const titled = (content: FrameworkContent): FrameworkContent => {
  const [first = 'ru'] = content.languages;
  return { ...content, items: content.items.map((item) => (Object.keys(item.title).length > 0 ? item : { ...item, title: { [first]: { text: 'Без названия', status: 'original' as const } } })) };
};

describe('a table', () => {
  it.each(['csv', 'xlsx'] as const)('goes out as %s and comes in the same', async (format) => {
    const shipped = shippedFramework('key-competencies');
    for (const content of [shipped, ...fc.sample(contents, { numRuns: 6, seed: 11 }).map(titled)]) {
      const { bytes } = await exportFile(frameworkTable(content, 'Рамка'), format, 'ru');
      const { content: read, problems } = await readFiles([file(`x.${format}`, bytes)], NOW);
      expect(problems).toEqual([]);
      expect(read && inTable(read)).toEqual(inTable(content));
    }
  }, 60_000);

  it('says what is wrong by row, column and value', async () => {
    const wrong = await table([
      ['code', 'parent', 'kind', 'title:ru', 'titel:kk', 'level:99:ru', 'identifier', 'code'],
      ['A', '', 'area', 'Область'],
      ['', 'A', 'competency', 'Без кода'],
      ['A1', 'A', 'skill', 'Чтение'],
      ['A2', 'Z', 'competency', 'Сирота', '', '', 'x-1'],
      ['A2', 'A', 'competency', ''],
      ['много', '', 'step', 'Ступень'],
    ]);
    expect(where(wrong.problems)).toEqual([
      ['framework.column_unknown', 1, 'E', 'titel:kk'],
      ['framework.column_unknown', 1, 'F', 'level:99:ru'],
      ['framework.column_doubled', 1, 'H', 'code'],
      ['framework.code_missing', 3, 'A', ''],
      ['framework.kind_unknown', 4, 'C', 'skill'],
      ['framework.identifier_malformed', 5, 'G', 'x-1'],
      ['framework.title_missing', 6, 'D', ''],
      ['framework.step_malformed', 7, 'A', 'много'],
      ['framework.code_doubled', 6, null, null],
      ['framework.orphan', 6, null, null],
    ]);
    expect(where((await table([['kind', 'name'], ['area', 'x']])).problems)).toEqual([['framework.column_unknown', 1, 'B', 'name'], ['framework.column_missing', 1, null, null], ['framework.column_missing', 1, null, null]]);
  });

  it('without steps asks for a scale', async () => {
    const read = await table([['code', 'kind', 'title:ru', 'level:2:ru'], ['A', 'competency', 'Чтение', 'Читает вслух']]);
    expect([read.needsScale, read.problems, read.content?.key]).toEqual([true, [], 'ramka-chteniya']);
  });
});

describe('files of any kind', () => {
  it('end in a sentence', async () => {
    const code = async (...files: Parameters<typeof readFiles>[0]) => (await readFiles(files, NOW)).problems.map((problem) => problem.code);
    expect(await code()).toEqual(['import.nothing_given']);
    expect(await code(file('x.json', '{"CFDocument": '))).toEqual(['framework.json_malformed']);
    expect(await code(file('x.json', '[1,2]'))).toEqual(['framework.not_case']);
    expect(await code(file('x.json', new Uint8Array(60_000_000)))).toEqual(['framework.file_large']);
    expect(await code(file('x.json.gz', gzipSync(Buffer.alloc(60_000_000, '{'))))).toEqual(['framework.file_large']);
    expect(await code(file('x.json', `${'['.repeat(100_000)}`))).toEqual(['framework.json_malformed']);
    expect(await code(file('x.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toHaveLength(1);
    expect(await code(file('x.pdf', '%PDF-1.7'))).toEqual(['table.pdf']);
    expect(await code(file('a.csv', 'location,context,source\ndigcomp.area.1.label,x,y'), file('b.csv', 'a,b'))).toEqual(['framework.files_mixed']);
  });

  it('may be packed', async () => {
    const packed = gzipSync(JSON.stringify({ CFDocument: { title: 'Packed' }, CFItems: [{ identifier: 'x', fullStatement: 'One' }] }));
    expect((await readFiles([file('x.json.gz', packed)], NOW)).content?.items).toHaveLength(1);
  });
});

describe('fifty thousand items with errors', () => {
  it('are told of in a thread, while others are served', async () => {
    const items = Array.from({ length: 50_000 }, (_, place) => ({ identifier: `c0000000-0000-4000-8000-${String(place).padStart(12, '0')}`, humanCodingScheme: place % 1000 === 7 ? 'DOUBLED' : `C${place}`, fullStatement: place % 5000 === 3 ? '' : `Делает ${place}`, lastChangeDateTime: 'yesterday' }));
    const packed = gzipSync(JSON.stringify({ CFDocument: { title: 'Large' }, CFItems: items }));
    let longest = 0;
    let before = performance.now();
    const watch = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }, 5);
    const read = await readFiles([file('large.json.gz', packed)], NOW);
    clearInterval(watch);
    expect([read.origin, read.problemCount > 0, read.problems.length <= 300, read.notes.length <= 300, read.noteCount > 49_000]).toEqual(['case', true, true, true, true]);
    // Unpacking and taking over what was read are what is left to the one thread of requests.
    expect(longest).toBeLessThan(1500);
  });
});

describe('DigComp', () => {
  const csv = (rows: [string, string][]) => `"location","context","source","target"\n${rows.map(([location, source]) => `"${location}","","${source}",""`).join('\n')}`;
  const core = csv([['digcomp.area.1.label', 'Invented area'], ['digcomp.area.1.description', 'What it is'], ['digcomp.competence.1.1.label', 'Invented competence'], ['digcomp.competence.1.1.description', 'To do it'], ['digcomp.competence.1.2.label', 'Another one']]);
  const levels = csv([['digcomp.level.1.four_level_name', 'Basic'], ['digcomp.level.1.eight_level_description', 'At the bottom'], ['digcomp.level.1.applies_to', 'Oneself'], ['digcomp.level.2.four_level_name', 'Basic'], ['digcomp.level.2.eight_level_description', 'At the top']]);

  it('of any size is read in a time that grows with it, and does not become more than anybody’s framework', async () => {
    const begun = performance.now();
    const statements = Array.from({ length: 19_000 }, (_, at): [string, string] => [`digcomp.statement.CS1.1.${at}`, `x${at}`]);
    const { problems } = await readFiles([file('levels.csv', levels), file('core.csv', core), file('s.csv', csv(statements))], NOW);
    expect(problems).toEqual([{ code: 'framework.text_long', item: '1.1', params: { max: 20_000 } }]);
    // 0.8 s on a machine with five times the work it has cores for; each statement once copied all those before it.
    expect(performance.now() - begun).toBeLessThan(6000);
    const many = csv(Array.from({ length: 300 }, (_, at): [string, string] => [`digcomp.competence.1.${at}.label`, 'Competence']));
    expect((await readFiles([file('levels.csv', levels), file('core.csv', core), file('m.csv', many)], NOW)).problems).toEqual([{ code: 'framework.too_many_items', item: null, params: { max: 200 } }]);
  });

  it('is read from files shaped like those of the Commission', async () => {
    const { content, problems, notes, origin } = await readFiles([file('levels.csv', levels), file('core.csv', core), file('s.csv', csv([['digcomp.statement.CS1.1.01', 'Says one thing'], ['digcomp.statement.CS1.1.02', 'And another']])), file('o.csv', csv([['digcomp.outcome.LO1.1.01', 'Learns']]))], NOW);
    expect([origin, problems, notes]).toEqual(['digcomp', [], [{ code: 'digcomp.outcomes_left', item: null, params: { count: 1 } }]]);
    expect(content?.scale.map(({ step, label, text }) => [step, label.en?.text, text.en?.text])).toEqual([[1, 'Basic', 'At the bottom\nOneself'], [2, 'Basic', 'At the top']]);
    expect(content?.items.map(({ code, parent, kind }) => `${code}<${parent ?? ''} ${kind}`)).toEqual(['1< area', '1.1<1 competency', '1.2<1 competency']);
    expect(content?.items[1]).toMatchObject({ description: { en: { text: 'To do it\n\n– Says one thing\n– And another' } }, levels: { '': { 1: { en: { text: 'At the bottom' } } } } });
    expect(content).toMatchObject({ licence: 'CC BY 4.0', creator: 'European Commission, Joint Research Centre' });
    expect((await readFiles([file('core.csv', core)], NOW)).problems).toEqual([{ code: 'digcomp.file_missing', item: null, params: { file: 'levels.csv' } }]);
  });

  const real = [new URL('../../../../../shared/data/digcomp-3.0/', import.meta.url), new URL('../../../../../../shared/data/digcomp-3.0/', import.meta.url)].find((place) => existsSync(place));
  it('is read from its own files', async ({ skip }) => {
    if (!real) return skip('the files of DigComp 3.0 do not lie beside the project');
    const { content, problems, notes } = await readFiles(readdirSync(real).map((name) => file(name, readFileSync(new URL(name, real)))), NOW);
    expect([problems, notes.map(({ code, params }) => [code, params.count])]).toEqual([[], [['digcomp.outcomes_left', 523], ['digcomp.terms_left', 126]]]);
    expect([content?.scale.length, content?.items.filter(({ kind }) => kind === 'area').length, content?.items.filter(({ kind }) => kind === 'competency').length]).toEqual([8, 5, 21]);
    expect(content?.items.map(({ description }) => description.en?.text ?? '').join('\n').match(/^– /gm)).toHaveLength(362);
    expect(Math.max(...(content?.items ?? []).map(({ description }) => description.en?.text.length ?? 0))).toBeLessThan(5000);
  });
});
