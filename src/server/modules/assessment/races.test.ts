import { beforeAll, describe, expect, it } from 'vitest';
import { createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { listAttemptsOf } from './attempts.queries.ts';
import { getOpenTest, handIn, showAttempt, showQuestion, startAttempt } from './attempts.service.ts';
import { itemChange, publishedTest, testInput, usedItem } from './items.factory.ts';
import { findItem } from './items.queries.ts';
import { changeItem, getItemFor, writeItem } from './items.service.ts';
import { contentOf } from './items.schemas.ts';
import { shownOrder, seedAt } from './shuffle.rule.ts';
import { TestItems } from './tests.schemas.ts';
import { addTest, getTestFor, publishTest, setTestItems } from './tests.service.ts';

/** What two people do at the same moment. */
const at = testInstallation();
const desk = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string }) => error.code);
const soon = () => new Promise<string>((done) => setTimeout(() => done('waits'), 300));
let reader: { personId: string; ctx: Ctx };
beforeAll(async () => {
  const personId = await createPersonWithPost(at.system(), { familyName: 'Абаева', givenName: 'Айша', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
  const actor = account([], 'Абаева');
  if (actor.kind !== 'account') throw new Error();
  await at.platform.db.insertInto('access.account').values({ id: actor.accountId, name: 'Абаева', email: `${newId()}@example.kz`, email_verified: true }).execute();
  await tiePersonToAccount(at.system(), personId, actor.accountId);
  reader = { personId, ctx: at.ctx(actor) };
});

describe('a test that is published while an item of it is changed', () => {
  it('waits and freezes what the item says afterwards', async () => {
    const item = await usedItem(desk(), 'single');
    const id = await addTest(desk(), testInput());
    await setTestItems(desk(), id, TestItems.parse({ version: 1, items: [{ itemId: item, place: 1, points: 1 }] }));
    const { publishing, state } = await inTransaction(desk(), async (tx) => {
      const row = await findItem(tx, item, true);
      if (!row) throw new Error();
      const publishing = publishTest(desk(), id);
      const state = await Promise.race([publishing.then(() => 'published'), soon()]);
      const input = itemChange(row.version, 'single', { code: row.code, stem: { ru: 'Только по-русски' } });
      expect(await writeItem(tx, row, input, contentOf(input))).toBe(1);
      return { publishing, state };
    });
    await publishing;
    expect(state).toBe('waits');
    expect((await getTestFor(desk(), id)).languages).toEqual(['ru']);
    const bound = await getItemFor(desk(), item);
    await changeItem(desk(), item, itemChange(bound.version, 'single', { code: bound.code }));
    expect((await getItemFor(desk(), item)).number).toBe(2);
  });

  it('is guarded by the database, too', async () => {
    const [item] = (await getTestFor(desk(), await publishedTest(desk(), ['single']))).contents;
    const update = at.platform.db.updateTable('assessment.item_version').set({ step: 4 }).where('item_id', '=', item?.itemId ?? '').execute();
    await expect(update).rejects.toMatchObject({ code: '23514' });
  });

  it('two editors of a frozen item: the second is told, and does not lose the item', async () => {
    const [item] = (await getTestFor(desk(), await publishedTest(desk(), ['single']))).contents;
    const { code, version } = await getItemFor(desk(), item?.itemId ?? '');
    const change = (step: number) => refusal(changeItem(desk(), item?.itemId ?? '', itemChange(version, 'single', { code, step })));
    expect((await Promise.all([change(3), change(4)])).sort()).toEqual(['accepted', 'record.changed_meanwhile']);
  });
});

describe('an attempt', () => {
  it('that is begun twice at once counts against the tries of the test', async () => {
    const test = await publishedTest(desk(), ['single'], { attempts: 1 });
    const second = await inTransaction(reader.ctx, async (tx) => {
      // Another window: begun and handed in before this one has written anything.
      const first = await startAttempt(tx, test, { locale: 'ru' });
      const started = startAttempt(reader.ctx, test, { locale: 'ru' });
      await soon();
      await handIn(tx, first);
      return [refusal(started)] as const;
    });
    expect(await second[0]).toBe('attempt.none_left');
    expect(await listAttemptsOf(at.system(), reader.personId, test)).toHaveLength(1);
    expect((await getOpenTest(reader.ctx, test)).start).toMatchObject({ may: false });
  });

  it('has an order that nothing it shows can tell', async () => {
    const test = await publishedTest(desk(), ['order'], { attempts: null });
    let same = 0;
    for (let n = 0; n < 12; n++) {
      const id = await startAttempt(reader.ctx, test, { locale: 'ru' });
      const [row] = await listAttemptsOf(at.system(), reader.personId, test);
      const guess = Number.parseInt(id.slice(-7), 16);
      expect([row?.id, Number.isInteger(row?.seed), row?.seed === guess]).toEqual([id, true, false]);
      expect(JSON.stringify([await showAttempt(reader.ctx, id), await showQuestion(reader.ctx, id, 1), await getOpenTest(reader.ctx, test)])).not.toMatch(/seed/i);
      const { options } = await showQuestion(reader.ctx, id, 1);
      const guessed = shownOrder('order', { stem: {}, explanation: {}, options: [0, 1, 2].map(() => ({ text: {}, right: false })), pairs: [], answer: null, tolerance: 0, unit: {}, criteria: [] }, seedAt(guess, 1), true);
      if (guessed.map((index) => ['Первый', 'Второй', 'Третий'][index]).join() === options.join()) same++;
      await handIn(reader.ctx, id);
    }
    expect(same).toBeLessThan(12);
  });
});
