import { beforeAll, describe, expect, it } from 'vitest';
import { createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import { newId } from '#server/platform/ids.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { assessmentTasks, getCaseFor, listCasesFor, readFileOfCase, removeCaseFile, saveCaseFile, scoreCase } from './cases.service.ts';
import { getOpenTest, handIn, handInAllOverdue, listOpenTests, resultsOf, saveAnswer, showAttempt, showQuestion, startAttempt } from './attempts.service.ts';
import { assessmentData } from './data-source.ts';
import { itemFigures, testFigures } from './figures.service.ts';
import { itemChange, itemInput, publishedTest, testInput, usedItem } from './items.factory.ts';
import { addItem, changeItem, getItemFor, listItemsFor, setItemState } from './items.service.ts';
import { exportItems, importItems } from './item-import.service.ts';
import { AnswerInput } from './question.ts';
import { showResult } from './result.service.ts';
import { TestItems, type EditTest } from './tests.schemas.ts';
import { addTest, changeTest, getTestFor, listTestsFor, openTestItems, publishTest, setTestItems, setTestRetired } from './tests.service.ts';

const at = testInstallation();
const desk = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
const send = (given: object) => AnswerInput.parse(given);

/** Somebody of the registry with an account. */
async function worker(name: string, where: { networkId?: string; organisationId?: string } = {}): Promise<{ personId: string; actor: Actor; ctx: Ctx }> {
  const networkId = where.networkId ?? at.networkId;
  const personId = await createPersonWithPost(at.system(networkId), { familyName: name, givenName: 'Айша', patronymic: null, locale: 'ru', organisationId: where.organisationId ?? at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
  const actor = account([], name);
  if (actor.kind !== 'account') throw new Error();
  await at.platform.db.insertInto('access.account').values({ id: actor.accountId, name, email: `${newId()}@example.kz`, email_verified: true }).execute();
  await tiePersonToAccount(at.system(networkId), personId, actor.accountId);
  return { personId, actor, ctx: at.ctx(actor, networkId) };
}

/** Answers every item of an attempt rightly, or wrongly, as its pages would. */
async function answerAll(ctx: Ctx, attemptId: string, right: boolean): Promise<void> {
  const { answered } = await showAttempt(ctx, attemptId);
  for (let place = 1; place <= answered.length; place++) {
    const question = await showQuestion(ctx, attemptId, place);
    const at = (text: string) => question.options.findIndex((option) => option.startsWith(text));
    const given = {
      single: { choice: at(right ? 'Верный' : 'Неверный') },
      multiple: { choices: right ? [at('Да 1'), at('Да 2')] : [at('Нет')] },
      order: { place: Object.fromEntries(['Первый', 'Второй', 'Третий'].map((text, n) => [String(at(text)), right ? n + 1 : ((n + 1) % 3) + 1])) },
      match: { pair: Object.fromEntries(question.lefts.map((left, n) => [String(n), question.options.findIndex((option) => (option[0] === left[0]?.toLowerCase()) === right)])) },
      numeric: { number: right ? '12,7' : '90' },
      case: { text: 'Мой ответ' },
    }[question.type];
    await saveAnswer(ctx, attemptId, place, send(given));
  }
}
const events = async (attemptId: string) => (await at.platform.db.selectFrom('platform.outbox_event').select(['name', 'payload']).where('name', '=', 'assessment.test_passed').execute()).filter(({ payload }) => (payload as { attemptId: string }).attemptId === attemptId);

let aisha: Awaited<ReturnType<typeof worker>>;
beforeAll(async () => {
  aisha = await worker('Абаева');
});

describe('the bank', () => {
  it('is filled by the first look, in each network for itself, and needs as many statements for many items as for one', async () => {
    const { count, competencies } = await listItemsFor(desk(), {});
    expect(count).toBe(65);
    expect(competencies.map(({ code }) => code)).toEqual(['B1', 'C2', 'E1', 'H3', 'M4']);
    const there = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    const [here] = (await listItemsFor(desk(), {})).items;
    expect((await listItemsFor(there, {})).count).toBe(65);
    expect(await refusal(getItemFor(there, here?.id ?? ''))).toBe('page.not_found');
    expect(await countQueries(() => listItemsFor(desk(), { q: 'ISBN' }))).toBe(await countQueries(() => listItemsFor(desk(), {})));
  });

  it('is found by words, competency, type, step and state, and turned by key', async () => {
    const codes = async (filter: object) => (await listItemsFor(desk(), filter)).items.map(({ code }) => code);
    expect(await codes({ competency: 'B1', type: 'case' })).toEqual(['B1-13']);
    expect(await codes({ competency: 'C2', step: '1' })).toEqual(['C2-01', 'C2-02', 'C2-03']);
    expect(await codes({ q: 'B1-0', state: 'draft' })).toEqual([]);
    expect(await codes({ q: '%' , competency: 'H3', type: 'case' })).toEqual([]);
    const first = await listItemsFor(desk(), {});
    const second = await listItemsFor(desk(), { after: first.after ?? '' });
    expect([first.items.length, second.items.length]).toEqual([50, 15]);
    expect((await listItemsFor(desk(), { before: second.before ?? '' })).items.map(({ code }) => code)).toEqual(first.items.map(({ code }) => code));
  });

  it('is closed to whoever does not keep it', async () => {
    for (const actor of [visitor, aisha.actor, account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      const ctx = at.ctx(actor);
      for (const work of [() => listItemsFor(ctx, {}), () => addItem(ctx, itemInput('single')), () => listTestsFor(ctx), () => addTest(ctx, testInput()), () => importItems(ctx, new Uint8Array([123])), () => exportItems(ctx, {}, 'json', 'x'), () => listCasesFor(ctx, {})]) expect(await refusal(work())).toBe('page.not_found');
    }
    const methodist = at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]));
    expect(await refusal(addItem(methodist, itemInput('order')))).toBe('accepted');
  });

  it('changes an item in place until it is bound; then a change makes a version and answers keep theirs', async () => {
    const id = await addItem(desk(), itemInput('single', { code: 'IN-PLACE' }));
    await changeItem(desk(), id, itemChange(1, 'single', { code: 'IN-PLACE', step: 3 }));
    expect(await getItemFor(desk(), id)).toMatchObject({ number: 1, step: 3, state: 'draft', isBound: false });
    expect(await refusal(changeItem(desk(), id, itemChange(1, 'single')))).toBe('record.changed_meanwhile');
    expect(await refusal(addItem(desk(), itemInput('single', { code: 'IN-PLACE' })))).toBe('code item.code_taken');
    expect(await refusal(changeItem(desk(), id, itemChange(2, 'single', { code: 'B1-01' })))).toBe('code item.code_taken');

    const test = await publishedTest(desk(), ['single']);
    const [item] = (await getTestFor(desk(), test)).contents;
    const before = await getItemFor(desk(), item?.itemId ?? '');
    expect(before.isBound).toBe(true);
    const attempt = await startAttempt(aisha.ctx, test, { locale: 'ru' });
    await changeItem(desk(), before.id, itemChange(before.version, 'single', { code: before.code, stem: { ru: 'Другой вопрос' } , options: [{ text: { ru: 'а' } }, { text: { ru: 'б' } }], explanation: {} }));
    expect(await getItemFor(desk(), before.id)).toMatchObject({ number: 2, languages: ['ru'], versions: [{ number: 2, answers: 0 }, { number: 1, answers: 1 }] });
    expect((await showQuestion(aisha.ctx, attempt, 1)).stem).toBe('Вопрос: single');
    await setItemState(desk(), before.id, 'retired');
    expect(await refusal(setItemState(desk(), before.id, 'retired'))).toBe('item.wrong_state');
    await answerAll(aisha.ctx, attempt, true);
    await handIn(aisha.ctx, attempt);
    expect(await showResult(aisha.ctx, attempt)).toMatchObject({ passed: true, points: 1 });
  });

  it('comes back from its own files unchanged, and refuses a file whole with the rows that are wrong', async () => {
    for (const format of ['json', 'csv', 'xlsx'] as const) {
      const file = await exportItems(desk(), { competency: 'B1' }, format, 'bank');
      expect({ format, ...(await importItems(desk(), file.bytes)) }).toEqual({ format, added: 0, changed: 0, same: 13, problems: [] });
    }
    const [group] = JSON.parse(new TextDecoder().decode((await exportItems(desk(), { competency: 'C2' }, 'json', 'bank')).bytes)) as { items: { code: string; options: { right: boolean }[] }[] }[];
    const [one, two] = group?.items ?? [];
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const wrong = await importItems(desk(), bytes({ ...group, items: [{ ...one, code: 'NEW-1' }, { ...two, code: 'NEW-2', options: two?.options.map((option) => ({ ...option, right: true })) }, { ...one, code: 'NEW-1' }] }));
    expect(wrong).toMatchObject({ added: 0, problems: [{ row: 2, item: 'NEW-2', field: 'options', code: 'item.one_right' }, { row: 3, item: 'NEW-1', code: 'item.code_twice' }] });
    expect((await listItemsFor(desk(), { q: 'NEW-' })).count).toBe(0);
    expect(await importItems(desk(), bytes({ ...group, items: [{ ...one, code: 'NEW-1' }, { ...one, step: 4 }] }))).toMatchObject({ added: 1, changed: 1, problems: [] });
    expect((await listItemsFor(desk(), { q: 'NEW-1' })).items).toMatchObject([{ state: 'draft' }]);
    const table = await importItems(desk(), new TextEncoder().encode('code,competency,type,step,language,stem,options\nX1,B1,single,1,ru,Что?,"* да\nнет"\nX1,B1,single,1,kk,Не?,"* иә"\nX2,B1,single,9,de,Was?,x\n'));
    expect(table.problems.map(({ row, field, code }) => [row, field, code])).toEqual([[3, 'options', 'item_file.lines_differ'], [4, 'language', 'item_file.language_unknown']]);
    expect(await refusal(importItems(desk(), new TextEncoder().encode('%PDF-1.7')))).toBe('file table.pdf');
    expect((await importItems(desk(), new TextEncoder().encode('{"a":')))).toMatchObject({ problems: [{ code: 'item_file.not_json' }] });
  });
});

describe('a test', () => {
  it('of the shipped ones is a draft, is published, frozen, and changed as a new version', async () => {
    const shipped = (await listTestsFor(desk())).find(({ title }) => title === 'Описание книги: основы');
    expect(shipped).toMatchObject({ state: 'draft', items: 7, number: 1 });
    const id = shipped?.id ?? '';
    expect((await listOpenTests(aisha.ctx)).tests.map((test) => test.id)).not.toContain(id);
    await publishTest(desk(), id);
    expect(await refusal(publishTest(desk(), id))).toBe('test.nothing_new');
    const { settings, version, languages } = await getTestFor(desk(), id);
    expect(languages).toEqual(expect.arrayContaining(['kk', 'ru', 'en']));
    await changeTest(desk(), id, { ...settings, version, passMark: 90 } as EditTest);
    expect(await getTestFor(desk(), id)).toMatchObject({ number: 2, publishedNumber: 1, hasDraft: true, state: 'published', settings: { passMark: 90 } });
    expect((await getOpenTest(aisha.ctx, id)).settings.passMark).toBe(70);
    await publishTest(desk(), id);
    expect((await getOpenTest(aisha.ctx, id)).settings.passMark).toBe(90);
    await setTestRetired(desk(), id, true);
    expect(await refusal(getOpenTest(aisha.ctx, id))).toBe('page.not_found');
    await setTestRetired(desk(), id, false);
    expect(await refusal(getOpenTest(aisha.ctx, id))).toBe('accepted');
  });

  it('is published only with items in use and one language in common', async () => {
    const id = await addTest(desk(), testInput());
    expect(await refusal(publishTest(desk(), id))).toBe(' test.no_items');
    const [ru, kk] = [await usedItem(desk(), 'numeric', { stem: { ru: 'Сколько?' }, explanation: {} }), await usedItem(desk(), 'numeric', { stem: { kk: 'Қанша?' }, explanation: {} })];
    const items = (version: number, ids: string[]) => TestItems.parse({ version, items: ids.map((itemId, place) => ({ itemId, place: place + 1 })) });
    await setTestItems(desk(), id, items(1, [kk, ru]));
    expect((await openTestItems(desk(), id)).items.slice(0, 2).map(({ itemId, place }) => [itemId, place])).toEqual([[kk, 1], [ru, 2]]);
    expect(await refusal(publishTest(desk(), id))).toBe(' test.no_language');
    expect(await refusal(setTestItems(desk(), id, items(2, [newId()])))).toBe('items choice.missing');
    await setTestItems(desk(), id, items(2, [ru]));
    await setItemState(desk(), ru, 'retired');
    expect(await refusal(publishTest(desk(), id))).toBe(' test.items_not_in_use');
  });
});

describe('an attempt', () => {
  it('is begun once in two tabs, saved as one goes, handed in once, scored by the rule and told', async () => {
    const test = await publishedTest(desk(), ['single', 'multiple', 'order', 'match', 'numeric']);
    const both = await Promise.all([startAttempt(aisha.ctx, test, { locale: 'kk' }), startAttempt(aisha.ctx, test, { locale: 'kk' })]);
    const [id] = both;
    expect(both[1]).toBe(id);
    expect(await refusal(saveAnswer(aisha.ctx, id, 9, send({})))).toBe('page.not_found');
    await answerAll(aisha.ctx, id, true);
    expect((await showQuestion(aisha.ctx, id, 1)).lang).toBe('kk');
    expect((await showAttempt(aisha.ctx, id)).answered).toEqual([true, true, true, true, true]);
    expect(await refusal(showResult(aisha.ctx, id))).toBe('attempt.open');
    await Promise.all([handIn(aisha.ctx, id), handIn(aisha.ctx, id)]);
    expect(await showResult(aisha.ctx, id)).toMatchObject({ state: 'finished', points: 5, mostPoints: 5, passed: true });
    expect((await showResult(aisha.ctx, id)).lines.every(({ key, points }) => key !== null && points === 1)).toBe(true);
    expect(await refusal(saveAnswer(aisha.ctx, id, 1, send({})))).toBe('attempt.handed_in');
    expect(await events(id)).toMatchObject([{ payload: { personId: aisha.personId, framework: 'library-specialist', code: 'T1', step: 2 } }]);
    expect(await resultsOf(at.system(), [aisha.personId])).toEqual(expect.arrayContaining([expect.objectContaining({ attemptId: id, code: 'T1', step: 2, points: 5 })]));
    expect(await resultsOf(at.system(at.otherNetworkId), [aisha.personId])).toEqual([]);
  });

  it('that is failed tells nobody, and shows no key where the test does not', async () => {
    const test = await publishedTest(desk(), ['single', 'order', 'match'], { showsAnswers: false });
    const id = await startAttempt(aisha.ctx, test, { locale: 'ru' });
    await answerAll(aisha.ctx, id, false);
    expect(JSON.stringify(await showQuestion(aisha.ctx, id, 1))).not.toContain('right');
    await handIn(aisha.ctx, id);
    const result = await showResult(aisha.ctx, id);
    expect(result).toMatchObject({ points: 0, passed: false });
    expect(result.lines.map(({ key, explanation }) => [key, explanation])).toEqual([[null, ''], [null, ''], [null, '']]);
    expect(await events(id)).toEqual([]);
  });

  it('keeps to attempts, pause and language', async () => {
    const test = await publishedTest(desk(), ['numeric'], { attempts: 2, pauseDays: 3 });
    const take = async () => {
      const id = await startAttempt(aisha.ctx, test, { locale: 'ru' });
      await handIn(aisha.ctx, id);
    };
    expect(await refusal(startAttempt(aisha.ctx, test, { locale: 'hy' }))).toBe('locale choice.missing');
    const now = at.clock.now();
    await take();
    expect(await refusal(take())).toBe('attempt.pause');
    at.clock.set(new Date(now.getTime() + 3 * 86_400_000 + 1000));
    await take();
    at.clock.set(new Date(now.getTime() + 30 * 86_400_000));
    expect(await refusal(take())).toBe('attempt.none_left');
    at.clock.set(now);
  });

  it('ends by the clock of the server with a little grace, and is handed in as it was saved', async () => {
    const test = await publishedTest(desk(), ['single', 'numeric'], { minutes: 10, passMark: 50 });
    const now = at.clock.now();
    const [mine, other] = [await startAttempt(aisha.ctx, test, { locale: 'ru' }), await worker('Громова')];
    const left = await startAttempt(other.ctx, test, { locale: 'ru' });
    await answerAll(aisha.ctx, mine, true);
    at.clock.set(new Date(now.getTime() + 10 * 60_000 + 20_000));
    expect(await refusal(saveAnswer(aisha.ctx, mine, 1, send({})))).toBe('accepted');
    at.clock.set(new Date(now.getTime() + 10 * 60_000 + 31_000));
    expect(await refusal(saveAnswer(aisha.ctx, mine, 1, send({})))).toBe('attempt.time_over');
    expect(await showAttempt(aisha.ctx, mine)).toMatchObject({ state: 'finished', points: 1, passed: true, handedInAt: new Date(now.getTime() + 600_000) });
    at.clock.set(new Date(now.getTime() + 12 * 60_000));
    expect(await handInAllOverdue(at.platform)).toBe(1);
    expect(await showAttempt(other.ctx, left)).toMatchObject({ state: 'finished', points: 0, passed: false });
    at.clock.set(now);
  });

  it('of a record that was merged into hers counts as hers: among her attempts, her tries and her results', async () => {
    const [kept, other] = [await worker('Сериков'), await worker('Серикова')];
    const test = await publishedTest(desk(), ['single'], { attempts: 1 });
    const id = await startAttempt(other.ctx, test, { locale: 'ru' });
    await answerAll(other.ctx, id, true);
    await handIn(other.ctx, id);
    await at.platform.db.insertInto('people.person_alias').values({ network_id: at.networkId, old_person_id: other.personId, person_id: kept.personId, merged_at: at.clock.now(), undo: '{}' } as never).execute();
    expect((await listOpenTests(kept.ctx)).attempts.map((attempt) => attempt.id)).toEqual([id]);
    expect(await refusal(startAttempt(kept.ctx, test, { locale: 'ru' }))).toBe('attempt.none_left');
    expect(await showResult(kept.ctx, id)).toMatchObject({ passed: true });
    expect(await resultsOf(at.system(), [kept.personId])).toMatchObject([{ attemptId: id, personId: kept.personId }]);
  });

  it('is nobody else’s: not of a colleague, not of a coordinator, not of another network', async () => {
    const test = await publishedTest(desk(), ['single']);
    const id = await startAttempt(aisha.ctx, test, { locale: 'ru' });
    const there = await worker('Лукашевич', { networkId: at.otherNetworkId, organisationId: at.otherOrganisationId });
    for (const ctx of [(await worker('Петрова')).ctx, desk(), at.ctx(visitor), at.ctx(account([])), there.ctx, at.ctx(there.actor)]) {
      for (const work of [() => showAttempt(ctx, id), () => showQuestion(ctx, id, 1), () => saveAnswer(ctx, id, 1, send({})), () => handIn(ctx, id), () => showResult(ctx, id)]) expect(await refusal(work())).toBe('page.not_found');
    }
    for (const ctx of [desk(), at.ctx(visitor), there.ctx, at.ctx(there.actor)]) expect(await refusal(startAttempt(ctx, test, { locale: 'ru' }))).toBe('page.not_found');
  });
});

describe('a case', () => {
  const PDF = new TextEncoder().encode('%PDF-1.7 work');

  it('takes a text and a file, waits, is scored once without a name, and makes the result', async () => {
    const author = await worker('Садыкова');
    const test = await publishedTest(desk(), ['case', 'single'], { passMark: 80, shuffled: false });
    const id = await startAttempt(author.ctx, test, { locale: 'ru' });
    expect(await refusal(saveCaseFile(author.ctx, id, 2, { name: 'a.pdf', bytes: PDF }))).toBe('file case_file.not_a_case');
    expect(await refusal(saveCaseFile(author.ctx, id, 1, { name: 'a.exe', bytes: PDF }))).toBe('file case_file.wrong_kind');
    expect(await refusal(saveCaseFile(author.ctx, id, 1, { name: 'a.docx', bytes: PDF }))).toBe('file case_file.wrong_kind');
    expect(await refusal(saveCaseFile(author.ctx, id, 1, { name: 'a.png', bytes: PDF }))).toBe('file photo.not_a_picture');
    await saveCaseFile(author.ctx, id, 1, { name: '../x.pdf', bytes: PDF });
    await removeCaseFile(author.ctx, id, 1);
    await saveCaseFile(author.ctx, id, 1, { name: 'Жұмыс.pdf', bytes: PDF });
    await answerAll(author.ctx, id, true);
    expect((await showQuestion(author.ctx, id, 1)).given).toMatchObject({ text: 'Мой ответ', file: { name: 'Жұмыс.pdf' } });
    const { answerId } = await showQuestion(author.ctx, id, 1);
    expect(await refusal(readFileOfCase(desk(), answerId))).toBe('page.not_found');
    await handIn(author.ctx, id);
    expect(await showResult(author.ctx, id)).toMatchObject({ state: 'waiting', points: null, passed: null });

    expect((await assessmentTasks.tasksFor(desk())).map((task) => task.id)).toEqual(['assessment.cases']);
    const [line] = (await listCasesFor(desk(), {})).cases;
    expect(line?.id).toBe(answerId);
    expect(JSON.stringify(await getCaseFor(desk(), answerId))).not.toContain('Садыкова');
    expect(new TextDecoder().decode((await readFileOfCase(desk(), answerId)).bytes)).toBe('%PDF-1.7 work');
    const beside = at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'organisation', scopeId: newId() }]));
    const own = at.ctx({ ...author.actor, grants: [{ role: 'coordinator', networkId: at.networkId, scopeKind: 'network', scopeId: null }] } as Actor);
    const there = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    for (const ctx of [beside, own, there, author.ctx]) expect(await refusal(getCaseFor(ctx, answerId))).toBe('page.not_found');
    for (const ctx of [beside, there]) expect(await refusal(readFileOfCase(ctx, answerId))).toBe('page.not_found');
    expect((await listCasesFor(own, {})).count).toBe(0);

    expect(await refusal(scoreCase(desk(), answerId, { marks: [4, 0], comment: '' }))).toBe('marks case.marks');
    const done = await Promise.all([1, 2].map(() => refusal(scoreCase(desk(), answerId, { marks: [3, 1], comment: 'Хорошо' }))));
    expect(done.toSorted()).toEqual(['accepted', 'case.scored']);
    expect(await showResult(author.ctx, id)).toMatchObject({ state: 'finished', points: 5, mostPoints: 6, passed: true, lines: [{ points: 4, marks: [3, 1], comment: 'Хорошо' }, { points: 1 }] });
    expect(await events(id)).toHaveLength(1);
    expect((await listCasesFor(desk(), {})).count).toBe(0);
  });

  it('tells its author that the result is there, for a week', async () => {
    const author = await worker('Ким');
    const test = await publishedTest(desk(), ['case']);
    const id = await startAttempt(author.ctx, test, { locale: 'ru' });
    await answerAll(author.ctx, id, true);
    await handIn(author.ctx, id);
    const now = at.clock.now();
    at.clock.set(new Date(now.getTime() + 3600_000));
    await scoreCase(desk(), (await listCasesFor(desk(), {})).cases[0]?.id ?? '', { marks: [0, 0], comment: '' });
    expect(await assessmentTasks.tasksFor(author.ctx)).toMatchObject([{ path: `/tests/attempts/${id}/result` }]);
    at.clock.set(new Date(now.getTime() + 9 * 86_400_000));
    expect(await assessmentTasks.tasksFor(author.ctx)).toEqual([]);
    at.clock.set(now);
  });
});

