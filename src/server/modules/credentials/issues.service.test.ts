import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { forgetPracticeIssues, issueCredential, issuesFor, revokeCredential } from './index.ts';

const at = testInstallation();

const issue = (given: Partial<NewIssue> = {}, ctx: Ctx = at.system()) =>
  inTransaction(ctx, (tx) => issueCredential(tx, newIssue(at.organisationId, given)));

async function makePublic() {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
}

const linesOf = (year: number) =>
  at.platform.db
    .selectFrom('credentials.issue')
    .select(['seq', 'number', 'source_id'])
    .where('network_id', '=', at.networkId)
    .where('year', '=', year)
    .orderBy('seq')
    .execute();

describe('before the public address was checked', () => {
  it('issues nothing, except for rehearsals', async () => {
    await expect(issue()).rejects.toMatchObject({ code: 'issuing.no_public_address', status: 409 });
    await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
    await expect(issue()).rejects.toMatchObject({ code: 'issuing.no_public_address' });
    expect((await issue({ practice: true })).number).toBe('TEST-PVL-2026-ATT-00001');
  });
});

describe('issuing', () => {
  beforeAll(makePublic);

  it('writes line, audit, outbox event, mail and link in one transaction', async () => {
    const sourceId = newId();
    const made = await issue({ sourceId, issuedOn: '2030-03-01', mailAddress: 'anna@example.ru', holderName: 'Анна Лукьянова' });
    expect(made).toMatchObject({ number: 'PVL-2030-ATT-00001', series: 'register', isNew: true, revokedAt: null, holderName: 'Анна Лукьянова' });
    expect(made.checkCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    const { db } = at.platform;
    const row = await db.selectFrom('credentials.issue').selectAll().where('id', '=', made.issueId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ seq: 1, public_address: 'https://sheberlik.example.kz', issued_on: '2030-03-01', source_id: sourceId });
    expect(row.fields).toMatchObject({ title: 'Сертификат участника', issuedOn: '1 марта 2030 г.', minutesLine: 'участие: 345 минут' });
    expect(await db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', made.issueId).execute()).toEqual([
      { act: 'credential.issued', data: { number: 'PVL-2030-ATT-00001', kind: 'attendance' } },
    ]);
    const events = await db.selectFrom('platform.outbox_event').select(['name', 'payload']).where('name', '=', 'credentials.issued').execute();
    expect(events.at(-1)?.payload).toEqual({ issueId: made.issueId, kind: 'attendance', sourceType: 'seminars.registration', sourceId });
    const mails = await db.selectFrom('platform.mail_message').select(['template', 'to_address', 'locale', 'params']).where('subject_id', '=', made.issueId).execute();
    expect(mails).toEqual([{ template: 'credentials.issued', to_address: 'anna@example.ru', locale: 'ru', params: { issueId: made.issueId } }]);
    const links = await db.selectFrom('access.link').select(['purpose']).where('subject_id', '=', made.issueId).execute();
    expect(links).toEqual([{ purpose: 'certificate' }]);
  });

  it('gives the first issue back to whoever asks again, also after it was revoked', async () => {
    const sourceId = newId();
    const first = await issue({ sourceId });
    const second = await issue({ sourceId, holderName: 'Другое имя', issuedOn: '2031-01-01' });
    expect(second).toMatchObject({ issueId: first.issueId, number: first.number, holderName: 'Анна Сергеевна Лукьянова', isNew: false });
    await revokeCredential(at.system(), { issueId: first.issueId, reason: 'Имя напечатано с ошибкой.' });
    expect(await issue({ sourceId })).toMatchObject({ issueId: first.issueId, isNew: false });
    const other = await issue({ sourceId, kind: 'speaker' });
    expect(other.number).toBe('PVL-2026-SPK-00001');
    const fresh = await issue({ sourceId, holderName: 'Анна Лукьянова', replacesId: first.issueId });
    expect(fresh).toMatchObject({ isNew: true, holderName: 'Анна Лукьянова' });
    expect(fresh.number).not.toBe(first.number);
    expect((await issuesFor(at.system(), 'seminars.registration', [sourceId])).map((i) => [i.number, i.revokedAt !== null])).toEqual([
      [first.number, true],
      [other.number, false],
      [fresh.number, false],
    ]);
    await expect(issue({ sourceId, replacesId: first.issueId })).rejects.toMatchObject({ code: 'issuing.not_replaceable' });
  });

  it('refuses a name that no font can print, and takes no number for it', async () => {
    await expect(issue({ holderName: 'Анна 🙂 Лукьянова', issuedOn: '2032-01-01' })).rejects.toMatchObject({
      code: 'issuing.unprintable',
      params: { signs: '🙂' },
    });
    expect((await issue({ issuedOn: '2032-01-01' })).number).toBe('PVL-2032-ATT-00001');
  });

  it('is done by coordinators of the organisation and by jobs, by nobody else', async () => {
    await expect(issue({}, at.ctx(visitor))).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(issue({}, at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId)))).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(issue({}, at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])))).rejects.toMatchObject({
      code: 'page.not_found',
    });
    expect((await issue({}, at.ctx())).isNew).toBe(true);
  });

  it('cannot name an organisation of another network', async () => {
    await expect(issue({ organisationId: at.otherOrganisationId })).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('counts each network, kind and year for itself', async () => {
    const there = await inTransaction(at.system(at.otherNetworkId), (tx) =>
      issueCredential(tx, newIssue(at.otherOrganisationId, { issuedOn: '2033-01-01' })),
    );
    expect([there.number, (await issue({ issuedOn: '2033-01-01' })).number, (await issue({ issuedOn: '2033-12-31', kind: 'organiser' })).number]).toEqual([
      'MNS-2033-ATT-00001',
      'PVL-2033-ATT-00001',
      'PVL-2033-ORG-00001',
    ]);
  });
});

