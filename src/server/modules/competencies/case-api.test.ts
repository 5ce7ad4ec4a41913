import { describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { answerCase } from './case-api.service.ts';
import { fromCase } from './case-import.rule.ts';
import { Kept } from './case-index.ts';
import { pageOf, readCaseQuery } from './case-query.rule.ts';
import type { CasePackage } from './case-types.ts';
import { contentOf } from './framework-content.service.ts';
import { storePublished } from './framework-store.ts';
import { listFrameworksFor, openFramework } from './frameworks.service.ts';
import { shippedFramework } from './shipped.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const ask = (path: string, actor: Parameters<typeof at.ctx>[0] = visitor, source = '192.0.2.7', query = '') => answerCase(at.ctx(actor), path, new URLSearchParams(query), source);
const body = async <T>(path: string, actor?: Parameters<typeof at.ctx>[0]): Promise<T> => {
  const answer = await ask(path, actor);
  return ('problem' in answer ? { problem: answer.problem } : answer.body) as T;
};
interface Listed {
  CFDocuments: { identifier: string; title: string; CFPackageURI: { uri: string } }[];
}

describe('frameworks by CASE', () => {
  it('are read by anybody where they are open, piece by piece', async () => {
    const [view] = await listFrameworksFor(keeper());
    const { CFDocuments } = await body<Listed>('CFDocuments');
    expect(CFDocuments.map(({ title }) => title)).toHaveLength(2);
    const [first] = CFDocuments;
    expect(first?.CFPackageURI.uri).toBe(`${at.platform.publicAddress()}/ims/case/v1p1/CFPackages/${first?.identifier}`);
    const pkg = await body<CasePackage>(`CFPackages/${first?.identifier}`);
    const [item] = pkg.CFItems;
    expect(await body(`CFItems/${item?.identifier}`)).toMatchObject({ ...item, CFDocumentURI: { identifier: first?.identifier } });
    expect(await body(`CFItems/${item?.identifier.toUpperCase()}`)).toMatchObject({ fullStatement: item?.fullStatement });
    const translated = pkg.CFItems.find(({ language }) => language === 'kk');
    expect(await body(`CFItems/${translated?.identifier}`)).toMatchObject({ language: 'kk' });
    const ties = await body<{ CFItem: object; CFAssociations: { associationType: string }[] }>(`CFItemAssociations/${item?.identifier}`);
    expect([...new Set(ties.CFAssociations.map(({ associationType }) => associationType))].sort()).toEqual(['isChildOf', 'isTranslationOf']);
    const [tie, rubric, type] = [pkg.CFAssociations[0], pkg.CFRubrics[0], pkg.CFDefinitions.CFItemTypes[0]];
    expect(await body(`CFAssociations/${tie?.identifier}`)).toMatchObject({ ...tie });
    expect(await body(`CFRubrics/${rubric?.identifier}`)).toEqual(rubric);
    expect(await body(`CFItemTypes/${type?.identifier}`)).toEqual({ CFItemTypes: [type] });
    for (const path of ['CFItems/nonsense', 'CFPackages/1']) expect(await body(path)).toEqual({ problem: 'invaliduuid' });
    for (const path of ['', 'CFItems', 'CFNothing/01900000-0000-7000-8000-000000000000', 'CFItems/01900000-0000-7000-8000-000000000000', `CFPackages/${first?.identifier}/more`]) expect(await body(path)).toEqual({ problem: 'unknownobject' });
    expect(view?.versions[0]?.isOpen).toBe(true);
  });

  it('that are closed are read by who has a role in their network', async () => {
    const [view] = await listFrameworksFor(keeper());
    const version = view?.versions[0];
    await openFramework(keeper(), version?.id ?? '', false);
    const reader = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]);
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      expect((await body<Listed>('CFDocuments', actor)).CFDocuments).toHaveLength(1);
      expect(await body(`CFPackages/${version?.identifier}`, actor)).toEqual({ problem: 'unknownobject' });
    }
    expect((await body<Listed>('CFDocuments', reader)).CFDocuments).toHaveLength(2);
    expect(await ask(`CFPackages/${version?.identifier}`, reader)).toMatchObject({ isPublic: false });
    await openFramework(keeper(), version?.id ?? '', true);
  });

  it('are paged, sorted, filtered and cut to fields as the binding says', async () => {
    const all = [{ title: 'B', language: 'ru' }, { title: 'A', language: 'kk' }, { title: 'C', language: 'ru' }];
    const read = (query: string) => readCaseQuery(new URLSearchParams(query), new Set(['title', 'language']));
    const page = (query: string) => {
      const wish = read(query);
      return 'problem' in wish ? wish.problem : pageOf(all, wish).page.map((one) => ('title' in one ? one.title : one));
    };
    expect(page('sort=title')).toEqual(['A', 'B', 'C']);
    expect(page('sort=title&orderBy=desc&limit=1&offset=1')).toEqual(['B']);
    expect(page("filter=language='ru' AND title!='B'")).toEqual(['C']);
    expect(page("filter=title='A' OR title>'B'")).toEqual(['A', 'C']);
    expect(page("filter=title~'b'&fields=language")).toEqual([{ language: 'ru' }]);
    for (const [query, problem] of [['sort=x', 'invalid_sort_field'], ['fields=title,x', 'invalid_selection_field'], ["filter=x='1'", 'invalid_filter_field'], ['filter=drop', 'invalid_filter_field'], ["filter=title='a' AND title='b' OR title='c'", 'invalid_filter_field'], [`filter=${'('.repeat(5000)}`, 'invalid_filter_field']] as const) expect(page(query)).toBe(problem);
    expect(page('limit=-5&offset=x')).toEqual(['B', 'A', 'C']);
    expect(await ask('CFDocuments', visitor, '192.0.2.7', 'limit=1')).toMatchObject({ total: 2, query: { limit: 1, offset: 0 } });
  });

  it('are listed, and an identifier that nobody has is refused, without any of them being made again', async () => {
    await ask('CFAssociations/01900000-0000-7000-8000-000000000000');
    const unknown = await countQueries(() => ask('CFAssociations/01900000-0000-7000-8000-000000000001'));
    const list = await countQueries(() => ask('CFDocuments'));
    const [view] = await listFrameworksFor(keeper());
    for (let n = 0; n < 14; n++) await inTransaction(keeper(), (tx) => storePublished(tx, { ...shippedFramework('key-competencies'), key: `further-${n}` }, { organisationId: at.organisationId, origin: 'own', isOpen: true, by: null }));
    expect(await countQueries(() => ask('CFDocuments'))).toBe(list);
    for (const path of ['CFAssociations', 'CFItems', 'CFItemAssociations', 'CFRubrics', 'CFLicenses', 'CFItemTypes']) await ask(`${path}/01900000-0000-7000-8000-000000000002`);
    expect(await countQueries(() => ask('CFAssociations/01900000-0000-7000-8000-000000000003'))).toBe(unknown);
    const pkg = await body<CasePackage>(`CFPackages/${view?.versions[0]?.identifier}`);
    expect((await body<Listed>('CFDocuments')).CFDocuments.find(({ identifier }) => identifier === pkg.CFDocument.identifier)).toMatchObject({ ...pkg.CFDocument });
  });

  it('are kept ready as long as there is room for them', async () => {
    const kept = new Kept<number>(10);
    let made = 0;
    const get = (key: string, size: number) => kept.get(key, async () => (made++, size), (value) => value);
    for (const [key, size] of [['a', 4], ['b', 4], ['a', 4], ['c', 4]] as const) await get(key, size);
    expect([made, kept.size]).toEqual([3, 2]);
    await get('a', 4);
    expect(made).toBe(3);
    await get('large', 1000);
    expect(kept.size).toBe(1);
    await expect(kept.get('broken', () => Promise.reject(new Error()), () => 1)).rejects.toThrow();
    expect(kept.size).toBe(1);
  });

  it('of two networks never share an identifier: whoever comes second gets its own', async () => {
    const [view] = await listFrameworksFor(keeper());
    const document = view?.versions[0]?.identifier ?? '';
    const pkg = await body<CasePackage>(`CFPackages/${document}`);
    const stolen = fromCase(JSON.parse(JSON.stringify(pkg)), at.clock.now()).content;
    if (!stolen) throw new Error();
    const there = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    const titled = { ...stolen, key: 'stolen', items: stolen.items.map((item) => ({ ...item, title: { ru: { text: 'Подмена', status: 'original' as const } } })) };
    const stored = await inTransaction(there, (tx) => storePublished(tx, titled, { organisationId: at.otherOrganisationId, origin: 'case', isOpen: true, by: null }));
    const { content } = await contentOf(there, stored?.versionId ?? '');
    const before = new Set([document, ...pkg.CFItems.map(({ identifier }) => identifier), ...pkg.CFAssociations.map(({ identifier }) => identifier)]);
    expect([content.identifier, ...content.items.map(({ identifier }) => identifier)].filter((id) => id !== null && before.has(id))).toEqual([]);
    expect((await body<CasePackage>(`CFPackages/${document}`)).CFDocument.title).toBe(pkg.CFDocument.title);
    // Where an older row took the identifier that a translation is named by, the translation is found.
    const translated = pkg.CFItems.find(({ language }) => language === 'kk');
    await at.platform.db.updateTable('competencies.item').set({ identifier: translated?.identifier ?? '' }).where('version_id', '=', stored?.versionId ?? '').where('code', '=', content.items[0]?.code ?? '').execute();
    expect(await body(`CFItems/${translated?.identifier}`)).toMatchObject({ language: 'kk', fullStatement: translated?.fullStatement });
  });

  it('are limited for one source', async () => {
    const many = async () => {
      for (let index = 0; index < 700; index++) await ask('CFItems/x', visitor, '192.0.2.99');
    };
    await expect(many()).rejects.toMatchObject({ code: 'request.too_many', status: 429 });
    expect(await body('CFItems/x')).toEqual({ problem: 'invaliduuid' });
  });
});
