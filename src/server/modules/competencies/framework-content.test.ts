import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { contents, sorted } from './framework-content.fixture.ts';
import { contentOf } from './framework-content.service.ts';
import { contentProblems, type FrameworkContent } from './framework-content.ts';
import { storeContent } from './framework-store.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
let made = 0;
async function stored(content: FrameworkContent): Promise<string> {
  const kept = await inTransaction(keeper(), (tx) => storeContent(tx, content, { organisationId: at.organisationId, origin: 'own', isOpen: false, by: null }));
  return kept?.versionId ?? '';
}

it('comes out of the database as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(contents, async (invented) => {
      const content = { ...invented, key: `made-${++made}` };
      expect(contentProblems(content)).toEqual([]);
      const versionId = await stored(content);
      const { content: read } = await contentOf(keeper(), versionId);
      // The document of a version is named anew by the database unless it comes with a name; here it comes with one.
      expect(sorted(read)).toEqual(sorted(content));
    }),
    { numRuns: 25 },
  );
});

it('is read by as many queries however large it is, and by nobody who may not', async () => {
  const item = (index: number) => ({ code: `C${index}`, parent: null, kind: 'competency' as const, title: {}, description: {}, levels: {}, identifier: null, isRetired: false });
  const [small] = fc.sample(contents, 1) as [FrameworkContent];
  const large = { ...small, key: 'large', associations: [], items: Array.from({ length: 2500 }, (_, index) => item(index)) };
  const ids = [await stored({ ...small, key: 'small' }), await stored(large)];
  const counts = [];
  for (const id of ids) counts.push(await countQueries(() => contentOf(keeper(), id)));
  expect(counts).toEqual([4, 4]);
  for (const ctx of [at.ctx(visitor), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId)]) await expect(contentOf(ctx, ids[0] ?? '')).rejects.toMatchObject({ code: 'page.not_found' });
});