describe('a rehearsal', () => {
  it('keeps out of the register, holds its mail, tells nobody and leaves no line', async () => {
    const sourceId = newId();
    const made = await issue({ practice: true, sourceId, issuedOn: '2034-01-01', mailAddress: 'anna@example.ru' });
    expect(made).toMatchObject({ number: 'TEST-PVL-2034-ATT-00001', series: 'practice' });
    const { db } = at.platform;
    const mail = await db.selectFrom('platform.mail_message').select('state').where('subject_id', '=', made.issueId).executeTakeFirstOrThrow();
    expect(mail.state).toBe('held');
    const events = await db.selectFrom('platform.outbox_event').select('payload').where('name', '=', 'credentials.issued').execute();
    expect(events.filter(({ payload }) => payload.issueId === made.issueId)).toEqual([]);
    const real = await issue({ issuedOn: '2034-01-01' });
    expect(await inTransaction(at.system(), (tx) => forgetPracticeIssues(tx, 'seminars.registration', [sourceId, real.sourceId]))).toBe(1);
    expect(await linesOf(2034)).toMatchObject([{ number: 'PVL-2034-ATT-00001' }]);
  });
});

describe('the register under load', () => {
  it('gives every number once and leaves no gap when transactions are rolled back or killed', async () => {
    const year = 2040;
    class Rollback extends Error {}
    let killed = false;
    const executioner = new pg.Client({ connectionString: at.platform.config.databaseUrl ?? '' });
    await executioner.connect();
    const attempt = (n: number) =>
      inTransaction(at.system(), async (tx) => {
        const made = await issueCredential(tx, newIssue(at.organisationId, { issuedOn: `${year}-05-01` }));
        if (n === 17) {
          killed = true;
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db);
          await executioner.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
        }
        if (n % 3 === 0) throw new Rollback();
        return made.number;
      });
    const results = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => attempt(n)));
    await executioner.end();
    const given = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const lines = await linesOf(year);
    expect(killed).toBe(true);
    // 67 of 200 are rolled back (0, 3, … 198) and one connection is killed before it can commit.
    expect(lines).toHaveLength(132);
    expect(lines.map((line) => line.seq)).toEqual(Array.from({ length: 132 }, (_, i) => i + 1));
    expect([...given].sort()).toEqual(lines.map((line) => line.number));
  });

  it('issues once when the same source is asked for twenty times at once, from two registers', async () => {
    const sourceId = newId();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => issue({ sourceId, issuedOn: n % 2 === 0 ? '2041-06-01' : '2042-06-01' })),
    );
    expect(new Set(made.map(({ number }) => number)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    const year = Number(made[0]?.number.slice(4, 8));
    expect(await linesOf(year)).toMatchObject([{ seq: 1 }]);
    expect(await linesOf(year === 2041 ? 2042 : 2041)).toEqual([]);
    // The number that the losers took was given back: the next one in either register is not skipped.
    expect((await issue({ issuedOn: `${year}-07-01` })).number).toBe(`PVL-${year}-ATT-00002`);
    expect((await issue({ issuedOn: `${year === 2041 ? 2042 : 2041}-07-01` })).number).toBe(`PVL-${year === 2041 ? 2042 : 2041}-ATT-00001`);
  });
});

describe('revoking', () => {
  it('keeps number and line, says why, tells the holder, and works once', async () => {
    const made = await issue({ issuedOn: '2035-01-01', mailAddress: 'anna@example.ru' });
    const coordinator = coordinatorOf(at.networkId, at.organisationId);
    await revokeCredential(at.ctx(coordinator), { issueId: made.issueId, reason: 'Участие не подтвердилось.' });
    const { db } = at.platform;
    const row = await db.selectFrom('credentials.issue').selectAll().where('id', '=', made.issueId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ number: 'PVL-2035-ATT-00001', revoke_reason: 'Участие не подтвердилось.', revoked_at: at.clock.now() });
    const acts = await db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', made.issueId).orderBy('id').execute();
    expect(acts).toEqual([{ act: 'credential.issued' }, { act: 'credential.revoked' }]);
    const mails = await db.selectFrom('platform.mail_message').select('template').where('subject_id', '=', made.issueId).orderBy('id').execute();
    expect(mails.map(({ template }) => template)).toEqual(['credentials.issued', 'credentials.revoked']);
    await expect(revokeCredential(at.ctx(coordinator), { issueId: made.issueId, reason: 'Ещё одна причина.' })).rejects.toMatchObject({
      code: 'credential.revoked_already',
    });
  });

  it('answers strangers as if there were nothing to revoke', async () => {
    const made = await issue();
    for (const ctx of [at.ctx(visitor), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId)), at.ctx(coordinatorOf(at.networkId, at.organisationId), at.otherNetworkId)]) {
      await expect(revokeCredential(ctx, { issueId: made.issueId, reason: 'Причина из десяти букв.' })).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});
