import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { findJob, startJob } from '#server/platform/jobs.ts';
import { queueMail } from '#server/platform/mail.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { createAccount, getJobFor, getMailFor, invite, listJobsFor, listMailsFor, OutboxFilter, readsOutbox, requestSignInLink, resumeJobFor, sendMailAgain, stopJobFor } from './index.ts';

const at = testInstallation();
const withMailServer = testInstallation({ config: { smtpUrl: 'smtp://127.0.0.1:9' } });
const filter = (given: Record<string, unknown> = {}) => OutboxFilter.parse(given);
const role = (name: string): Actor => account([{ role: name, networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
let district = '';

const queue = (to: string, organisationId: string | null, networkId = at.networkId) =>
  inTransaction(at.system(networkId), (tx) =>
    queueMail(tx, { template: 'test.letter', params: {}, to, locale: 'ru', subjectType: 'test', subjectId: at.organisationId, organisationId }),
  );
const addresses = async (actor: Actor, given = {}) => (await listMailsFor(at.ctx(actor), filter(given))).lines.map(({ to }) => to).sort();

beforeAll(async () => {
  at.platform.mailer.templates.set('test.letter', async () => ({ subject: 'Тема', text: 'Текст' }));
  district = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: 'AKS', name: localized('ru', 'Район'), country: 'KZ', timeZone: 'Asia/Almaty' });
  await queue('centre@example.kz', at.organisationId);
  await queue('district@example.kz', district);
  await queue('nobody@example.kz', null);
  await queue('minsk@example.by', at.otherOrganisationId, at.otherNetworkId);
});

describe('the visible outbox', () => {
  it('shows administrators all letters of their network, coordinators those of their organisations, and nothing of another network', async () => {
    expect(await addresses(role('network_admin'))).toEqual(['centre@example.kz', 'district@example.kz', 'nobody@example.kz']);
    expect(await addresses(coordinatorOf(at.networkId, at.organisationId))).toEqual(['centre@example.kz', 'district@example.kz']);
    expect(await addresses(coordinatorOf(at.networkId, district))).toEqual(['district@example.kz']);
  });

  it('is not there for anybody else', async () => {
    for (const actor of [visitor, role('inspector'), role('methodist'), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)]) {
      await expect(listMailsFor(at.ctx(actor), filter())).rejects.toMatchObject({ code: 'page.not_found' });
      expect(readsOutbox(actor, at.networkId)).toBe(false);
    }
    const id = await queue('x@example.kz', at.organisationId);
    await expect(getMailFor(at.ctx(coordinatorOf(at.networkId, district)), id)).rejects.toMatchObject({ code: 'page.not_found' });
    expect(await getMailFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)), id)).toMatchObject({ letter: { subject: 'Тема', text: 'Текст' } });
  });

  it('finds by a part of the address and by state, and pages without losing a letter', async () => {
    expect(await addresses(role('network_admin'), { q: 'DISTRICT' })).toEqual(['district@example.kz']);
    expect(await addresses(role('network_admin'), { q: '%' })).toEqual([]);
    expect(await addresses(role('network_admin'), { state: 'sent' })).toEqual([]);
    for (let i = 0; i < 110; i++) await queue(`many${i}@example.kz`, district);
    const seen: string[] = [];
    let page = await listMailsFor(at.ctx(role('network_admin')), filter({ q: 'many' }));
    seen.push(...page.lines.map(({ to }) => to));
    while (page.after) {
      page = await listMailsFor(at.ctx(role('network_admin')), filter({ q: 'many', after: page.after }));
      seen.push(...page.lines.map(({ to }) => to));
    }
    expect(new Set(seen).size).toBe(110);
    expect(seen).toHaveLength(110);
    const back = await listMailsFor(at.ctx(role('network_admin')), filter({ q: 'many', before: page.before ?? '' }));
    expect(back.lines.map(({ to }) => to)).toEqual(seen.slice(50, 100));
    expect(await countQueries(() => listMailsFor(at.ctx(role('network_admin')), filter()))).toBe(2);
  });

  it('shows nobody a link that opens another account, and a link that gives a role only to who may give roles', async () => {
    await createAccount(at.system(), { email: 'boss@example.kz', name: 'Басшы', password: 'алты сөзден құпия', verified: true });
    await requestSignInLink(at.ctx(visitor), { email: 'boss@example.kz', source: '10.3.0.1' });
    const [secret] = (await listMailsFor(at.ctx(role('system_admin')), filter({ q: 'boss@' }))).lines;
    expect(await getMailFor(at.ctx(role('network_admin')), secret?.id ?? '')).toMatchObject({ isSecret: true, letter: null, maySendAgain: false });
    await invite(at.ctx(role('network_admin')), {
      email: 'new@example.kz', name: 'Жаңа маман', role: 'network_admin', locale: 'kk', scopeKind: 'network', scopeId: null, place: { networkId: at.networkId },
    });
    const [invitation] = (await listMailsFor(at.ctx(role('network_admin')), filter({ q: 'new@' }))).lines;
    expect((await getMailFor(at.ctx(role('network_admin')), invitation?.id ?? '')).letter?.text).toMatch(/\/kk\/l\/[\w-]{32}/);
    expect(await getMailFor(at.ctx(role('coordinator')), invitation?.id ?? '')).toMatchObject({ isSecret: true, letter: null });
  });

  it('offers nothing to send again without a mail server', async () => {
    const id = await queue('later@example.kz', at.organisationId);
    await expect(sendMailAgain(at.ctx(role('network_admin')), id)).rejects.toMatchObject({ code: 'mail.not_sendable' });
  });
});

