import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { FrameworkHead, NewFramework, NewItem } from './frameworks.schemas.ts';
import { addFramework, beginDraft, changeHead, changeScale, discardDraft, getVersionDetail, keptOrganisations, listFrameworksFor, publishProblemsFor, publishVersion, retireVersion } from './frameworks.service.ts';
import { addItem, changeItem, getItemDetail, mergeItems, moveItem, NO_VARIANT, retireItem, reviveItem, splitItem } from './items.service.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const reader = () => at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]));
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
const ru = (text: string) => ({ ru: text });
let made = 0;
const begun = (change: object = {}) => addFramework(keeper(), NewFramework.parse({ organisationId: at.organisationId, key: `own-${++made}`, title: ru('Своя рамка'), languages: ['ru'], ...change }));
const revision = async (versionId: string) => (await getVersionDetail(keeper(), versionId)).version.revision;
const described = Object.fromEntries([0, 1, 2, 3, 4].map((step) => [String(step), ru(`Делает то, что видно на ступени ${step}.`)]));
const add = async (versionId: string, code: string, parentId: string | null, kind: 'area' | 'competency' = 'competency', levels: object = { [NO_VARIANT]: described }) =>
  addItem(keeper(), versionId, NewItem.parse({ revision: await revision(versionId), kind, code, title: ru(`Пункт ${code}`), parentId, levels: kind === 'area' ? {} : levels }));

/** A draft with two areas and three competencies, ready to be published. */
async function ready() {
  const id = await begun();
  const [a, b] = [await add(id, 'A', null, 'area'), await add(id, 'B', null, 'area')];
  const items = { a, b, a1: await add(id, 'A1', a), a2: await add(id, 'A2', a), b1: await add(id, 'B1', b) };
  return { id, ...items };
}
const codes = async (versionId: string) => (await getVersionDetail(keeper(), versionId)).items.map(({ code, parentId, retiredAt }) => `${code}${parentId ? '' : '*'}${retiredAt ? '†' : ''}`);

describe('shipped frameworks', () => {
  it('are there at the first look, published, and are read by whoever has a role in the network', async () => {
    const list = await listFrameworksFor(reader());
    expect(list.map(({ key, versions }) => [key, versions.map(({ state, number }) => `${number} ${state}`)])).toEqual([['library-specialist', ['1 published']], ['key-competencies', ['1 published']]]);
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) expect(await refusal(listFrameworksFor(at.ctx(actor)))).toBe('page.not_found');
    expect(await countQueries(() => listFrameworksFor(reader()))).toBeLessThan(4);
    const [first] = list;
    const foreign = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    expect(await refusal(getVersionDetail(foreign, first?.versions[0]?.id ?? ''))).toBe('page.not_found');
  });
});

