import { describe, expect, it } from 'vitest';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { casePackage } from './case-package.rule.ts';
import { contentOf } from './framework-content.service.ts';
import { exportFramework, exportFrameworkTemplate } from './framework-export.service.ts';
import { importFramework } from './framework-imports.jobs.ts';
import { ImportWish } from './framework-imports.schemas.ts';
import { bringFramework, getFrameworkImport, importChoices, runFrameworkImport, stopFrameworkImport } from './framework-imports.service.ts';
import { getVersionDetail, publishVersion } from './frameworks.service.ts';
import { shippedFramework } from './shipped.ts';

const at = testInstallation();
let her: ReturnType<typeof coordinatorOf> | undefined;
const herself = () => (her ??= coordinatorOf(at.networkId, at.organisationId));
const keeper = () => at.ctx(herself());
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
const AT = { origin: 'https://other.example.kz', creator: 'Центр', version: 1, state: 'published' as const, publishedAt: null, changedAt: new Date('2026-05-01T05:00:00Z') };
const packed = () => casePackage(shippedFramework('key-competencies'), AT);
const file = (name: string, value: unknown) => ({ name, bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)) });
const bring = (name: string, value: unknown) => bringFramework(keeper(), [file(name, value)]);
const wish = (change: object = {}) => ImportWish.parse({ organisationId: at.organisationId, key: 'brought', ...change });
const audited = async () => (await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('act', '=', 'framework.imported').execute()).length;
async function work(id: string, stops = false): Promise<void> {
  const db = at.platform.db;
  const jobId = (await getFrameworkImport(keeper(), id)).jobId ?? '';
  const job = await db.selectFrom('platform.job').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow();
  await importFramework({
    ...{ id: jobId, networkId: job.network_id, params: job.params, platform: at.platform, createdBy: job.created_by },
    progress: async (done, total) => void (await db.updateTable('platform.job').set({ done, total }).where('id', '=', jobId).execute()),
    stopRequested: async () => stops,
  });
  await db.updateTable('platform.job').set({ state: stops ? 'stopped' : 'done' }).where('id', '=', jobId).execute();
}

