import { beforeAll, describe, expect, it } from 'vitest';
import { writeSetting } from '#server/platform/settings.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { checkByCode, listRegisterFor, RegisterFilter, renewCredential, issueDuplicate } from './index.ts';
import { issueList } from './issuing-lists.jobs.ts';
import { NewIssuingList } from './issuing-lists.schemas.ts';
import { getIssuingListFor, listIssuingListsFor, openIssuingList, previewIssuingList, resumeIssuingList, startIssuingList, stopIssuingList, undoIssuingList } from './issuing-lists.service.ts';

const at = testInstallation();
const coordinator = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
const inspector = () => at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
const wish = (change: object = {}) =>
  NewIssuingList.parse({ organisationId: at.organisationId, kind: 'course', language: 'ru', title: 'Библиотечное дело: первые шаги', from: '2026-05-04', to: '2026-05-15', hours: 36, competencies: 'Каталогизация\n— Работа с читателями\n', months: 12, deliver: '0', names: 'Абаева Гүлнәр; тема: «Чтение летом»; gulnar@example.kz\nЛи Ян', ...change });
/** The job as a worker runs it. */
async function work(listId: string): Promise<void> {
  const db = at.platform.db;
  const { jobId } = await getIssuingListFor(coordinator(), listId);
  const job = await db.selectFrom('platform.job').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow();
  const outcome = await issueList({
    ...{ id: jobId, networkId: job.network_id, params: job.params, platform: at.platform, createdBy: job.created_by },
    progress: async (done, total) => void (await db.updateTable('platform.job').set({ done, total }).where('id', '=', jobId).execute()),
    stopRequested: async () => job.stop_requested,
  });
  await db.updateTable('platform.job').set({ state: job.stop_requested ? 'stopped' : 'done', outcome: JSON.stringify(outcome) }).where('id', '=', jobId).execute();
}
const registerOf = (list: string) => listRegisterFor(coordinator(), RegisterFilter.parse({ list, sort: 'name' }));

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a list of people for certificates', () => {
  it('is issued once, with every word of it on paper, and again after a lost paper', async () => {
    const key = newId();
    const id = await startIssuingList(coordinator(), wish({ key }));
    expect(await startIssuingList(coordinator(), wish({ key }))).toBe(id);
    await work(id);
    await work(id);
    expect(await getIssuingListFor(coordinator(), id)).toMatchObject({ state: 'done', people: 2, issued: 2, failed: [], given: 0 });
    const { lines } = await registerOf(id);
    expect(lines.map(({ holderName, kind, validUntil }) => [holderName, kind, validUntil])).toEqual([['Абаева Гүлнәр', 'course', '2027-05-18'], ['Ли Ян', 'course', '2027-05-18']]);
    const printed = async (issueId: string) => {
      const { check_code: code } = await at.platform.db.selectFrom('credentials.issue').select('check_code').where('id', '=', issueId).executeTakeFirstOrThrow();
      return Object.fromEntries((await checkByCode(at.ctx(visitor), { code, source: '10.0.0.1' })).lines.map(({ line, text }) => [line, text]));
    };
    expect(await printed(lines[0]!.issueId)).toMatchObject({
      title: 'Сертификат о прохождении курса',
      eventTitle: 'Библиотечное дело: первые шаги',
      dates: '4–15 мая 2026 г.',
      roleLine: 'тема: «Чтение летом»',
      legalLine: 'Не является документом о квалификации',
    });
    const facts = await at.platform.db.selectFrom('credentials.issue').select('facts').where('id', '=', lines[0]!.issueId).executeTakeFirstOrThrow();
    expect(facts.facts).toEqual({ from: '2026-05-04', to: '2026-05-15', hours: 36, gained: ['Каталогизация', 'Работа с читателями'] });
    const duplicate = await issueDuplicate(coordinator(), lines[0]!.issueId, { reason: 'Бумага потеряна в дороге' });
    expect(await printed(duplicate.issueId)).toMatchObject({ roleLine: 'тема: «Чтение летом»' });
    expect((await at.platform.db.selectFrom('credentials.issue').select('facts').where('id', '=', duplicate.issueId).executeTakeFirstOrThrow()).facts).toEqual(facts.facts);
    expect(await refusal(renewCredential(coordinator(), lines[1]!.issueId, { validUntil: '2028-05-18', basis: 'Курс пройден ещё раз' }))).toBe('credential.not_renewable_now');
  });

  it('says before issuing who has it already, what cannot be read, and what may not be promised', async () => {
    const list = { title: 'Второй курс', names: 'Абаева Гүлнәр\nЛи Ян\nли ян\nА 😀' };
    expect(await previewIssuingList(coordinator(), wish(list))).toMatchObject({ count: 2, refusedCount: 1, duplicateCount: 1 });
    expect(await refusal(startIssuingList(coordinator(), wish(list)))).toBe('names list.has_errors');
    await work(await startIssuingList(coordinator(), wish({ ...list, leaveOut: 'yes' })));
    const again = await previewIssuingList(coordinator(), wish({ ...list, names: 'Ли Ян\nНовая Анна' }));
    expect(again).toMatchObject({ count: 1, duplicateCount: 1, duplicates: [{ name: 'Ли Ян', problems: [{ code: 'list.issued_before', params: { number: expect.stringMatching(/-CRS-|-00/) as string } }] }] });
    expect(await refusal(startIssuingList(coordinator(), wish({ ...list, names: 'Ли Ян' })))).toBe('names list.nobody');
    expect(await refusal(startIssuingList(coordinator(), wish({ qualification: 'professional_development' })))).toBe('qualification issuing.no_qualification');
    expect(await refusal(startIssuingList(coordinator(), wish({ to: '2026-06-30' })))).toBe('to issuing.not_over');
    expect(await refusal(startIssuingList(coordinator(), wish({ template: newId() })))).toBe('template issuing.no_template');
    const wrong = NewIssuingList.safeParse({ organisationId: at.organisationId, kind: 'course', language: 'ru', title: 'А 😀', from: '2026-05-10', to: '2026-05-09', secondLanguage: 'ru', signatoryName: 'Ли Ян', names: 'Ли Ян', hours: '-4', months: '1000' });
    expect(wrong.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual(expect.arrayContaining(['title issuing.unprintable']));
  });

  it('is undone as a whole while its mails wait, and stops and goes on', async () => {
    const id = await startIssuingList(coordinator(), wish({ title: 'Третий курс', deliver: '15' }));
    await stopIssuingList(coordinator(), id);
    expect(await refusal(undoIssuingList(coordinator(), id, { reason: 'Ошибка в названии курса' }))).toBe('issuing.running_already');
    await work(id);
    expect(await getIssuingListFor(coordinator(), id)).toMatchObject({ state: 'stopped', issued: 0 });
    await resumeIssuingList(coordinator(), id);
    await work(id);
    expect(await undoIssuingList(coordinator(), id, { reason: 'Ошибка в названии курса' })).toBe(2);
    expect(await getIssuingListFor(coordinator(), id)).toMatchObject({ issued: 2, annulled: 2, given: 0 });
    // The same people may be issued to anew.
    expect(await previewIssuingList(coordinator(), wish({ title: 'Третий курс' }))).toMatchObject({ count: 2, duplicateCount: 0 });
  });

  it('is for coordinators of the organisation; inspectors look', async () => {
    const id = await startIssuingList(coordinator(), wish({ title: 'Четвёртый курс' }));
    expect(await getIssuingListFor(inspector(), id)).toMatchObject({ mayIssue: false });
    expect((await listIssuingListsFor(inspector())).map((list) => list.id)).toContain(id);
    const deeds = (ctx: ReturnType<typeof coordinator>) => [() => openIssuingList(ctx), () => previewIssuingList(ctx, wish()), () => startIssuingList(ctx, wish()), () => stopIssuingList(ctx, id), () => resumeIssuingList(ctx, id), () => undoIssuingList(ctx, id, { reason: 'Ошибка в названии курса' })];
    for (const work of deeds(inspector())) expect(await refusal(work())).toBe('page.not_found');
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      const ctx = at.ctx(actor);
      for (const work of [...deeds(ctx), () => getIssuingListFor(ctx, id), () => listIssuingListsFor(ctx)]) expect(await refusal(work())).toBe('page.not_found');
    }
    expect(await refusal(startIssuingList(coordinator(), wish({ organisationId: at.otherOrganisationId })))).toBe('organisationId choice.missing');
    expect(await refusal(getIssuingListFor(coordinator(), 'x'))).toBe('page.not_found');
  });
});
