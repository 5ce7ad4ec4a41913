import { beforeEach, describe, expect, it } from 'vitest';
import { findLinkFor, readLink } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { listMembers } from './collectives.queries.ts';
import { registerCollective } from './collectives.service.ts';
import { eraseCollective, eraseExpired, eraseLists, eraseRegistration, exportPersonalData } from './personal-data.service.ts';
import { collectiveForm, registrationForm } from './registrations.factory.ts';
import { register } from './registrations.service.ts';
import { publishedEvent } from './seminars.factory.ts';
import { fillSeats } from './waiting.service.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const link = (purpose: string, id: string) => at.ctx({ kind: 'link', linkId: id, purpose, subjectId: id } satisfies Actor);
const row = async (id: string) => at.platform.db.selectFrom('seminars.registration').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const list = async (id: string) => at.platform.db.selectFrom('seminars.collective').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const day = (date: string) => at.clock.set(new Date(`${date}T12:00:00Z`));

/** Everything in the database that is text or JSON, searched for what must be gone. */
async function remains(...words: string[]): Promise<string[]> {
  const columns = await at.platform.pool.query<{ t: string; c: string }>(
    `select format('%I.%I', table_schema, table_name) as t, column_name as c from information_schema.columns
     where data_type in ('text', 'jsonb') and table_schema in ('seminars', 'rooms', 'platform', 'people', 'access') and table_name not like '%_card'`,
  );
  const found: string[] = [];
  for (const { t, c } of columns.rows) {
    const hits = await at.platform.pool.query(`select 1 from ${t} where ${c}::text ~ $1 limit 1`, [words.join('|')]);
    if (hits.rows.length > 0) found.push(`${t}.${c}`);
  }
  return found;
}

let eventId = '';
beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  ({ eventId } = await publishedEvent(at.ctx(), at.organisationId));
});

