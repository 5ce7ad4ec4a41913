import { describe, expect, it } from 'vitest';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { answerCase } from './case-api.service.ts';
import { pageOf, readCaseQuery } from './case-query.rule.ts';
import type { CasePackage } from './case-types.ts';
import { listFrameworksFor, openFramework } from './frameworks.service.ts';

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

  it('are limited for one source', async () => {
    const many = async () => {
      for (let index = 0; index < 700; index++) await ask('CFItems/x', visitor, '192.0.2.99');
    };
    await expect(many()).rejects.toMatchObject({ code: 'request.too_many', status: 429 });
    expect(await body('CFItems/x')).toEqual({ problem: 'invaliduuid' });
  });
});
