import { beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/context.ts';
import type { JobRun } from '#server/platform/platform.ts';
import { addTemplate, issuesFor, NewTemplate, revokeCredential } from '#server/modules/credentials/index.ts';
import { addGuests, holdSession, type Guest } from '#server/testing/event-people.ts';
import { account, coordinatorOf, countQueries, testInstallation, TEST_NOW } from '#server/testing/installation.ts';
import { cancelEvent } from './event-life.service.ts';
import { decideCertificate, listResultsFor } from './eligibility.service.ts';
import { issueCertificates } from './issuing.jobs.ts';
import { getRunFor, issueToOne, planIssuing, resumeIssuing, startIssuing, stopIssuing, undoIssuing } from './issuing.service.ts';
import { setContributorPaper } from './paper.service.ts';
import { readResultFilter } from './results-filter.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
const BEGIN = new Date('2026-05-25T05:00:00Z');

beforeEach(async () => {
  at.clock.set(TEST_NOW);
  // Issuing needs the address that stands on paper.
  await at.platform.db
    .insertInto('platform.setting')
    .values([
      { name: 'public_address', value: JSON.stringify('https://sheberlik.example.kz'), updated_at: TEST_NOW },
      { name: 'public_address_checked_at', value: JSON.stringify(TEST_NOW.toISOString()), updated_at: TEST_NOW },
    ])
    .onConflict((oc) => oc.column('name').doNothing())
    .execute();
});

async function heldEvent(ctx: Ctx, guests: readonly Guest[]) {
  const event = await publishedEvent(ctx, at.organisationId);
  const ids = await addGuests(ctx, event.eventId, [event.sessionId], guests);
  await holdSession(ctx, at.clock, event.sessionId, BEGIN, 100, guests.map((guest, index) => ({ id: ids[index] ?? '', minutes: guest.minutes?.[0] ?? 0 })));
  return { ...event, ids };
}
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.[0]?.code ?? error.code);
const list = (ctx: Ctx, eventId: string, query = '') => listResultsFor(ctx, eventId, readResultFilter(new URLSearchParams(query)));

/** The job as a worker runs it; `watch` is told of each certificate and may stop the run. */
async function work(ctx: Ctx, eventId: string, runId: string, watch: { stopAfter?: number } = {}): Promise<Record<string, unknown>> {
  const { jobId } = await getRunFor(ctx, eventId, runId);
  const job = await ctx.platform.db.selectFrom('platform.job').selectAll().where('id', '=', jobId).executeTakeFirstOrThrow();
  let asked = 0;
  const run: JobRun = {
    id: jobId,
    networkId: job.network_id,
    params: job.params,
    platform: at.platform,
    createdBy: job.created_by,
    progress: async (done, total) => void (await ctx.platform.db.updateTable('platform.job').set({ done, total }).where('id', '=', jobId).execute()),
    stopRequested: async () => watch.stopAfter !== undefined && asked++ >= watch.stopAfter,
  };
  return (await issueCertificates(run)) ?? {};
}
const crowd = (count: number): Guest[] =>
  Array.from({ length: count }, (_, i) => ({ name: `Участник ${'абвгдежзиклмнопрстуф'[i % 20]}${'абвгдежзиклмнопрстуф'[Math.floor(i / 20)]}а`, minutes: [90 + (i % 10)] }));

