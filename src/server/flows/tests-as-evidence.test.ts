import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testInput, usedItem } from '#server/modules/assessment/items.factory.ts';
import { addTest, getTestFor, publishTest, recordAttempt, setTestItems, TestItems } from '#server/modules/assessment/index.ts';
import { listFrameworksFor } from '#server/modules/competencies/index.ts';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { readOutbox } from '#server/platform/outbox-reader.ts';
import { coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { recordPassedTest } from './tests-as-evidence.ts';

const at = testInstallation();
const desk = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
let personId = '';

beforeAll(async () => {
  await listFrameworksFor(desk());
  personId = await createPersonWithPost(at.system(), { familyName: 'Жұмабекова', givenName: 'Айша', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
});
const kept = async () => ({
  evidence: (await sql`select kind, state, source_type, source_id from competencies.evidence where network_id = ${at.networkId} and person_id = ${personId} order by id`.execute(at.platform.db)).rows,
  ratings: (await sql`select kind, step, source_type, source_id from competencies.rating where network_id = ${at.networkId} and person_id = ${personId} order by id`.execute(at.platform.db)).rows,
});

describe('a passed test', () => {
  it('becomes evidence and a rating, once, however often it is told', async () => {
    const items = [await usedItem(desk(), 'single', { competency: { code: 'B1' } }), await usedItem(desk(), 'numeric', { competency: { code: 'B1' } })];
    const testId = await addTest(desk(), testInput({ competency: { code: 'B1' } }));
    await setTestItems(desk(), testId, TestItems.parse({ version: (await getTestFor(desk(), testId)).version, items: items.map((itemId, place) => ({ itemId, place: place + 1, points: 1 })) }));
    await publishTest(desk(), testId);
    const now = at.clock.now();
    const attemptId = await recordAttempt(at.system(), { testId, personId, locale: 'ru', startedAt: new Date(now.getTime() - 3600_000), handedInAt: new Date(now.getTime() - 3000_000), answer: ({ type, content }) => (type === 'single' ? { choices: [content.options.findIndex(({ right }) => right)] } : { number: content.answer ?? 0 }) });
    await readOutbox(at.platform);
    const expected = { evidence: [{ kind: 'test', state: 'accepted', source_type: 'assessment.attempt', source_id: attemptId }], ratings: [{ kind: 'test', step: 2, source_type: 'assessment.attempt', source_id: attemptId }] };
    expect(await kept()).toEqual(expected);
    await readOutbox(at.platform);
    // Told once more, as after a position that was lost.
    await inTransaction(at.system(), (tx) => recordPassedTest(tx, { attemptId, personId, framework: 'library-specialist', code: 'B1', step: 2 }));
    await sql`delete from platform.outbox_position`.execute(at.platform.db);
    await readOutbox(at.platform);
    expect(await kept()).toEqual(expected);
  });

  it('of a competency, a step or a person that is not there leaves nothing and holds nothing up', async () => {
    const before = await kept();
    const tell = (change: object) => inTransaction(at.system(), (tx) => emit(tx, 'assessment.test_passed', { attemptId: newId(), personId, framework: 'library-specialist', code: 'B1', step: 2, ...change }));
    await tell({ framework: 'unknown' });
    await tell({ code: 'nowhere' });
    await tell({ step: 19 });
    await tell({ personId: newId() });
    await tell({ attemptId: 'no id' });
    await readOutbox(at.platform);
    expect(await kept()).toEqual(before);
  });

  it('is read by one process at a time, and its position moves with what was done', async () => {
    const position = async () => (await sql<{ seq: string }>`select seq::text from platform.outbox_position where reader = 'flows.tests_as_evidence'`.execute(at.platform.db)).rows[0]?.seq;
    const before = await position();
    await inTransaction(at.system(), (tx) => emit(tx, 'assessment.test_passed', { attemptId: newId(), personId, framework: 'unknown', code: 'B1', step: 2 }));
    await inTransaction(at.system(), async (tx) => {
      await sql`select from platform.outbox_position for update`.execute(tx.db);
      await readOutbox(at.platform);
    });
    expect(await position()).toBe(before);
    await readOutbox(at.platform);
    expect(Number(await position())).toBeGreaterThan(Number(before));
  });
});