describe('a framework of one’s own', () => {
  it('is a draft for its keepers until everything is described, and then is everybody’s', async () => {
    const { id, a } = await ready();
    expect(await refusal(getVersionDetail(reader(), id))).toBe('page.not_found');
    const bare = await add(id, 'A3', a, 'competency', {});
    expect(await publishProblemsFor(keeper(), id)).toEqual([{ code: 'framework.descriptor_missing', item: { id: bare, code: 'A3' }, locale: 'ru', steps: [0, 1, 2, 3, 4] }]);
    expect(await refusal(publishVersion(keeper(), id))).toBe('framework.not_ready');
    expect(await retireItem(keeper(), id, bare, await revision(id))).toEqual({ gone: true });
    await publishVersion(keeper(), id);
    expect((await getVersionDetail(reader(), id)).version.state).toBe('published');
    expect(await refusal(add(id, 'C', null, 'area'))).toBe('version.not_draft');
    expect(await refusal(discardDraft(keeper(), id))).toBe('version.not_draft');
  });

  it('changes by a new version with the same competencies, which retires the one before', async () => {
    const { id, a1 } = await ready();
    await publishVersion(keeper(), id);
    const next = await beginDraft(keeper(), id);
    expect(await beginDraft(keeper(), id)).toBe(next);
    const [before, after] = [await getVersionDetail(keeper(), id), await getVersionDetail(keeper(), next)];
    expect(after.items.map(({ competencyId, code, identifier }) => [competencyId, code, identifier])).toEqual(before.items.map(({ competencyId, code, identifier }) => [competencyId, code, identifier]));
    expect(after.items.map(({ id: item }) => item)).not.toContain(a1);
    expect(after.described.size).toBe(3);
    await publishVersion(keeper(), next);
    expect((await getVersionDetail(keeper(), id)).version.state).toBe('retired');
    await retireVersion(keeper(), next);
    expect(await refusal(retireVersion(keeper(), next))).toBe('version.not_published');
  });

  it('keeps the scale of what was published: a changed one is a new scale', async () => {
    const { id } = await ready();
    const steps = [{ step: 1, label: ru('есть') }, { step: 0, label: ru('нет') }].map((one) => ({ ...one, text: {} }));
    const input = async (version: string) => ({ revision: await revision(version), steps: steps.map(({ step, label }) => ({ step, label: localized('ru', label.ru), text: {} })) });
    expect(await changeScale(keeper(), id, await input(id))).toEqual({ isNew: false });
    expect((await getVersionDetail(keeper(), id)).version.steps.map(({ step }) => step)).toEqual([0, 1]);
    await publishVersion(keeper(), id);
    const next = await beginDraft(keeper(), id);
    expect(await changeScale(keeper(), next, await input(next))).toEqual({ isNew: true });
    const [before, after] = [await getVersionDetail(keeper(), id), await getVersionDetail(keeper(), next)];
    expect(after.version.scaleId).not.toBe(before.version.scaleId);
    // Now it is the draft's own.
    expect(await changeScale(keeper(), next, await input(next))).toEqual({ isNew: false });
  });

  it('moves branches, never below themselves and not too deep, and notices what somebody else changed', async () => {
    const { id, a, b, a1, b1 } = await ready();
    const move = async (item: string, parentId: string | null, afterId: string | null = null) => moveItem(keeper(), id, item, { revision: await revision(id), parentId, afterId });
    await move(a1, b, b1);
    const { items } = await getVersionDetail(keeper(), id);
    expect(items.filter(({ parentId }) => parentId === b).map(({ code }) => code)).toEqual(['B1', 'A1']);
    await move(b, a);
    expect(await refusal(move(a, b))).toBe('parentId framework.below_itself');
    expect(await refusal(move(a, a))).toBe('parentId framework.below_itself');
    expect(await refusal(move(a, a1))).toBe('parentId choice.missing');
    let parent: string = b;
    for (let depth = 3; depth <= 8; depth++) parent = await add(id, `D${depth}`, parent, 'area');
    expect(await refusal(add(id, 'D9', parent, 'area'))).toBe('parentId framework.too_deep');
    const stale = await revision(id);
    await add(id, 'Z', null, 'area');
    expect(await refusal(moveItem(keeper(), id, a1, { revision: stale, parentId: null, afterId: null }))).toBe('record.changed_meanwhile');
    expect(await refusal(add(id, 'A1', null, 'area'))).toBe('code framework.code_doubled');
    const { version } = await getVersionDetail(keeper(), id);
    await changeItem(keeper(), id, a1, { revision: version.revision, code: 'A9', title: localized('ru', 'Иначе'), description: {}, levels: {} });
    expect((await getItemDetail(keeper(), id, a1)).descriptors).toEqual([]);
  });

  it('merges and splits: parts are retired and name what took their place', async () => {
    const { id, a1, a2, b1 } = await ready();
    await publishVersion(keeper(), id);
    const next = await beginDraft(keeper(), id);
    const { items } = await getVersionDetail(keeper(), next);
    const at2 = (code: string) => items.find((item) => item.code === code)?.id ?? '';
    expect([a1, a2, b1]).not.toContain(at2('A1'));
    await mergeItems(keeper(), next, { revision: await revision(next), into: at2('A1'), parts: [at2('A2')] });
    const merged = await getItemDetail(keeper(), next, at2('A2'));
    expect([merged.item.retiredAt !== null, merged.associations.map(({ kind, toCode }) => `${kind} ${toCode}`)]).toEqual([true, ['replaced_by A1']]);
    expect(await refusal(mergeItems(keeper(), next, { revision: await revision(next), into: at2('A1'), parts: [at2('A1')] }))).toBe('parts choice.missing');
    const [first, second] = await splitItem(keeper(), next, at2('B1'), { revision: await revision(next), codes: [{ code: 'B1a', title: localized('ru', 'Первая') }, { code: 'B1b', title: localized('ru', 'Вторая') }] });
    expect((await getItemDetail(keeper(), next, at2('B1'))).associations.map(({ toCode }) => toCode).sort()).toEqual(['B1a', 'B1b']);
    expect((await getItemDetail(keeper(), next, first ?? '')).item.parentId).toBe((await getItemDetail(keeper(), next, second ?? '')).item.parentId);
    expect(await retireItem(keeper(), next, at2('A1'), await revision(next))).toEqual({ gone: false });
    await reviveItem(keeper(), next, at2('A1'), await revision(next));
    expect(await codes(next)).toEqual(expect.arrayContaining(['A*', 'A1', 'A2†', 'B*', 'B1†', 'B1a', 'B1b']));
    await discardDraft(keeper(), next);
    expect(await refusal(getVersionDetail(keeper(), next))).toBe('page.not_found');
    expect(await codes(id)).toEqual(expect.arrayContaining(['A1', 'A2', 'B1']));
  });

  it('is begun and changed by its keepers alone', async () => {
    const { id, a1 } = await ready();
    expect((await keptOrganisations(keeper())).map(({ id: organisation }) => organisation)).toContain(at.organisationId);
    const head = FrameworkHead.parse({ revision: await revision(id), title: ru('Иначе'), languages: ['ru', 'kk'] });
    for (const ctx of [reader(), at.ctx(visitor), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId))]) {
      const works = [() => changeHead(ctx, id, head), () => publishVersion(ctx, id), () => discardDraft(ctx, id), () => getItemDetail(ctx, id, a1), () => retireItem(ctx, id, a1, head.revision), () => beginDraft(ctx, id)];
      for (const work of works) expect(await refusal(work())).toBe('page.not_found');
      expect(await keptOrganisations(ctx)).toEqual([]);
    }
    await changeHead(keeper(), id, head);
    expect(await refusal(changeHead(keeper(), id, head))).toBe('record.changed_meanwhile');
    expect((await publishProblemsFor(keeper(), id)).map(({ code, locale }) => `${code} ${locale}`)).toContain('framework.title_missing kk');
    expect(await refusal(begun({ key: 'library-specialist' }))).toBe('key framework.key_taken');
    expect(await refusal(begun({ organisationId: at.otherOrganisationId }))).toBe('organisationId choice.missing');
  });
});
