import { expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { fromCase } from './case-import.rule.ts';
import { casePackage } from './case-package.rule.ts';
import { contentOf } from './framework-content.service.ts';
import type { ContentItem } from './framework-content.ts';
import { ImportWish } from './framework-imports.schemas.ts';
import { bringFramework, runFrameworkImport } from './framework-imports.service.ts';
import { storeContent } from './framework-store.ts';
import { ScaleInput, VariantsInput } from './frameworks.schemas.ts';
import { beginDraft, changeScale, changeVariants, discardDraft, getVersionDetail, publishVersion } from './frameworks.service.ts';
import { listDescriptors } from './items.queries.ts';
import { shippedFramework } from './shipped.ts';

const at = testInstallation();
let her: ReturnType<typeof coordinatorOf> | undefined;
const keeper = () => at.ctx((her ??= coordinatorOf(at.networkId, at.organisationId)));
const AT = { origin: 'https://other.example.kz', creator: 'Центр', version: 1, state: 'draft' as const, publishedAt: null, changedAt: new Date('2026-05-01T05:00:00Z') };
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
const soon = () => new Promise((done) => setTimeout(done, 300));
const bring = () => bringFramework(keeper(), [{ name: 'a.json', bytes: new TextEncoder().encode(JSON.stringify(casePackage(shippedFramework('key-competencies'), AT))) }]);
let made = 0;
async function published(): Promise<{ id: string; frameworkId: string }> {
  const id = (await runFrameworkImport(keeper(), await bring(), ImportWish.parse({ organisationId: at.organisationId, key: `draft-${++made}` }))) ?? '';
  await publishVersion(keeper(), id);
  return { id, frameworkId: (await getVersionDetail(keeper(), id)).version.frameworkId };
}

it('two next versions at once, one of them a file, are one: whoever is second gets the draft or is told of it', async () => {
  const one = await published();
  const file = await bring();
  const [imported, begun] = await inTransaction(keeper(), async (tx) => {
    const first = await runFrameworkImport(tx, file, ImportWish.parse({ into: one.frameworkId }));
    const second = beginDraft(keeper(), one.id);
    await soon();
    return [first, second.catch((error: unknown) => error)] as const;
  }).then(async ([first, second]) => [first, await second]);
  expect(begun).toBe(imported);

  const other = await published();
  const again = await bring();
  const [, refused] = await inTransaction(keeper(), async (tx) => {
    const first = await beginDraft(tx, other.id);
    const second = refusal(runFrameworkImport(keeper(), again, ImportWish.parse({ into: other.frameworkId })));
    await soon();
    return [first, second] as const;
  }).then(async ([first, second]) => [first, await second]);
  expect(refused).toBe('into framework.draft_open');
});

it('what was said of a step that is gone goes into no file, comes back with the step, and is left behind by publishing', async () => {
  const { id } = await published();
  const draft = await beginDraft(keeper(), id);
  const detail = await getVersionDetail(keeper(), draft);
  const all = await listDescriptors(keeper(), draft);
  const { steps, variants } = detail.version;
  const fewer = variants.slice(0, 1);
  await changeScale(keeper(), draft, ScaleInput.parse({ revision: detail.version.revision, steps: steps.slice(0, -1) }));
  const mine = (list: typeof variants) => list.map(({ code, title }) => ({ code, title }));
  await changeVariants(keeper(), draft, VariantsInput.parse({ revision: detail.version.revision + 1, variants: mine(fewer) }));
  const { version, content } = await contentOf(keeper(), draft);
  expect(fromCase(JSON.parse(JSON.stringify(casePackage(content, AT))), AT.changedAt).problems).toEqual([]);
  const now = await getVersionDetail(keeper(), draft);
  expect(Math.max(...now.described.values())).toBe(now.wanted);
  expect(await listDescriptors(keeper(), draft)).toHaveLength(all.length);

  await changeScale(keeper(), draft, ScaleInput.parse({ revision: version.revision, steps }));
  await changeVariants(keeper(), draft, VariantsInput.parse({ revision: version.revision + 1, variants: mine(variants) }));
  expect((await contentOf(keeper(), draft)).content.items.map(({ levels }) => levels)).toEqual((await contentOf(keeper(), id)).content.items.map(({ levels }) => levels));

  await changeScale(keeper(), draft, ScaleInput.parse({ revision: version.revision + 2, steps: steps.slice(0, -1) }));
  await publishVersion(keeper(), draft);
  expect([...new Set((await listDescriptors(keeper(), draft)).map(({ step }) => step))]).toEqual(steps.slice(0, -1).map(({ step }) => step));
});

it('one of five thousand items is thrown away in a time that grows with it', async () => {
  const shipped = shippedFramework('library-specialist');
  const store = (key: string, count: number) =>
    inTransaction(keeper(), (tx) => {
      const items = Array.from({ length: count }, (_, index): ContentItem => ({ code: `C${index}`, parent: index < 50 ? null : `C${index % 50}`, kind: index < 50 ? 'area' : 'competency', title: shipped.title, description: {}, levels: {}, identifier: null, isRetired: false }));
      const associations = items.slice(1).map(({ code }) => ({ from: code, to: { code: 'C0' }, kind: 'related' as const, note: null, identifier: null }));
      return storeContent(tx, { ...shipped, key, variants: [], items, associations }, { organisationId: at.organisationId, origin: 'own', isOpen: false, by: null });
    });
  const took = async (count: number): Promise<number> => {
    const stored = await store(`large-${count}`, count);
    const begun = performance.now();
    await discardDraft(keeper(), stored?.versionId ?? '');
    return performance.now() - begun;
  };
  await took(100);
  const large = await took(5000);
  // 2.5 s on a machine with five times the work it has cores for; 24 s while whole tables were read for each of them.
  expect(large).toBeLessThan(12_000);
});
