import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromCase } from './case-import.rule.ts';
import { casePackage, type PackageAt } from './case-package.rule.ts';
import { contents, sorted } from './framework-content.fixture.ts';
import { shippedFramework } from './shipped.ts';

/** The schema of the standard lies beside the project, not in it. */
const SCHEMA = new URL('../../../../../shared/data/case-1.1/case-v1p1-cfpackage.json', import.meta.url);
const PLACES = [SCHEMA, new URL('../../../../../../shared/data/case-1.1/case-v1p1-cfpackage.json', import.meta.url)];
const schemaFile = PLACES.find((place) => existsSync(place));

const AT: PackageAt = { origin: 'https://sheberlik.example.kz', creator: 'Научно-методический центр', version: 3, state: 'published', publishedAt: new Date('2026-05-01T05:00:00Z'), changedAt: new Date('2026-05-02T05:00:00Z') };
const NOW = new Date('2026-05-18T05:00:00Z');
const travelled = (content: Parameters<typeof casePackage>[0]) => fromCase(JSON.parse(JSON.stringify(casePackage(content, AT))), NOW);

it('loses nothing on the way out and in again', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const { content: read, problems } = travelled(content);
      expect(problems).toEqual([]);
      expect(read && sorted(read)).toEqual(sorted(content));
    }),
    { numRuns: 150 },
  );
});

it.each(['library-specialist', 'key-competencies'] as const)('carries %s as it is shipped, with identifiers that stay the same', (key) => {
  const content = shippedFramework(key);
  const first = travelled(content);
  expect([first.problemCount, first.noteCount, first.needsScale]).toEqual([0, 0, false]);
  const bare = { ...first.content, identifier: null, items: first.content?.items.map((item) => ({ ...item, identifier: null })) };
  expect(bare).toEqual({ ...content, items: content.items.map((item) => ({ ...item, levels: item.kind === 'area' ? {} : item.levels })) });
  expect(travelled(content).content).toEqual(first.content);
});

describe('by the schema of the standard', () => {
  it('is a CFPackage', ({ skip }) => {
    if (!schemaFile) skip('the schema of CASE 1.1 does not lie beside the project');
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const valid = ajv.compile(JSON.parse(readFileSync(schemaFile ?? SCHEMA, 'utf8')) as object);
    const check = (content: Parameters<typeof casePackage>[0]) => {
      valid(JSON.parse(JSON.stringify(casePackage(content, AT))));
      expect(valid.errors ?? []).toEqual([]);
    };
    for (const key of ['library-specialist', 'key-competencies'] as const) check(shippedFramework(key));
    fc.assert(fc.property(contents, check), { numRuns: 60 });
  });
});

it('stands in the field of the standard in the language of the original, and in items of their own in the others', () => {
  const pkg = casePackage(shippedFramework('library-specialist'), AT);
  const [area] = pkg.CFItems;
  expect(area).toMatchObject({ humanCodingScheme: 'A', CFItemType: 'Area', language: 'ru' });
  const kazakh = pkg.CFAssociations.find(({ associationType, destinationNodeURI }) => associationType === 'isTranslationOf' && destinationNodeURI.identifier === area?.identifier);
  expect(pkg.CFItems.find(({ identifier }) => identifier === kazakh?.originNodeURI.identifier)?.language).toBe('kk');
  expect(area?.uri).toBe(`https://sheberlik.example.kz/ims/case/v1p1/CFItems/${area?.identifier}`);
  expect(casePackage(shippedFramework('key-competencies'), AT).CFRubrics).toHaveLength(shippedFramework('key-competencies').variants.length);
});

it('takes what another program has written into the fields of the standard', () => {
  const pkg = casePackage(shippedFramework('library-specialist'), AT);
  pkg.CFDocument.title = 'Переименована';
  const [item] = pkg.CFItems;
  if (item) item.fullStatement = 'Сказано иначе';
  const { content } = fromCase(pkg, NOW);
  expect([content?.title.ru?.text, content?.items[0]?.title.ru?.text]).toEqual(['Переименована', 'Сказано иначе']);
});
