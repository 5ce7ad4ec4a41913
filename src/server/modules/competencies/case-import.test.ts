import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromCase } from './case-import.rule.ts';
import { stableUuid } from './case-types.ts';

const NOW = new Date('2026-05-18T05:00:00Z');
const id = (name: string) => stableUuid('test', name);
const DOC = id('doc');
const at = (name: string) => ({ title: name, identifier: id(name), uri: `https://case.example.org/ims/case/v1p1/CFItems/${id(name)}` });
const doc = { identifier: DOC, uri: `https://case.example.org/uri/${DOC}`, creator: 'State Board', title: 'Reading', language: 'en-US', lastChangeDateTime: 'yesterday' };
const item = (name: string, more: object = {}) => ({ identifier: id(name), uri: at(name).uri, fullStatement: `Statement ${name}`, humanCodingScheme: name, lastChangeDateTime: '2020-01-01T00:00:00Z', ...more });
const child = (from: string, to: string, sequenceNumber?: number) => ({ identifier: id(`${from} in ${to}`), uri: 'https://x.example', associationType: 'isChildOf', originNodeURI: at(from), destinationNodeURI: to === 'doc' ? { title: '', identifier: DOC, uri: doc.uri } : at(to), lastChangeDateTime: '', ...(sequenceNumber === undefined ? {} : { sequenceNumber }) });
const tie = (associationType: string, from: string, destinationNodeURI: object) => ({ identifier: id(associationType + from), uri: '', associationType, originNodeURI: at(from), destinationNodeURI, lastChangeDateTime: '' });
const read = (CFItems: unknown[], CFAssociations: unknown[], more: object = {}) => fromCase({ CFDocument: doc, CFItems, CFAssociations, ...more }, NOW);
const said = (list: readonly { code: string; item: string | null }[]) => list.map(({ code, item: about }) => `${code} ${about ?? ''}`.trim());
const tree = (content: ReturnType<typeof read>['content']) => content?.items.map(({ code, parent, kind }) => `${code}<${parent ?? ''} ${kind}`);

