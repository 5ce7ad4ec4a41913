import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { findJob } from '#server/platform/jobs.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { HOUSE_RULE, type RaterKind } from './effective.rule.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import { listItems } from './items.queries.ts';
import { findRule, listEffective } from './ratings.queries.ts';
import { recordRatings } from './ratings.service.ts';
import { changeRule, previewRule, RuleInput, runJudging, showRule } from './rule.service.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string }) => error.code);
let versionId = '';
let frameworkId = '';
const people: string[] = [];
let competency = '';

beforeAll(async () => {
  const framework = (await listFrameworksFor(keeper())).find(({ key }) => key === 'library-specialist');
  const version = framework?.versions[0];
  if (!framework || !version) throw new Error('nothing is shipped');
  ({ frameworkId } = framework);
  versionId = version.id;
  competency = (await listItems(at.system(), versionId)).find(({ kind }) => kind === 'competency')?.competencyId ?? '';
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  for (const name of ['Первая', 'Вторая', 'Третья']) people.push(await addPerson(at.system(), NewPerson.parse({ familyName: name, givenName: 'Анна', post: { organisationId: at.organisationId, positionId: rows[0]?.id, fromDate: '2020-01-01' } })));
  const said = (personId: string, kind: RaterKind, step: number) => ({ personId, competencyId: competency, scaleId: version.scaleId, versionId, kind, step, comment: null, authorId: newId(), authorName: null, isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() });
  const [one = '', two = '', three = ''] = people;
  await inTransaction(at.system(), (tx) => recordRatings(tx, [said(one, 'self', 4), said(one, 'head', 2), said(two, 'self', 1), said(two, 'head', 3), said(three, 'self', 2)]));
});
const input = (change: object = {}) => RuleInput.parse({ version: 0, rule: 'best', weights: HOUSE_RULE.weights, ...change });
const steps = async () => new Map((await listEffective(at.system(), people)).map(({ personId, step }) => [personId, step]));
const job = async () => {
  const { jobId } = (await findRule(at.system(), frameworkId)) ?? {};
  return findJob(at.system(), jobId ?? '');
};
const work = async () => {
  const row = await job();
  if (!row) throw new Error('no job');
  await runJudging({ id: row.id, networkId: at.networkId, params: row.params, platform: at.platform, createdBy: null, progress: async () => {}, stopRequested: async () => false });
};

describe('the rule of a framework', () => {
  it('says what it would change before it is changed, and judges everybody anew in a job', async () => {
    expect(await showRule(keeper(), versionId)).toMatchObject({ version: 0, rule: 'commission', people: 3, job: null });
    expect(await previewRule(keeper(), versionId, input())).toEqual({ people: 3, of: 3, changed: 2, up: 2, down: 0 });
    const before = await steps();
    await changeRule(keeper(), versionId, input());
    expect(await steps()).toEqual(before);
    expect(await job()).toMatchObject({ kind: 'growth.judge_framework', state: 'waiting' });
    await work();
    expect([...(await steps()).values()].sort()).toEqual([2, 3, 4]);
    // Broken off and begun again it comes to the same.
    await work();
    expect([...(await steps()).values()].sort()).toEqual([2, 3, 4]);
    expect(await previewRule(keeper(), versionId, input())).toMatchObject({ changed: 0 });
  });

  it('is changed by who has seen it as it is, and stops what was judged by the one before', async () => {
    expect(await refusal(changeRule(keeper(), versionId, input()))).toBe('record.changed_meanwhile');
    const before = await job();
    await changeRule(keeper(), versionId, input({ version: 1, rule: 'weighted', weights: { ...HOUSE_RULE.weights, self: 0 } }));
    expect(await findJob(at.system(), before?.id ?? '')).toMatchObject({ stop_requested: true });
    await work();
    expect((await steps()).get(people[0] ?? '')).toBe(2);
    expect(await showRule(keeper(), versionId)).toMatchObject({ version: 2, rule: 'weighted', weights: { self: 0 } });
  });

  it('asks for a weight, and is kept by keepers alone', async () => {
    const nought = Object.fromEntries(Object.keys(HOUSE_RULE.weights).map((kind) => [kind, 0]));
    expect(RuleInput.safeParse({ version: 0, rule: 'best', weights: nought }).error?.issues[0]?.message).toBe('rule.no_weight');
    expect(RuleInput.safeParse({ version: 0, rule: 'worst', weights: HOUSE_RULE.weights }).success).toBe(false);
    expect(RuleInput.safeParse({ version: 0, rule: 'best', weights: { ...HOUSE_RULE.weights, self: 11 } }).success).toBe(false);
    const role = (name: string) => account([{ role: name, networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]);
    for (const actor of [visitor, account([]), role('head'), role('specialist'), role('inspector'), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      for (const deed of [() => showRule(at.ctx(actor), versionId), () => previewRule(at.ctx(actor), versionId, input()), () => changeRule(at.ctx(actor), versionId, input({ version: 2 }))]) expect(await refusal(deed())).toBe('page.not_found');
    }
  });
});