describe('before issuing', () => {
  it('a preview says who gets what in which language, who does not and why', async () => {
    const ctx = at.ctx();
    const { eventId } = await heldEvent(ctx, [
      { name: 'Абаева Гүлнәр', minutes: [90], locale: 'kk' },
      { name: 'Борисова Анна', minutes: [90] },
      { name: 'Волкова Ирина', minutes: [90], confirmed: false },
      { name: 'Громова Ольга', minutes: [10] },
      { name: 'Знак 木 Анна', minutes: [90] },
    ]);
    const plan = await planIssuing(ctx, eventId, { unconfirmedToo: false });
    expect(plan).toMatchObject({
      problem: null,
      count: 2,
      unconfirmed: 2,
      groups: [
        { kind: 'attendance', locale: 'kk', count: 1 },
        { kind: 'attendance', locale: 'ru', count: 1 },
      ],
      unprintable: [{ name: 'Знак 木 Анна', signs: '木' }],
      issued: 0,
      ahead: 0,
    });
    expect(Object.fromEntries(plan.leftOut.map(({ code, count }) => [code, count]))).toEqual({
      'issuing.name_not_confirmed': 2,
      'eligibility.percent_below': 1,
      'issuing.name_unprintable': 1,
    });
    expect((await planIssuing(ctx, eventId, { unconfirmedToo: true })).groups).toEqual([
      { kind: 'attendance', locale: 'ru', count: 2 },
      { kind: 'attendance', locale: 'kk', count: 1 },
      // Nobody chose a language for the speaker: the first of the event.
      { kind: 'speaker', locale: 'kk', count: 1 },
    ]);
  });

  it('is refused while there is no public address, nothing was held, nobody is eligible, or it runs already', async () => {
    const ctx = at.ctx();
    const empty = await publishedEvent(ctx, at.organisationId);
    expect(await refusal(startIssuing(ctx, empty.eventId, { unconfirmedToo: false }))).toBe('issuing.nothing_held');
    const { eventId } = await heldEvent(ctx, [{ name: 'Абаева Гүлнәр', minutes: [10] }]);
    expect(await refusal(startIssuing(ctx, eventId, { unconfirmedToo: false }))).toBe('issuing.nobody');
    at.clock.set(TEST_NOW);
    const ready = await heldEvent(ctx, [{ name: 'Борисова Анна', minutes: [90] }]);
    await startIssuing(ctx, ready.eventId, { unconfirmedToo: false });
    expect(await refusal(startIssuing(ctx, ready.eventId, { unconfirmedToo: false }))).toBe('issuing.running_already');
    await ctx.platform.db.deleteFrom('platform.setting').where('name', '=', 'public_address_checked_at').execute();
    expect((await planIssuing(ctx, ready.eventId, { unconfirmedToo: false })).problem).toBe('issuing.no_public_address');
    expect(await refusal(startIssuing(ctx, ready.eventId, { unconfirmedToo: false }))).toBe('issuing.no_public_address');
  });

  it('belongs to coordinators of the host organisation', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, [{ name: 'Абаева Гүлнәр', minutes: [90] }]);
    const moderator = account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]);
    for (const actor of [moderator, coordinatorOf(at.otherNetworkId, at.otherOrganisationId), { kind: 'visitor' } as const]) {
      expect(await refusal(planIssuing({ ...ctx, actor }, eventId, { unconfirmedToo: true }))).toBe('page.not_found');
      expect(await refusal(startIssuing({ ...ctx, actor }, eventId, { unconfirmedToo: true }))).toBe('page.not_found');
      expect(await refusal(issueToOne({ ...ctx, actor }, eventId, ids[0] ?? '', { unconfirmedToo: true }))).toBe('page.not_found');
    }
    const elsewhere = { ...ctx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) };
    expect(await refusal(planIssuing(elsewhere, eventId, { unconfirmedToo: true }))).toBe('page.not_found');
  });
});