describe('figures', () => {
  it('are those of the definition, from ten finished attempts on, and stay when a person is erased', async () => {
    const test = await publishedTest(desk(), ['single', 'multiple', 'order', 'match'], { passMark: 50 });
    const people = [];
    for (let n = 0; n < 12; n++) {
      const one = await worker(`Тестов ${n}`);
      people.push(one);
      const id = await startAttempt(one.ctx, test, { locale: 'ru' });
      // The better half knows everything, the worse half only what chance gives.
      if (n < 6) await answerAll(one.ctx, id, true);
      else if (n === 6) for (let place = 1; place <= 4; place++) { const { type, options } = await showQuestion(one.ctx, id, place); if (type === 'single') await saveAnswer(one.ctx, id, place, send({ choice: options.findIndex((text) => text.startsWith('Верный')) })); }
      await handIn(one.ctx, id);
      if (n === 8) expect((await testFigures(desk(), test)).items.map(({ discrimination, isEnough }) => [discrimination, isEnough])).toEqual([[null, false], [null, false], [null, false], [null, false]]);
    }
    const { test: figures, items } = await testFigures(desk(), test);
    expect(figures).toMatchObject({ begun: 12, finished: 12, passed: 6 });
    const single = items.find(({ type }) => type === 'single');
    // x: six ones, one more, five zeros; y: the rest of the attempt, one for six, zero for the others.
    const x = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
    const y = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const cov = (a: number[], b: number[]) => mean(a.map((value, n) => (value - mean(a)) * ((b[n] ?? 0) - mean(b))));
    expect(single?.difficulty).toBeCloseTo(7 / 12, 10);
    expect(single?.discrimination).toBeCloseTo(cov(x, y) / Math.sqrt(cov(x, x) * cov(y, y)), 10);
    expect(single?.options.map(({ right, count }) => [right, count])).toEqual([[true, 7], [false, 0], [false, 0]]);
    expect((await itemFigures(desk(), single?.itemId ?? '')).map(({ answers }) => answers)).toEqual([12]);

    const subject = { personIds: [people[0]?.personId ?? ''], accountId: null, names: [], addresses: [], traces: new Map() };
    expect((await assessmentData.describe(desk(), subject))[0]?.items).toHaveLength(1);
    const { inTransaction } = await import('#server/platform/context.ts');
    await inTransaction(at.system(), (tx) => assessmentData.erase(tx, subject));
    expect((await assessmentData.describe(desk(), subject))[0]?.items).toHaveLength(0);
    expect((await testFigures(desk(), test)).test).toMatchObject({ finished: 12, passed: 6 });
    expect(await listOpenTests(people[0]!.ctx)).toMatchObject({ attempts: [] });
  });

  it('lose the words, files and open attempts of whoever is erased', async () => {
    const author = await worker('Жанар');
    const test = await publishedTest(desk(), ['case'], { attempts: null });
    const first = await startAttempt(author.ctx, test, { locale: 'ru' });
    await answerAll(author.ctx, first, true);
    await saveCaseFile(author.ctx, first, 1, { name: 'a.txt', bytes: new TextEncoder().encode('слова') });
    const { answerId } = await showQuestion(author.ctx, first, 1);
    await handIn(author.ctx, first);
    await scoreCase(desk(), answerId, { marks: [1, 1], comment: 'Жанар, хорошо' });
    const open = await startAttempt(author.ctx, test, { locale: 'ru' });
    const { inTransaction } = await import('#server/platform/context.ts');
    await inTransaction(at.system(), (tx) => assessmentData.erase(tx, { personIds: [author.personId], accountId: null, names: [], addresses: [], traces: new Map() }));
    const { db } = at.platform;
    expect(await db.selectFrom('assessment.attempt').select('id').where('id', '=', open).execute()).toEqual([]);
    expect(await db.selectFrom('assessment.answer').select(['answer', 'comment', 'points']).where('id', '=', answerId).execute()).toEqual([{ answer: null, comment: null, points: '2.00' }]);
    expect(await db.selectFrom('platform.stored_file').select('id').where('owner_id', '=', answerId).execute()).toEqual([]);
  });
});
