import { beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { localized } from '#server/platform/text/index.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { newCheckCode } from './check-code.ts';
import { checkByCode, checkByNumber, issueCredential, revokeCredential } from './index.ts';

const at = testInstallation();
const guest = (networkId?: string) => at.ctx(visitor, networkId);
let sources = 0;
/** Each test asks from an address of its own, so that limits of one do not reach into the other. */
const source = () => `10.1.${Math.floor(sources / 200)}.${sources++ % 200}`;

const issue = (given: Partial<NewIssue> = {}) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, given)));

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('by code', () => {
  it('shows every line that was printed, in the order of the paper', async () => {
    const made = await issue();
    const fields = newIssue(at.organisationId).fields;
    const answer = await checkByCode(guest(), { code: made.checkCode.toLowerCase().replaceAll('-', ' '), source: source() });
    expect(answer).toMatchObject({ state: 'valid', series: 'register', number: made.number, locale: 'ru', network: 'Библиотеки: pavlodar', nameIsShortened: false });
    expect(answer.lines).toEqual([
      { line: 'organisation', text: fields.organisation },
      { line: 'title', text: 'Сертификат участника' },
      { line: 'before', text: expect.any(String) },
      { line: 'name', text: 'Анна Сергеевна Лукьянова' },
      { line: 'after', text: expect.any(String) },
      { line: 'eventKind', text: fields.eventKind },
      { line: 'eventTitle', text: fields.eventTitle },
      { line: 'dates', text: fields.dates },
      { line: 'minutesLine', text: fields.minutesLine },
      { line: 'ruleLine', text: fields.ruleLine },
      { line: 'signatories', text: 'Ж. Б. Ахметова, Директор' },
      { line: 'number', text: made.number },
      { line: 'issuedOn', text: '20 мая 2026 г.' },
      { line: 'legalLine', text: fields.legalLine },
    ]);
  });

  it('says when and why it was revoked, and by what it was replaced', async () => {
    const made = await issue();
    await revokeCredential(at.system(), { issueId: made.issueId, reason: 'Опечатка в имени.' });
    expect(await checkByCode(guest(), { code: made.checkCode, source: source() })).toMatchObject({ state: 'revoked', revokedAt: at.clock.now(), revokeReason: 'Опечатка в имени.', replacedBy: null });
    const next = await issue({ sourceId: made.sourceId, replacesId: made.issueId });
    expect(await checkByCode(guest(), { code: made.checkCode, source: source() })).toMatchObject({ state: 'replaced', replacedBy: next.number });
    expect(await checkByCode(guest(), { code: next.checkCode, source: source() })).toMatchObject({ state: 'valid' });
  });

  it('is valid through its last day everywhere on earth, and expired afterwards', async () => {
    const made = await issue();
    await at.platform.db.updateTable('credentials.issue').set({ valid_until: '2026-05-18' }).where('id', '=', made.issueId).execute();
    const ask = () => checkByCode(guest(), { code: made.checkCode, source: source() });
    expect((await ask()).state).toBe('valid');
    const before = at.clock.now();
    at.clock.set(new Date('2026-05-19T11:59:59Z'));
    expect((await ask()).state).toBe('valid');
    at.clock.set(new Date('2026-05-19T12:00:00Z'));
    expect((await ask()).state).toBe('expired');
    at.clock.set(before);
  });

  it('shows minors with initials', async () => {
    const made = await issue({ holderName: 'Айгүл Сәтбаева', holderIsMinor: true });
    const answer = await checkByCode(guest(), { code: made.checkCode, source: source() });
    expect(answer.nameIsShortened).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('Сәтбаева');
    expect(answer.lines).toContainEqual({ line: 'name', text: 'А. С.' });
  });

  it.each([
    ['', 'code.incomplete', 422],
    ['7KQ2-M9XD', 'code.incomplete', 422],
    ['!!!!-$$$$-0000-0000-0000-0000-0000', 'code.mistyped', 422],
    ['0000-0000-0000-0000-0000-0000-0001', 'code.mistyped', 422],
  ])('refuses %j with words of its own', async (code, problem, status) => {
    await expect(checkByCode(guest(), { code, source: source() })).rejects.toMatchObject({ code: problem, status });
  });

  it('says of a well formed code that nobody was given that it does not exist', async () => {
    await expect(checkByCode(guest(), { code: newCheckCode(), source: source() })).rejects.toMatchObject({ code: 'code.unknown', status: 404 });
  });

  it('marks what is a demonstration', async () => {
    const networkId = await createNetwork(systemCtx(at.platform, '', 'test'), {
      slug: 'demo', name: localized('ru', 'Демо'), country: 'KZ', defaultLocale: 'kk', timeZone: 'Asia/Almaty', dataLocation: {}, isDemo: true,
    });
    const organisationId = await createOrganisation(at.system(networkId), { kind: 'methodical_centre', code: 'PVL', name: localized('ru', 'Демо-центр'), country: 'KZ', timeZone: 'Asia/Almaty' });
    const made = await inTransaction(at.system(networkId), (tx) => issueCredential(tx, newIssue(organisationId)));
    expect(made).toMatchObject({ number: 'DEMO-PVL-2026-ATT-00001', series: 'demo' });
    expect(await checkByCode(guest(), { code: made.checkCode, source: source() })).toMatchObject({ series: 'demo', state: 'valid' });
    expect(await checkByNumber(guest(), { number: 'demo pvl 2026 att 00001', source: source() })).toMatchObject([{ series: 'demo' }]);
  });
});