describe('a run', () => {
  it('issues to everybody eligible, in the alphabet of the event, each with the words of her language', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, [
      { name: 'Борисова Анна', minutes: [100] },
      { name: 'Абаева Гүлнәр', minutes: [90], locale: 'kk' },
      { name: 'Громова Ольга', minutes: [10] },
    ]);
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: true });
    expect(await work(ctx, eventId, runId)).toEqual({ issued: 3, failed: [] });
    const { lines, totals } = await list(ctx, eventId);
    expect(totals).toMatchObject({ issued: 3, toIssue: 0 });
    const seq = (name: string) => Number(lines.find((line) => line.name === name)?.number?.slice(-5));
    expect(seq('Борисова Анна') - seq('Абаева Гүлнәр')).toBe(1);
    expect(lines.find((line) => line.name === 'Громова Ольга')?.number).toBeNull();
    const paper = await ctx.db.selectFrom('credentials.issue').select(['fields', 'locale', 'mail_address', 'kind', 'series']).where('source_id', '=', ids[1] ?? '').executeTakeFirstOrThrow();
    expect(paper).toMatchObject({ locale: 'kk', kind: 'attendance', series: 'register' });
    expect(paper.fields).toMatchObject({
      role: 'participant',
      eventTitle: 'Ертеңгі маманның құзыреттері',
      minutesLine: 'қатысқан уақыты: 90 минут',
      collectiveLine: null,
      issuedOn: '2026 ж. 25 мамыр',
    });
    expect(paper.fields.ruleLine).toMatch(/90\s?%.*85\s?%/);
    const speaker = await ctx.db.selectFrom('credentials.issue').select(['fields', 'source_type']).where('kind', '=', 'speaker').where('holder_name', '=', 'Лукашевич Вера').orderBy('issued_at', 'desc').executeTakeFirstOrThrow();
    expect(speaker).toMatchObject({ source_type: 'seminars.contributor', fields: { role: 'speaker', minutesLine: null, ruleLine: null } });
    expect(speaker.fields.roleLine).toContain('Волонтёрство как путь в профессию');
  });

  it('issues nobody twice: not a second run, not two workers at once', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, crowd(40));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: true });
    await Promise.all([work(ctx, eventId, runId), work(ctx, eventId, runId)]);
    const issues = await issuesFor(ctx, 'seminars.registration', ids);
    expect(issues).toHaveLength(40);
    const numbers = issues.map(({ number }) => Number(number.slice(-5))).sort((a, b) => a - b);
    expect(numbers.at(-1)! - numbers[0]!).toBe(39);
    await finish(runId);
    expect(await refusal(startIssuing(ctx, eventId, { unconfirmedToo: true }))).toBe('issuing.nobody');
  });

  it('looks as whoever issues chose: by a template of the organisation, or by our own design', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, crowd(2));
    const template = (organisationId: string) => NewTemplate.parse({ organisationId, name: 'Областной шаблон', layout: 'landscape' });
    const chosen = await addTemplate(at.system(), template(at.organisationId));
    const elsewhere = await addTemplate(at.system(at.otherNetworkId), template(at.otherOrganisationId));
    expect(await refusal(startIssuing(ctx, eventId, { unconfirmedToo: false, template: elsewhere }))).toBe('issuing.no_template');
    expect((await planIssuing(ctx, eventId, { unconfirmedToo: false })).templates).toContainEqual({ id: chosen, name: 'Областной шаблон' });
    await work(ctx, eventId, await startIssuing(ctx, eventId, { unconfirmedToo: false, template: chosen }));
    const made = await ctx.platform.db.selectFrom('credentials.issue').select('template_version_id').where('source_id', 'in', ids).execute();
    expect(made.map(({ template_version_id: version }) => version !== null)).toEqual([true, true]);
  });

  it('stops when asked, keeps what it has done and goes on from there', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, crowd(10));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    expect(await work(ctx, eventId, runId, { stopAfter: 0 })).toEqual({ issued: 0, failed: [] });
    await stopIssuing(ctx, eventId, runId);
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ stopRequested: true });
    await ctx.platform.db.updateTable('platform.job').set({ state: 'stopped' }).where('id', '=', (await getRunFor(ctx, eventId, runId)).jobId).execute();
    await resumeIssuing(ctx, eventId, runId);
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ state: 'waiting', stopRequested: false });
    expect(await work(ctx, eventId, runId)).toEqual({ issued: 10, failed: [] });
    expect(await issuesFor(ctx, 'seminars.registration', ids)).toHaveLength(10);
  });

  it('needs as many queries for each person, and no more for many than for few', async () => {
    const ctx = at.ctx();
    const cost = async (count: number) => {
      at.clock.set(TEST_NOW);
      const { eventId } = await heldEvent(ctx, crowd(count));
      const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
      return countQueries(() => work(ctx, eventId, runId));
    };
    const [five, fifty] = [await cost(5), await cost(50)];
    const each = (fifty - five) / 45;
    expect(each).toBeLessThanOrEqual(15);
    // What remains is the constant part of the run.
    expect(five - 5 * each).toBeLessThanOrEqual(16);
  });

  it('leaves to the next run whoever changed after everybody was judged', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, [{ name: 'Абаева Гүлнәр', minutes: [90] }, { name: 'Борисова Анна', minutes: [90] }]);
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    // A correction of the name is under way while the run begins.
    const correction = inTransaction(ctx, async (tx) => {
      await tx.db.updateTable('seminars.registration').set({ name: 'Абаева Гүлнара' }).where('id', '=', ids[0] ?? '').execute();
      await held;
    });
    const running = work(ctx, eventId, runId);
    setTimeout(release, 200);
    const [outcome] = await Promise.all([running, correction]);
    expect(outcome).toEqual({ issued: 1, failed: [{ id: ids[0], code: 'record.changed_meanwhile' }] });
    expect((await getRunFor(ctx, eventId, runId)).failed).toEqual([]);
    await finish(runId, outcome);
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ issued: 1, failedCount: 1, failed: [{ name: 'Абаева Гүлнара' }] });
    await work(ctx, eventId, await startIssuing(ctx, eventId, { unconfirmedToo: false }));
    expect((await issuesFor(ctx, 'seminars.registration', ids)).map(({ holderName }) => holderName).sort()).toEqual(['Абаева Гүлнара', 'Борисова Анна']);
  });

  it('ends with an error when the event is cancelled meanwhile', async () => {
    const ctx = at.ctx();
    const { eventId } = await heldEvent(ctx, crowd(2));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    await cancelEvent(ctx, eventId, { reason: 'по техническим причинам' });
    expect(await refusal(work(ctx, eventId, runId))).toBe('event.not_possible_event_cancelled');
  });

  it('waits with its mails as long as is wished, and until then is undone as a whole and done anew', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, crowd(3));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false, deliverInMinutes: 60 });
    expect(await refusal(undoIssuing(ctx, eventId, runId, { reason: 'не тот список участников' }))).toBe('issuing.running_already');
    await work(ctx, eventId, runId);
    await ctx.platform.db.updateTable('platform.job').set({ state: 'done', outcome: JSON.stringify({ issued: 3, failed: [] }) }).where('id', '=', (await getRunFor(ctx, eventId, runId)).jobId).execute();
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ issued: 3, given: 0, annulled: 0, deliverInMinutes: 60 });
    // A run that broke off says nothing of how far it came; what it issued is taken back all the same.
    await ctx.platform.db.updateTable('platform.job').set({ state: 'failed', outcome: null }).where('id', '=', (await getRunFor(ctx, eventId, runId)).jobId).execute();
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ state: 'failed', issued: 0, undoable: 3 });
    const [first] = await issuesFor(ctx, 'seminars.registration', ids);
    const mail = await ctx.db.selectFrom('platform.mail_message').select('not_before').where('subject_id', '=', first?.issueId ?? '').executeTakeFirst();
    if (mail) expect(mail.not_before?.getTime()).toBeGreaterThanOrEqual(TEST_NOW.getTime() + 3600_000);
    expect(await undoIssuing(ctx, eventId, runId, { reason: 'не тот список участников' })).toBe(3);
    expect(await refusal(undoIssuing(ctx, eventId, runId, { reason: 'не тот список участников' }))).toBe('credential.all_given');
    expect((await list(ctx, eventId)).totals).toMatchObject({ issued: 0, revoked: 0, toIssue: 4 });
    const again = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    await work(ctx, eventId, again);
    const numbers = (await issuesFor(ctx, 'seminars.registration', ids)).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(6);
    expect((await list(ctx, eventId)).totals).toMatchObject({ issued: 3, revoked: 0, toIssue: 1 });
  });

  it('works as a job of the queue', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, crowd(3));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    await at.platform.jobs.work();
    await expect.poll(async () => (await getRunFor(ctx, eventId, runId)).state, { timeout: 20_000 }).toBe('done');
    expect(await getRunFor(ctx, eventId, runId)).toMatchObject({ done: 3, total: 3, failed: [], startedBy: null });
    expect(await issuesFor(ctx, 'seminars.registration', ids)).toHaveLength(3);
  });
});