describe('a framework that comes as a file', () => {
  it('is looked at first, becomes a draft where its keeper says, and goes out as it came', async () => {
    const id = await bring('key.json', packed());
    const read = await getFrameworkImport(keeper(), id);
    expect([read.state, read.report.problems, read.report.counts.areas, read.key]).toEqual(['read', [], 4, 'key-competencies']);
    expect(await refusal(runFrameworkImport(keeper(), id, wish({ organisationId: at.otherOrganisationId })))).toBe('organisationId choice.missing');
    expect(await refusal(runFrameworkImport(keeper(), id, wish({ key: undefined })))).toBe('key field.required');
    const before = await audited();
    const versionId = (await runFrameworkImport(keeper(), id, wish())) ?? '';
    expect(await runFrameworkImport(keeper(), id, wish())).toBe(versionId);
    expect(await audited()).toBe(before + 1);
    expect((await getVersionDetail(keeper(), versionId)).version).toMatchObject({ state: 'draft', origin: 'case', key: 'brought', number: 1, identifier: packed().CFDocument.identifier });
    expect((await getFrameworkImport(keeper(), id)).state).toBe('done');
    const out = JSON.parse(new TextDecoder().decode((await exportFramework(keeper(), versionId, 'case.json')).bytes)) as ReturnType<typeof packed>;
    expect(out.CFItems.map(({ identifier, fullStatement }) => [identifier, fullStatement])).toEqual(packed().CFItems.map(({ identifier, fullStatement }) => [identifier, fullStatement]));
    expect(out.CFDocument.uri).toContain(at.platform.publicAddress());
    expect(await refusal(runFrameworkImport(keeper(), await bring('again.json', packed()), wish()))).toBe('key framework.key_taken');
  });

  it('is the next version of one that is there, with the same competencies, also as a table', async () => {
    const first = (await runFrameworkImport(keeper(), await bring('a.json', packed()), wish({ key: 'twice' }))) ?? '';
    const { version, items: before } = await getVersionDetail(keeper(), first);
    const into = wish({ into: version.frameworkId });
    expect(await refusal(runFrameworkImport(keeper(), await bring('b.json', packed()), into))).toBe('into framework.draft_open');
    await publishVersion(keeper(), first);
    expect((await importChoices(keeper())).frameworks.map(({ frameworkId }) => frameworkId)).toContain(version.frameworkId);
    const { bytes } = await exportFramework(keeper(), first, 'csv');
    const rows = new TextDecoder().decode(bytes).split('\r\n');
    // Nothing but codes tells what is what, one competency is called otherwise, and the scale is not in the file.
    const index = rows[0]?.split(';').indexOf('title:ru') ?? 0;
    const lines = rows.filter((row) => !/^[^;]*;;(?:step|variant);/.test(row));
    lines[1] = (lines[1] ?? '').split(';').map((cell, at) => (at === index ? 'Названа иначе' : cell)).join(';');
    const brought = await bring('t.csv', lines.join('\r\n'));
    expect((await getFrameworkImport(keeper(), brought)).report).toMatchObject({ problems: [], needsScale: true });
    const second = (await runFrameworkImport(keeper(), brought, into)) ?? '';
    const after = await getVersionDetail(keeper(), second);
    expect(after.version).toMatchObject({ number: 2, state: 'draft', scaleId: version.scaleId, frameworkId: version.frameworkId, variants: version.variants });
    expect(after.items.map(({ competencyId, identifier }) => [competencyId, identifier])).toEqual(before.map(({ competencyId, identifier }) => [competencyId, identifier]));
    expect(after.items[0]?.title.ru?.text).toBe('Названа иначе');
    const [old, fresh] = [(await contentOf(keeper(), first)).content, (await contentOf(keeper(), second)).content];
    expect(fresh.items.slice(1).map(({ levels }) => Object.keys(levels))).toEqual(old.items.slice(1).map(({ levels }) => Object.keys(levels)));
  });

  it('with problems is told of and stored nowhere; without a scale it takes the one that is chosen, if it fits', async () => {
    const bad = await bring('x.csv', 'code,kind,title:ru\nA,area,Область\nA,skill,Чтение');
    const read = await getFrameworkImport(keeper(), bad);
    expect([read.state, read.report.problems]).toEqual(['refused', [{ code: 'framework.kind_unknown', item: null, params: { column: 'B', value: 'skill' }, row: 3 }]]);
    expect(await refusal(runFrameworkImport(keeper(), bad, wish({ key: 'bad' })))).toBe('framework.import_over');
    const high = await bring('x.csv', 'code,kind,title:ru,level:17:ru\nA,competency,Чтение,Читает');
    expect(await refusal(runFrameworkImport(keeper(), high, wish({ key: 'high' })))).toBe('scaleOf framework.scale_unfit');
    const plain = await bring('x.csv', 'code,kind,title:ru,level:2:ru\nA,competency,Чтение,Читает');
    const versionId = (await runFrameworkImport(keeper(), plain, wish({ key: 'plain', scaleOf: 'house', isOpen: 'yes' }))) ?? '';
    expect((await getVersionDetail(keeper(), versionId)).version).toMatchObject({ origin: 'table', isOpen: true, steps: shippedFramework('library-specialist').scale });
  });

  it('of more than two thousand items is long work, which can be stopped and leaves nothing then', async () => {
    const rows = Array.from({ length: 2_100 }, (_, index) => `C${index},competency,Компетенция ${index}`);
    const id = await bring('large.csv', `code,kind,title:ru\n${rows.join('\n')}`);
    const into = wish({ key: 'large', scaleOf: 'house' });
    expect(await runFrameworkImport(keeper(), id, into)).toBeNull();
    expect((await getFrameworkImport(keeper(), id)).state).toBe('waiting');
    expect(await refusal(runFrameworkImport(keeper(), id, into))).toBe('framework.import_over');
    await stopFrameworkImport(keeper(), id);
    await work(id, true);
    expect((await getFrameworkImport(keeper(), id)).state).toBe('stopped');
    expect((await at.platform.db.selectFrom('competencies.framework').select('id').where('key', '=', 'large').execute()).length).toBe(0);
    expect(await runFrameworkImport(keeper(), id, into)).toBeNull();
    await work(id);
    const done = await getFrameworkImport(keeper(), id);
    expect([done.state, done.job?.done, (await getVersionDetail(keeper(), done.versionId ?? '')).items.length]).toEqual(['done', 2_100, 2_100]);
    await work(id);
    expect((await getFrameworkImport(keeper(), id)).versionId).toBe(done.versionId);
  });

  it('is brought by keepers, and seen by who brought it', async () => {
    const id = await bring('key.json', packed());
    const others = [visitor, account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), coordinatorOf(at.networkId, at.organisationId)];
    for (const actor of others.slice(0, 3)) expect(await refusal(bringFramework(at.ctx(actor), [file('x.json', packed())]))).toBe('page.not_found');
    for (const actor of others.slice(0, 3)) expect(await refusal(exportFrameworkTemplate(at.ctx(actor), 'csv'))).toBe('page.not_found');
    for (const actor of [...others.slice(0, 3), { ...herself(), accountId: '01900000-0000-7000-8000-000000000000' }]) {
      expect(await refusal(getFrameworkImport(at.ctx(actor), id))).toBe('page.not_found');
      expect(await refusal(runFrameworkImport(at.ctx(actor), id, wish({ key: 'theirs' })))).toBe('page.not_found');
    }
    expect(await refusal(getFrameworkImport(keeper(), 'x'))).toBe('page.not_found');
    expect(await refusal(exportFramework(keeper(), id, 'csv'))).toBe('page.not_found');
    at.clock.advance(40 * 86_400_000);
    await bring('key.json', packed());
    expect(await refusal(getFrameworkImport(keeper(), id))).toBe('page.not_found');
  });
});