describe('a package of somebody else', () => {
  it('has no extensions and comes in with its tree, its identifiers and its language; the scale is asked for', () => {
    const { content, problems, notes, needsScale } = read([item('A1'), item('A'), item('A2')], [child('A2', 'A', 2), child('A1', 'A', 1), child('A', 'doc')]);
    expect([problems, notes, needsScale]).toEqual([[], [], true]);
    expect(tree(content)).toEqual(['A< area', 'A1<A competency', 'A2<A competency']);
    expect(content).toMatchObject({ key: 'reading', creator: 'State Board', languages: ['en'], identifier: DOC, title: { en: { text: 'Reading', status: 'original' } } });
    expect(content?.items[0]?.identifier).toBe(id('A'));
  });

  it('brings its scale and its descriptors in rubrics', () => {
    const level = (position: number, quality: string, description: string) => ({ identifier: id(quality), position, quality, description });
    const { content, needsScale } = read([item('A')], [child('A', 'doc')], { CFRubrics: [{ identifier: id('r'), CFRubricCriteria: [{ CFItemURI: at('A'), CFRubricCriterionLevels: [level(1, 'Basic', '<b>Does</b> it'), level(2, 'Good', 'Does it well')] }] }] });
    expect(needsScale).toBe(false);
    expect(content?.scale.map(({ step, label }) => `${step} ${label.en?.text}`)).toEqual(['1 Basic', '2 Good']);
    expect(content?.items[0]?.levels).toEqual({ '': { 1: { en: { text: 'Does it', status: 'original' } }, 2: { en: { text: 'Does it well', status: 'original' } } } });
  });

  it('may say strange things: circles and lost parents are problems, the rest is read in one way and said', () => {
    const circle = read([item('A'), item('B')], [child('A', 'B'), child('B', 'A')]);
    expect(said(circle.problems)).toEqual(['framework.cycle A', 'framework.cycle B']);
    const lost = read([item('A')], [child('A', 'Gone')]);
    expect(lost.problems).toEqual([{ code: 'framework.orphan', item: 'A', params: { parent: '«Gone»' } }]);
    expect(said(read([item('A'), item('A')], []).problems)).toEqual(['case.identifier_doubled A']);
    const doubled = read([item('A'), item('B', { humanCodingScheme: 'A' })], [child('A', 'doc'), child('B', 'doc')]);
    expect(tree(doubled.content)).toEqual(['A< competency', `A~${id('B').slice(0, 8)}< competency`]);
    expect(said(doubled.notes)).toEqual([`case.code_doubled A~${id('B').slice(0, 8)}`]);
    const bare = read([item('A', { humanCodingScheme: undefined })], [child('A', 'doc')]);
    expect(said(bare.notes)).toEqual([`case.code_missing x-${id('A').slice(0, 8)}`]);
    expect(bare.content).toEqual(read([item('A', { humanCodingScheme: undefined })], [child('A', 'doc')]).content);
    const two = read([item('A'), item('B'), item('C')], [child('A', 'doc'), child('B', 'doc'), child('C', 'B'), child('C', 'A')]);
    expect([tree(two.content), two.content?.associations.map(({ from, to, kind }) => [from, to, kind]), said(two.notes)]).toEqual([['A< competency', 'B< area', 'C<B competency'], [['C', { code: 'A' }, 'related']], ['case.several_parents C']]);
    expect(said(read([item('A')], []).notes)).toEqual(['case.no_parent A']);
    expect(said(read([item('A', { statusEndDate: '31.12.2020' })], [child('A', 'doc')]).notes)).toEqual(['case.date_malformed A']);
    expect(read([item('A', { statusEndDate: '2020-12-31' })], [child('A', 'doc')]).content?.items[0]?.isRetired).toBe(true);
    expect(said(read([item('A', { identifier: 'not-a-uuid' })], []).notes)).toContain('case.identifier_malformed A');
    expect(said(fromCase({ CFDocument: { ...doc, language: 'fi' }, CFItems: [item('A')], CFAssociations: [child('A', 'doc')] }, NOW).notes)).toEqual(['case.language_unknown']);
    const deep = Array.from({ length: 12 }, (_, index) => `D${index}`);
    const nested = read(deep.map((name) => item(name)), deep.map((name, index) => child(name, deep[index - 1] ?? 'doc')));
    expect(said(nested.problems)).toEqual(['framework.too_deep D8', 'framework.too_deep D9', 'framework.too_deep D10', 'framework.too_deep D11']);
  });

  it('keeps the ties we know, and says which it left', () => {
    const { content, notes } = read(
      [item('A'), item('B')],
      [child('A', 'doc'), child('B', 'doc'), tie('exactMatchOf', 'A', at('Elsewhere')), tie('replacedBy', 'B', at('A')), tie('isPeerOf', 'A', at('B')), tie('isPeerOf', 'A', at('A')), tie('precedes', 'A', at('B')), tie('ext:odd', 'A', at('B')), tie('isRelatedTo', 'A', { title: 'x', identifier: 'x', uri: 'javascript:alert(1)' })],
    );
    expect(content?.associations.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ['A', { uri: at('Elsewhere').uri, title: 'Elsewhere' }, 'exact'],
      ['B', { code: 'A' }, 'replaced_by'],
      ['A', { code: 'B' }, 'related'],
    ]);
    expect(notes.map(({ code, params }) => `${code} ${params.type} ${params.count}`)).toEqual(['case.association_left precedes 1', 'case.association_left ext:odd 1', 'case.association_left isRelatedTo 1']);
  });

  it('is plain text here, whatever it was written in', () => {
    const text = (fullStatement: string, more: object = {}) => read([item('A', { fullStatement, ...more })], [child('A', 'doc')]).content?.items[0];
    expect(text('<p>Reads <b>aloud</b> &amp; well</p><script>alert(1)</script>')?.title.en?.text).toBe('Reads aloud & well');
    expect(text('## **Reads** [books](https://x.example) and `code`')?.title.en?.text).toBe('Reads books and code');
    expect(text('a < b, 5 * 3 * 2, snake_case_name')?.title.en?.text).toBe('a < b, 5 * 3 * 2, snake_case_name');
    expect(text('bad\u0000\u202Esigns\ud800')?.title.en?.text).toBe('badsigns');
    expect(text('The whole statement.', { abbreviatedStatement: 'Short', notes: 'Why' })).toMatchObject({ title: { en: { text: 'Short' } }, description: { en: { text: 'The whole statement.\n\nWhy' } } });
    const long = read([item('A', { fullStatement: 'word '.repeat(400) })], [child('A', 'doc')]);
    expect([long.content?.items[0]?.title.en?.text.length, said(long.notes)]).toEqual([300, ['case.statement_long A']]);
  });

  it('may have its items in other languages', () => {
    const { content } = read([item('A'), item('A kk', { fullStatement: 'Оқу', language: 'kk' })], [child('A', 'doc'), tie('isTranslationOf', 'A kk', at('A'))]);
    expect(content?.items[0]?.title).toEqual({ en: { text: 'Statement A', status: 'original' }, kk: { text: 'Оқу', status: 'reviewed' } });
    expect(content?.languages).toEqual(['en', 'kk']);
  });
});