describe('one person', () => {
  it('is issued to after a decision, and the paper says that a person decided', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, [{ name: 'Абаева Гүлнәр', minutes: [50] }]);
    const [id = ''] = ids;
    expect(await refusal(issueToOne(ctx, eventId, id, { unconfirmedToo: false }))).toBe('issuing.not_eligible');
    await decideCertificate(ctx, eventId, id, { decision: 'grant', reason: 'обрыв связи' });
    expect(await issueToOne(ctx, eventId, id, { unconfirmedToo: false })).toMatch(/^PVL-2026-ATT-\d{5}$/);
    expect(await refusal(issueToOne(ctx, eventId, id, { unconfirmedToo: false }))).toBe('issuing.issued_already');
    expect(await refusal(decideCertificate(ctx, eventId, id, { decision: 'refuse', reason: 'передумали' }))).toBe('decision.issued_already');
    const paper = await ctx.db.selectFrom('credentials.issue').select('fields').where('source_id', '=', id).executeTakeFirstOrThrow();
    expect(paper.fields).toMatchObject({ minutesLine: 'участие: 50 минут', ruleLine: 'выдан по решению организатора' });
  });

  it('gets another one in place of a revoked one only when somebody says so', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await heldEvent(ctx, [{ name: 'Абаева Гүлнәр', minutes: [90] }, { name: 'Борисова Анна', minutes: [90] }]);
    const [id = ''] = ids;
    const first = await issueToOne(ctx, eventId, id, { unconfirmedToo: false });
    const [issue] = await issuesFor(ctx, 'seminars.registration', [id]);
    await revokeCredential(ctx, { issueId: issue?.issueId ?? '', reason: 'опечатка в фамилии' });
    const plan = await planIssuing(ctx, eventId, { unconfirmedToo: false });
    expect(plan).toMatchObject({ count: 1, leftOut: expect.arrayContaining([{ code: 'issuing.revoked_before', count: 1 }]) });
    await work(ctx, eventId, await startIssuing(ctx, eventId, { unconfirmedToo: false }));
    expect(await issuesFor(ctx, 'seminars.registration', [id])).toHaveLength(1);
    const second = await issueToOne(ctx, eventId, id, { unconfirmedToo: false });
    expect(second).not.toBe(first);
    const rows = await ctx.db.selectFrom('credentials.issue').select(['number', 'replaces_id', 'id']).where('source_id', '=', id).orderBy('issued_at').orderBy('id').execute();
    expect(rows).toMatchObject([{ number: first, replaces_id: null }, { number: second, replaces_id: rows[0]?.id }]);
  });

  it('with a name not confirmed is issued to only knowingly; a coordinator confirms the name of a speaker', async () => {
    const ctx = at.ctx();
    const { eventId } = await heldEvent(ctx, []);
    const [speaker] = (await list(ctx, eventId)).lines;
    const id = speaker?.id ?? '';
    expect(await refusal(issueToOne(ctx, eventId, id, { unconfirmedToo: false }))).toBe('issuing.name_not_confirmed');
    expect(await refusal(setContributorPaper(ctx, eventId, id, { name: 'Вера 🎉', locale: 'be' }))).toMatch(/^name\./);
    await setContributorPaper(ctx, eventId, id, { name: 'Лукашэвіч Вера Паўлаўна', locale: 'be' });
    expect((await list(ctx, eventId)).lines).toMatchObject([{ name: 'Лукашэвіч Вера Паўлаўна', nameConfirmed: true, locale: 'be' }]);
    expect(await issueToOne(ctx, eventId, id, { unconfirmedToo: false })).toMatch(/^PVL-2026-SPK-/);
    expect(await refusal(setContributorPaper(ctx, eventId, id, { name: 'Другая Вера', locale: 'be' }))).toBe('issuing.issued_already');
  });
});

async function finish(runId: string, outcome: Record<string, unknown> = {}): Promise<void> {
  const run = await at.platform.db.selectFrom('seminars.issuing_run').select('job_id').where('id', '=', runId).executeTakeFirstOrThrow();
  await at.platform.db.updateTable('platform.job').set({ state: 'done', outcome: JSON.stringify(outcome) }).where('id', '=', run.job_id).execute();
}