describe('sending again', () => {
  const admin = () => withMailServer.ctx(account([{ role: 'network_admin', networkId: withMailServer.networkId, scopeKind: 'network', scopeId: null }]));
  const state = async (id: string) => (await withMailServer.platform.db.selectFrom('platform.mail_message').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;

  it('is for letters that failed, and for those that have waited for more than ten minutes', async () => {
    withMailServer.platform.mailer.templates.set('test.letter', async () => ({ subject: 'Тема', text: 'Текст' }));
    const id = await inTransaction(withMailServer.system(), (tx) =>
      queueMail(tx, { template: 'test.letter', params: {}, to: 'a@example.kz', locale: 'ru', subjectType: 'test', subjectId: withMailServer.organisationId, organisationId: null }),
    );
    await expect(sendMailAgain(admin(), id)).rejects.toMatchObject({ code: 'mail.not_sendable' });
    await expect(withMailServer.platform.mailer.send(id)).rejects.toThrow();
    expect(await state(id)).toBe('failed');
    await sendMailAgain(admin(), id);
    expect(await state(id)).toBe('queued');
    await expect(sendMailAgain(admin(), id)).rejects.toMatchObject({ code: 'mail.not_sendable' });
    withMailServer.clock.advance(11 * 60_000);
    await sendMailAgain(admin(), id);
    const acts = await withMailServer.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', id).execute();
    expect(acts).toEqual([{ act: 'mail.sent_again' }, { act: 'mail.sent_again' }]);
  });
});

describe('long jobs', () => {
  it('are seen, stopped and resumed by who started them and by administrators, and by nobody else', async () => {
    const mine = coordinatorOf(at.networkId, at.organisationId);
    const jobId = await inTransaction(at.ctx(mine), (tx) => startJob(tx, 'test.long', {}));
    expect(await getJobFor(at.ctx(mine), jobId)).toMatchObject({ state: 'waiting', done: 0, stopRequested: false });
    expect((await listJobsFor(at.ctx(mine))).map(({ id }) => id)).toEqual([jobId]);
    expect(await listJobsFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)))).toEqual([]);
    for (const ctx of [at.ctx(visitor), at.ctx(coordinatorOf(at.networkId, at.organisationId)), at.ctx(role('network_admin'), at.otherNetworkId)]) {
      await expect(getJobFor(ctx, jobId)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(stopJobFor(ctx, jobId)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(resumeJobFor(ctx, jobId)).rejects.toMatchObject({ code: 'page.not_found' });
    }
    await stopJobFor(at.ctx(role('network_admin')), jobId);
    expect((await getJobFor(at.ctx(mine), jobId)).stopRequested).toBe(true);
    await at.platform.db.updateTable('platform.job').set({ state: 'stopped' }).where('id', '=', jobId).execute();
    await resumeJobFor(at.ctx(mine), jobId);
    expect(await findJob(at.system(), jobId)).toMatchObject({ state: 'waiting', stop_requested: false });
    await expect(getJobFor(at.ctx(mine), 'not-an-id')).rejects.toMatchObject({ code: 'page.not_found' });
  });
});