it('throws nothing, whatever it is given', () => {
  const value = fc.anything({ maxDepth: 3 });
  for (const nothing of [null, [], 'x', 5, {}, { CFDocument: [] }]) expect(said(fromCase(nothing, NOW).problems)).toEqual(['framework.not_case']);
  const node = fc.record({ identifier: fc.oneof(fc.constantFrom(id('A'), id('B'), 5, null), value), fullStatement: value, humanCodingScheme: value, language: value, extensions: fc.oneof(value, fc.record({ sheberlik: value })), statusEndDate: value, CFItemType: value }, { requiredKeys: [] });
  const link = fc.oneof(value, fc.constantFrom(at('A'), at('B'), { identifier: DOC }));
  const ties = fc.record({ associationType: fc.oneof(value, fc.constantFrom('isChildOf', 'isTranslationOf', 'replacedBy')), originNodeURI: link, destinationNodeURI: link, sequenceNumber: value }, { requiredKeys: [] });
  const rubrics = fc.array(fc.record({ CFRubricCriteria: fc.oneof(value, fc.array(fc.record({ CFItemURI: link, CFRubricCriterionLevels: fc.oneof(value, fc.array(fc.record({ score: value, position: value, quality: value, description: value }))) }))) }));
  const own = fc.record({ form: fc.constant(1), key: value, title: value, languages: value, scale: fc.oneof(value, fc.array(fc.record({ step: value, label: value, text: value }))), variants: value, sources: value, unreadLanguages: value });
  fc.assert(
    fc.property(fc.array(fc.oneof(node, value)), fc.array(fc.oneof(ties, value)), rubrics, fc.option(own), (CFItems, CFAssociations, CFRubrics, sheberlik) => {
      const result = fromCase({ CFDocument: { ...doc, ...(sheberlik ? { extensions: { sheberlik } } : {}) }, CFItems, CFAssociations, CFRubrics }, NOW);
      expect(Array.isArray(result.problems)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('reads fifty thousand items in bounded time, be they a wide tree or one chain', () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `N${index}`);
  const items = names.map((name) => item(name));
  for (const parent of [(index: number) => (index < 10 ? 'doc' : `N${index % 10}`), (index: number) => (index === 0 ? 'doc' : `N${index - 1}`)]) {
    const ties = names.map((name, index) => child(name, parent(index), index));
    const begun = performance.now();
    const { content, problemCount } = read(items, ties);
    // A second where nothing else runs.
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(content?.items).toHaveLength(50_000);
    expect([0, 49_992]).toContain(problemCount);
  }
  expect(said(read([...items, item('one more')], []).problems)).toContain('framework.too_many_items');
  const hostile = ' '.repeat(200_000) + '<'.repeat(200_000) + '**'.repeat(100_000) + '['.repeat(100_000) + '&'.repeat(50_000);
  const begun = performance.now();
  read([item('A', { fullStatement: hostile })], []);
  expect(performance.now() - begun).toBeLessThan(5_000);
}, 120_000);