describe('own data', () => {
  it('are given out as a file to the holder and to nobody else, and that is noted', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    expect(await exportPersonalData(link('registration', id), id)).toMatchObject({
      registration: id,
      name: 'Сейітқызы Әсел',
      email: 'asel@example.kz',
      organisation: 'Ақсу аудандық кітапханасы',
      notice: { version: 'kz-2026-11' },
      keptUntil: new Date('2027-05-25T08:00:00Z'),
    });
    await expect(exportPersonalData(guest(), id)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(exportPersonalData(at.ctx(), id)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('are erased everywhere on request: the place is free again, the link is dead, the figure of the country stays', async () => {
    const { eventId: small } = await publishedEvent(at.ctx(), at.organisationId, { capacity: 1 });
    const { registrationId: id } = await register(guest(), small, registrationForm({ name: 'Бірегейқызы Жанна', email: 'only.here@example.kz', organisation: 'Қайталанбас кітапхана' }), 'erase-key');
    const waiting = await register(guest(), small, registrationForm({ name: 'Ли Ян', email: 'li@example.kz' }), null);
    const token = (await findLinkFor(at.system(), 'registration', id))?.token ?? '';
    await eraseRegistration(link('registration', id), id);
    expect(await row(id)).toMatchObject({ name: '', email: null, organisation: '', country: 'KZ', state: 'cancelled', idempotency_key: null });
    expect(await fillSeats(at.system(), small)).toBe(1);
    expect((await row(waiting.registrationId)).state).toBe('confirmed');
    await expect(readLink(guest(), token)).rejects.toMatchObject({ code: 'link.invalid' });
    expect(await remains('Бірегейқызы', 'only.here', 'Қайталанбас', 'birege')).toEqual([]);
    await expect(eraseRegistration(link('registration', id), id)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('of two erased people do not stand in each other’s way', async () => {
    for (const name of ['Ли Ян', 'Омарова Гүлмира']) {
      const { registrationId: id } = await register(guest(), eventId, registrationForm({ name }), null);
      day('2026-05-26');
      await eraseRegistration(link('registration', id), id);
      expect((await row(id)).state).toBe('confirmed');
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
    }
  });

  it('of a list go with its contact person when she asks', async () => {
    const { collectiveId: id } = await registerCollective(guest(), eventId, collectiveForm(['Бірегейова Дана', 'Ли Ян'], { contactName: 'Жалғызбаева Роза', contactEmail: 'sole@example.kz' }), null);
    await eraseCollective(link('collective', id), id);
    expect(await list(id)).toMatchObject({ contact_name: '', contact_email: '', organisation: 'Железин ауылдық кітапханасы' });
    expect(await remains('Бірегейова', 'Жалғызбаева', 'sole@')).toEqual([]);
  });
});

describe('time of storage', () => {
  it('ends for each country when its notice said, to the day', async () => {
    const kz = (await register(guest(), eventId, registrationForm(), null)).registrationId;
    const ru = (await register(guest(), eventId, registrationForm({ country: 'RU', name: 'Иванова Мария' }), null)).registrationId;
    const erased = async () => (await Promise.all([kz, ru].map(async (id) => (await row(id)).erased_at !== null))).join();
    // The event ends on 25 May 2026; 180 days for Russia, 365 for Kazakhstan.
    at.clock.set(new Date('2026-11-21T07:59:00Z'));
    await eraseExpired(at.platform);
    expect(await erased()).toBe('false,false');
    at.clock.set(new Date('2026-11-21T08:01:00Z'));
    await eraseExpired(at.platform);
    expect(await erased()).toBe('false,true');
    at.clock.set(new Date('2027-05-25T08:01:00Z'));
    await eraseExpired(at.platform);
    expect(await erased()).toBe('true,true');
    expect(await row(kz)).toMatchObject({ name: '', email: null, state: 'confirmed', country: 'KZ' });
    expect(await eraseExpired(at.platform)).toBe(0);
  });

  it('follows an event that was put off', async () => {
    const id = (await register(guest(), eventId, registrationForm({ country: 'RU' }), null)).registrationId;
    await at.platform.db.updateTable('seminars.event').set({ last_end: new Date('2026-09-01T08:00:00Z') }).where('id', '=', eventId).execute();
    day('2026-12-01');
    await eraseExpired(at.platform);
    expect((await row(id)).erased_at).toBeNull();
  });

  it('of a list without certificates ends after 90 days; a name with a certificate stays as long as a registration', async () => {
    const { collectiveId: id } = await registerCollective(guest(), eventId, collectiveForm(['Касымова Айгуль', 'Каримова Сауле']), null);
    const { collectiveId: other } = await registerCollective(guest(), eventId, collectiveForm(['Ли Ян'], { organisation: 'Басқа' }), null);
    const [certified] = await listMembers(at.system(), id);
    await at.platform.pool.query(
      `insert into credentials.issue (network_id, organisation_id, kind, year, seq, number, series, check_code, public_address, locale, holder_name, fields, source_type, source_id, issued_at, issued_on)
       values ($1, $2, 'attendance', 2026, 1, $3, 'demo', $4, 'http://localhost', 'kk', 'Касымова Айгуль', '{}', 'registration', $5, now(), '2026-05-26')`,
      [at.networkId, at.organisationId, `PVL-2026-A-${newId()}`, newId(), certified?.id],
    );
    // 23 August is the 90th day after 25 May.
    at.clock.set(new Date('2026-08-23T07:59:00Z'));
    await eraseLists(at.platform);
    expect((await listMembers(at.system(), id)).map((m) => m.name)).toEqual(['Касымова Айгуль', 'Каримова Сауле']);
    at.clock.set(new Date('2026-08-23T08:01:00Z'));
    await eraseLists(at.platform);
    expect((await listMembers(at.system(), id)).map((m) => m.name)).toEqual(['Касымова Айгуль']);
    expect(await list(id)).toMatchObject({ erased_at: null, contact_name: 'Омарова Гүлмира' });
    expect(await list(other)).toMatchObject({ contact_name: '', contact_email: '' });
    expect((await list(other)).erased_at).not.toBeNull();
    day('2027-06-01');
    await eraseExpired(at.platform);
    expect((await list(id)).contact_name).toBe('');
  });
});
