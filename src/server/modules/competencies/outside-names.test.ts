import { afterEach, describe, expect, it } from 'vitest';
import { fromCase } from './case-import.rule.ts';
import { casePackage } from './case-package.rule.ts';
import { contentProblems, type ContentItem, type FrameworkContent } from './framework-content.ts';
import { readFiles } from './framework-files.ts';
import { frameworkTable } from './framework-table.rule.ts';
import { VariantsInput } from './frameworks.schemas.ts';

/** Names that come from outside must never be names of what every object has. */
const NOW = new Date('2026-05-18T05:00:00Z');
const AT = { origin: 'https://sheberlik.example.kz', creator: 'Центр', version: 1, state: 'published' as const, publishedAt: null, changedAt: NOW };
const ru = (text: string) => ({ ru: { text, status: 'original' as const } });
const item = (code: string, levels: ContentItem['levels']): ContentItem => ({ code, parent: null, kind: 'competency', title: ru(code), description: {}, levels, identifier: null, isRetired: false });
const framework = (variant: string, levels: ContentItem['levels']): FrameworkContent => ({
  ...{ key: 'made', title: ru('Рамка'), description: {}, notes: {}, sources: [], creator: null, licence: null, sourceUrl: null, identifier: null, languages: ['ru'], unreadLanguages: [] },
  ...{ variants: [{ code: variant, title: ru('Набор') }], scale: [1, 2].map((step) => ({ step, label: ru(String(step)), text: {} })), items: [item('A', levels)], associations: [] },
});
/** A package of ours in which somebody has changed for whom its rubric is. */
function changed(declared: string, rubric: string): unknown {
  const text = JSON.stringify(casePackage(framework('7-9', { '7-9': { 1: ru('Умеет') } }), AT));
  return JSON.parse(text.replaceAll('"sheberlik":{"variant":"7-9"}', `"sheberlik":{"variant":${JSON.stringify(rubric)}}`).replaceAll('"code":"7-9"', `"code":${JSON.stringify(declared)}`));
}
const inherited = () => [Reflect.ownKeys(Object.prototype).map(String), Reflect.ownKeys(Object).map(String)].map((names) => names.filter((name) => /^\d+$/.test(name)));

afterEach(() => {
  const left = inherited();
  for (const root of [Object.prototype, Object]) for (const name of Reflect.ownKeys(root)) if (/^\d+$/.test(String(name))) Reflect.deleteProperty(root, name);
  expect(left).toEqual([[], []]);
});

describe('a package with names of the language itself', () => {
  it.each(['__proto__', 'constructor', 'toString'])('is refused for a rubric of %s, and nothing else is changed by it', (name) => {
    for (const declared of ['7-9', name]) {
      const { problems } = fromCase(changed(declared, name), NOW);
      expect(problems).toContainEqual({ code: 'framework.variant_unknown', item: null, params: { variant: name } });
      expect(inherited()).toEqual([[], []]);
    }
  });

  it('knows only the ties the standard names', () => {
    const pkg = casePackage(framework('7-9', {}), AT);
    const tie = { ...pkg.CFAssociations[0], associationType: 'constructor', destinationNodeURI: { title: '', identifier: 'x', uri: 'https://example.org/x' } };
    expect(fromCase({ ...pkg, CFAssociations: [tie] }, NOW).content?.associations).toEqual([]);
  });
});

it('a table with such a variant is refused by its column', async () => {
  for (const name of ['__proto__', 'constructor', 'valueOf']) {
    const rows = `code,kind,title:ru,level:0:${name}:ru\r\n0,step,Нет,\r\n1,step,Есть,\r\nA,competency,Чтение,Читает`;
    const { problems } = await readFiles([{ name: 'a.csv', bytes: new TextEncoder().encode(rows) }], NOW);
    expect(problems.map(({ code, params }) => [code, params.column])).toEqual([['framework.column_unknown', 'D']]);
  }
});

it('a variant of such a name is refused wherever it comes from', () => {
  expect(VariantsInput.safeParse({ revision: 1, variants: [{ code: 'constructor', title: { ru: 'Набор' } }] }).error?.issues[0]).toMatchObject({ message: 'framework.variant_malformed' });
  expect(VariantsInput.safeParse({ revision: 1, variants: [{ code: '7–9', title: { ru: 'Набор' } }] }).success).toBe(true);
  expect(contentProblems(framework('toString', {})).map(({ code }) => code)).toEqual(['framework.variant_malformed']);
});

it('what every object has is no descriptor of an item', () => {
  const content = framework('constructor', {});
  expect(casePackage(content, AT).CFRubrics[0]?.CFRubricCriteria).toHaveLength(1);
  expect(frameworkTable(content, 'x').rows.at(-1)?.filter((cell) => cell !== null)).toEqual(['A', 'competency', 'A']);
});

it('two items of one identifier are told of before anything is stored', async () => {
  const id = '0190f000-0000-7000-8000-00000000000a';
  const rows = `code,kind,title:ru,identifier\r\n0,step,Нет,\r\n1,step,Есть,\r\nA,competency,Чтение,${id}\r\nB,competency,Счёт,${id.toUpperCase()}`;
  const { problems } = await readFiles([{ name: 'a.csv', bytes: new TextEncoder().encode(rows) }], NOW);
  expect(problems).toEqual([{ code: 'case.identifier_doubled', item: 'B', row: 5, params: { identifier: id } }]);
});
