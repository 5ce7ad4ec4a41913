import { describe, expect, it } from 'vitest';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { createAccount, findAccountIdByEmail, grantRole } from '#server/modules/access/index.ts';
import { applyBulk, BulkAct, changeOwnDetails, createPersonWithPost, nameKey, OwnDetails, readFigures, saveAttestation, saveEducation, saveFilter, showPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { register } from '#server/modules/seminars/index.ts';
import { registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { ownDataPdf } from './own-data-paper.ts';
import { dataSubject, eraseSubject, ownDataFile, ownDataInWords, ownViews } from './personal-data.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }, { role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]));

let people = 0;
/** Somebody with a record, an account, a registration and all that hangs on them; every name and address is found nowhere else. */
async function somebody(name: { family: string; given: string }, own = { mailbox: 'somebody', patronymic: 'Ивановна', phone: '+7 701 123 45 67', place: 'Библиотека' }) {
  people += 1;
  const email = `${own.mailbox}-${people}@example.kz`;
  const personId = await createPersonWithPost(at.system(), {
    familyName: name.family,
    givenName: name.given,
    patronymic: own.patronymic,
    locale: 'kk',
    organisationId: at.organisationId,
    position: 'Библиотекарь',
    rate: '1',
    fromDate: '2010-02-03',
    birthDate: '1980-03-04',
    sex: 'female',
    email,
    phone: own.phone,
    professionSince: '2008-09-01',
  });
  await createAccount(at.system(), { email, name: `${name.given} ${name.family}`, password: 'a long password', verified: true });
  const accountId = (await findAccountIdByEmail(at.system(), email)) ?? '';
  await tiePersonToAccount(at.system(), personId, accountId);
  await grantRole(at.system(), { accountId, role: 'methodist', scopeKind: 'network', scopeId: null });
  const herself: Actor = { kind: 'account', accountId, name: `${name.given} ${name.family}`, email, grants: [{ role: 'methodist', networkId: at.networkId, scopeKind: 'network', scopeId: null }] };
  const { eventId } = await publishedEvent(at.ctx(), at.organisationId);
  const { registrationId } = await register(at.ctx(visitor), eventId, registrationForm({ name: `${name.family} ${name.given}`, email, organisation: own.place }), null);
  await at.platform.pool.query('update seminars.registration set person_id = $1 where id = $2', [personId, registrationId]);
  return { personId, accountId, email, herself: at.ctx(herself), eventId, registrationId };
}

const educationOf = (personId: string) => saveEducation(admin(), personId, null, { level: 'higher', libraryProfile: 'yes', institution: 'Бірегейқызова атындағы институт', graduatedYear: 2003 });

describe('own data', () => {
  it('are everything that all modules hold, for programs and in words; taking them is noted', async () => {
    const one = await somebody({ family: 'Экспортова', given: 'Дария' });
    await showPerson(admin(), one.personId);
    const file = (await ownDataFile(one.herself)) as { held: Record<string, Record<string, Record<string, unknown>[]>> };
    expect(file.held.people?.person?.[0]).toMatchObject({ familyName: 'Экспортова', birthDate: '1980-03-04', sex: 'female', phone: '+7 701 123 45 67' });
    expect(file.held.people?.posts?.[0]).toMatchObject({ position: 'Библиотекарь', rate: 1, fromDate: '2010-02-03' });
    expect(file.held.access?.account?.[0]).toMatchObject({ email: one.email });
    expect(file.held.access?.roles?.[0]).toMatchObject({ role: 'methodist' });
    expect(file.held.seminars?.registrations?.[0]).toMatchObject({ name: 'Экспортова Дария', state: 'confirmed' });
    expect(file.held.rooms?.presence).toHaveLength(1);
    expect(file.held.platform?.mails?.[0]).toMatchObject({ to: one.email });
    const { rows } = await at.platform.pool.query(`select count(*)::int as count from platform.audit_entry where act = 'account.data_exported' and actor_id = $1`, [one.accountId]);
    expect(rows).toEqual([{ count: 1 }]);

    const shown = await ownDataInWords(one.herself);
    const card = shown.find(({ id }) => id === 'people-person');
    expect(card?.items[0]).toEqual(expect.arrayContaining([{ term: 'Фамилия', text: 'Экспортова' }, { term: 'Пол', text: 'Женщина' }]));
    expect(JSON.stringify(shown)).not.toMatch(/undefined|\[object|null/);
    expect(await ownViews(one.herself)).toHaveLength(1);
    expect(Buffer.from(await ownDataPdf(one.herself)).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('are nobody else’s: not by a token, not of whoever is only looked at, and nothing of a namesake', async () => {
    const [one, other] = [await somebody({ family: 'Тёзкина', given: 'Алия' }), await somebody({ family: 'Тёзкина', given: 'Алия' })];
    const text = JSON.stringify(await ownDataFile(one.herself));
    expect(text).toContain(one.email);
    expect(text).not.toContain(other.email);
    expect(text).not.toContain(other.registrationId);
    if (one.herself.actor.kind !== 'account') throw new Error('an account');
    await expect(ownDataFile({ ...one.herself, actor: { ...one.herself.actor, token: { id: one.accountId, writes: false } } })).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(ownDataFile({ ...one.herself, actor: { ...one.herself.actor, viewedBy: { accountId: other.accountId, name: '', until: new Date() } } })).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(ownDataFile(at.ctx(visitor))).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

describe('an address somebody writes into her own record', () => {
  const speaking = async (eventId: string, name: string, email: string) =>
    at.platform.pool.query(`insert into seminars.contributor (network_id, event_id, name, name_key, email, organisation, post) values ($1, $2, $3, $4, $5, 'Чужая библиотека', 'Директор')`, [at.networkId, eventId, name, nameKey(name), email]);

  it('opens nothing that belongs to the mailbox: it was never proven', async () => {
    const one = await somebody({ family: 'Хитрова', given: 'Зарина' });
    await speaking(one.eventId, 'Доверова Майра', 'maira@library.example');
    await speaking(one.eventId, 'Хитрова Зарина', one.email);
    const { version } = await showPerson(one.herself, one.personId);
    await changeOwnDetails(one.herself, one.personId, OwnDetails.parse({ version, email: 'maira@library.example', names: { en: { familyName: 'Доверова', givenName: 'Майра' } } }));
    const file = (await ownDataFile(one.herself)) as { held: { seminars?: { speaking?: { name: string }[] } } };
    expect(file.held.seminars?.speaking?.map(({ name }) => name)).toEqual(['Хитрова Зарина']);
  });

  it('takes nothing from the account that has it, when she is erased', async () => {
    const [one, other] = [await somebody({ family: 'Заметова', given: 'Инна' }), await somebody({ family: 'Владельцева', given: 'Нина' })];
    const { rows } = await at.platform.pool.query<{ id: string }>('update people.person set email = null where id = $1 returning id', [other.personId]);
    expect(rows).toHaveLength(1);
    const { version } = await showPerson(one.herself, one.personId);
    await changeOwnDetails(one.herself, one.personId, OwnDetails.parse({ version, email: other.email }));
    expect((await dataSubject(at.system(), { personId: one.personId, accountId: null })).addresses).toEqual([one.email]);
  });
});

/** Every text of the database, searched for words; where they are still found. */
async function remains(pattern: string): Promise<string[]> {
  const columns = await at.platform.pool.query<{ t: string; c: string }>(
    `select format('%I.%I', c.table_schema, c.table_name) as t, quote_ident(c.column_name) as c from information_schema.columns c
     join information_schema.tables b on b.table_schema = c.table_schema and b.table_name = c.table_name and b.table_type = 'BASE TABLE'
     where c.udt_name in ('text', 'varchar', 'jsonb', 'json', '_text') and c.table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { t, c } of columns.rows) {
    const hits = await at.platform.pool.query(`select 1 from ${t} where ${c}::text ~* $1 limit 1`, [pattern]);
    if (hits.rows.length > 0) found.push(`${t}.${c}`);
  }
  return found.sort();
}

describe('erasing somebody', () => {
  it('leaves nothing of her name, in any spelling, or her address in any column of the database', async () => {
    const one = await somebody({ family: 'Бірегейқызова', given: 'Жанаргүл' }, { mailbox: 'unique', patronymic: 'Қайталанбасовна', phone: '+7 701 000 11 22', place: 'Қайталанбас кітапхана' });
    await educationOf(one.personId);
    await saveAttestation(admin(), one.personId, null, { category: 'first', heldOn: '2024-03-01', note: 'Бірегейқызова Жанаргүл сдала' });
    await saveFilter(admin(), { list: 'people', name: 'мой', query: `q=${encodeURIComponent('бірегейқызова')}` });
    await showPerson(admin(), one.personId);
    await applyBulk(admin(), { act: BulkAct.parse({ act: 'end_posts', lastDay: '2026-05-31', leavingNote: 'Бірегейқызова Жанаргүл ушла' }), people: [one.personId], withinId: null });
    await at.platform.pool.query(`insert into seminars.certificate_decision (network_id, event_id, registration_id, decision, reason, decided_at) values ($1, $2, $3, 'grant', 'Бірегейқызова Жанаргүл была весь день', now())`, [at.networkId, one.eventId, one.registrationId]);
    expect(await remains('Бірегей|birege|unique-')).toEqual(expect.arrayContaining(['people.person.family_name', 'people.search_word.word', 'people.record_change.changes', 'people.bulk_change_line.written', 'access.account.email', 'platform.mail_message.to_address', 'rooms.attendee.label']));

    const before = await readFigures(admin());
    const subject = await dataSubject(at.system(), { personId: one.personId, accountId: null });
    await inTransaction(at.system(), (tx) => eraseSubject(tx, subject));
    expect(await remains('Бірегей|birege|жанаргүл|unique-|Қайталанбас|000 11 22')).toEqual([]);
    expect(await readFigures(admin())).toEqual(before);

    const card = await showPerson(admin(), one.personId);
    expect(card).toMatchObject({ isAnonymised: true, name: '—', hasAccount: false, posts: [{ fromDate: '2010-02-03' }], educations: [{ level: 'higher', isLibraryProfile: true }], attestations: [{ category: 'first' }] });
    expect(card.values.birthDate).toBe('1980-05-18');
    // Sent twice, it finds nothing to do.
    await inTransaction(at.system(), (tx) => eraseSubject(tx, subject));
  });
});