describe('by number', () => {
  it('tells the state and nothing else', async () => {
    const made = await issue();
    const [answer, ...more] = await checkByNumber(guest(), { number: made.number.toLowerCase(), source: source() });
    expect(more).toEqual([]);
    expect(answer).toEqual({ state: 'valid', series: 'register', number: made.number, network: 'Библиотеки: pavlodar', surnameStands: null });
  });

  it('confirms or denies a surname, and still tells nothing else', async () => {
    const made = await issue();
    const ask = async (surname: string) => (await checkByNumber(guest(), { number: made.number, surname, source: source() }))[0];
    expect(await ask('лукьянова')).toEqual({ state: 'valid', series: 'register', number: made.number, network: 'Библиотеки: pavlodar', surnameStands: true });
    expect((await ask('Лукьянов'))?.surnameStands).toBe(false);
    const minor = await issue({ holderIsMinor: true });
    expect((await checkByNumber(guest(), { number: minor.number, surname: 'Лукьянова', source: source() }))[0]?.surnameStands).toBeNull();
  });

  it('refuses what is no number, and says of a number never given that it does not exist', async () => {
    await expect(checkByNumber(guest(), { number: 'PVL/26/417', source: source() })).rejects.toMatchObject({ code: 'number.malformed', status: 422 });
    await expect(checkByNumber(guest(), { number: 'PVL-2026-ATT-99999', source: source() })).rejects.toMatchObject({ code: 'number.unknown', status: 404 });
  });
});

describe('over the networks of one installation', () => {
  it('answers at every network, since a paper names none, and names the network that issued', async () => {
    const made = await issue();
    const there = await checkByCode(guest(at.otherNetworkId), { code: made.checkCode, source: source() });
    expect(there).toMatchObject({ number: made.number, network: 'Библиотеки: pavlodar' });
    expect(await checkByNumber(guest(at.otherNetworkId), { number: made.number, source: source() })).toMatchObject([{ network: 'Библиотеки: pavlodar' }]);
  });

  it('names each network when two have given the same number', async () => {
    const twin = await createOrganisation(at.system(at.otherNetworkId), { kind: 'partner', code: 'PVL', name: localized('ru', 'Тёзка'), country: 'BY', timeZone: 'Europe/Minsk' });
    const here = await issue({ issuedOn: '2050-01-01', holderName: 'Анна Лукьянова' });
    const there = await inTransaction(at.system(at.otherNetworkId), (tx) => issueCredential(tx, newIssue(twin, { issuedOn: '2050-01-01', holderName: 'Вольга Лукашэвіч' })));
    expect(there.number).toBe(here.number);
    const answers = await checkByNumber(guest(), { number: here.number, surname: 'Лукашэвіч', source: source() });
    expect(answers.map(({ network, surnameStands }) => [network, surnameStands])).toEqual([
      ['Библиотеки: pavlodar', false],
      ['Библиотеки: minsk', true],
    ]);
  });
});

describe('limits', () => {
  const until429 = async (ask: () => Promise<unknown>) => {
    for (let n = 0; n < 400; n++) {
      try {
        await ask();
      } catch (error) {
        if ((error as { code: string }).code === 'request.too_many') return n;
      }
    }
    return Infinity;
  };

  it('let one source check 240 codes in ten minutes and another go on', async () => {
    const [busy, other] = [source(), source()];
    const made = await issue();
    expect(await until429(() => checkByCode(guest(), { code: made.checkCode, source: busy }))).toBe(240);
    expect((await checkByCode(guest(), { code: made.checkCode, source: other })).state).toBe('valid');
    at.clock.advance(600_000);
    expect((await checkByCode(guest(), { code: made.checkCode, source: busy })).state).toBe('valid');
  });

  it('let one source look at 40 numbers and guess 10 surnames', async () => {
    const made = await issue();
    const [one, two] = [source(), source()];
    expect(await until429(() => checkByNumber(guest(), { number: made.number, source: one }))).toBe(40);
    expect(await until429(() => checkByNumber(guest(), { number: made.number, surname: 'Ким', source: two }))).toBe(10);
  });

  it('let all sources together guess 30 surnames of one certificate in an hour', async () => {
    const made = await issue();
    expect(await until429(() => checkByNumber(guest(), { number: made.number, surname: 'Ким', source: source() }))).toBe(30);
  });
});

it('costs three queries by code and by number', async () => {
  const made = await issue();
  expect(await countQueries(() => checkByCode(guest(), { code: made.checkCode, source: source() }))).toBeLessThanOrEqual(3);
  expect(await countQueries(() => checkByNumber(guest(), { number: made.number, source: source() }))).toBeLessThanOrEqual(3);
});
