import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '#server/api/app.ts';
import { listAuditFor, AuditFilter } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, testInstallation } from '#server/testing/installation.ts';
import { changePerson, createPersonWithPost, exportPeopleFor, findPersonsAlike, listDuplicatesFor, PeopleFilter, PersonInput, printPeopleFor, showConsents, showPeopleFor, showMerge, showPerson, showPersonChanges, tiePersonToAccount } from './index.ts';

const at = testInstallation();
let personId = '';
let twinId = '';
const admin = () => account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
const idOf = (actor: Actor) => (actor.kind === 'account' ? actor.accountId : '');
const lookers = async () => (await at.platform.db.selectFrom('people.card_view').select('account_id').where('person_id', '=', personId).execute()).map((row) => row.account_id);

beforeAll(async () => {
  personId = await createPersonWithPost(at.system(), { familyName: 'Журналова', givenName: 'Сәуле', patronymic: null, locale: 'kk', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2010-02-03', birthDate: '1980-03-04', sex: 'female' });
  twinId = await createPersonWithPost(at.system(), { familyName: 'Журналова', givenName: 'Сауле', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '0.5', fromDate: '2012-02-03', birthDate: '1981-04-05', sex: 'female' });
  const writer = at.ctx(admin());
  const { version, values } = await showPerson(writer, personId);
  await changePerson(writer, personId, PersonInput.parse({ version, familyName: values.familyName, givenName: values.givenName, birthDate: '1981-04-05', phone: '+7 701 123 45 67' }));
});

describe('who reads birth dates, contacts and education of others stands in the journal', () => {
  it.each<[string, (actor: Actor) => Promise<unknown>]>([
    ['in a list with education and category', (actor) => showPeopleFor(at.ctx(actor), PeopleFilter.parse({ q: 'Журналова' }))],
    ['in a list filtered by age', (actor) => showPeopleFor(at.ctx(actor), PeopleFilter.parse({ age: 'from_30', columns: 'organisation', q: 'Журналова' }))],
    ['on the card', (actor) => showPerson(at.ctx(actor), personId)],
    ['in what was changed', (actor) => showPersonChanges(at.ctx(actor), personId)],
    ['in the file of a list', (actor) => exportPeopleFor(at.ctx(actor), PeopleFilter.parse({}), 'csv')],
    ['on paper, with contacts', (actor) => printPeopleFor(at.ctx(actor), PeopleFilter.parse({ columns: 'contacts' }))],
    ['in the list of the API', async (actor) => api.fetch(new Request('http://127.0.0.1/people'), { ctx: at.ctx(actor), source: '' })],
    ['among pairs that may be one', (actor) => listDuplicatesFor(at.ctx(actor))],
    ['side by side before merging', (actor) => showMerge(at.ctx(actor), personId, twinId)],
    ['beside consents', (actor) => showConsents(at.ctx(actor), personId)],
    ['in the journal of changes, with before and after', (actor) => listAuditFor(at.ctx(actor), AuditFilter.parse({ subject: personId }))],
  ])('%s', async (_, read) => {
    const reader = admin();
    await read(reader);
    expect(await lookers()).toContain(idOf(reader));
  });

  it('not for names and posts alone, not of oneself, and in the name of whoever looks as another', async () => {
    const reader = admin();
    await printPeopleFor(at.ctx(reader), PeopleFilter.parse({ columns: 'organisation,post' }));
    await showPeopleFor(at.ctx(reader), PeopleFilter.parse({ columns: 'organisation,post' }));
    expect(await lookers()).not.toContain(idOf(reader));
    const herself = admin();
    await at.platform.db.insertInto('access.account').values({ id: idOf(herself), name: 'Сәуле', email: `${newId()}@example.kz`, email_verified: true }).execute();
    await tiePersonToAccount(at.system(), personId, idOf(herself));
    await exportPeopleFor(at.ctx(herself), PeopleFilter.parse({}), 'csv');
    expect(await lookers()).not.toContain(idOf(herself));
    const looker = newId();
    if (reader.kind !== 'account') throw new Error('an account');
    await exportPeopleFor(at.ctx({ ...reader, viewedBy: { accountId: looker, name: 'Ержан', until: new Date() } }), PeopleFilter.parse({}), 'csv');
    expect(await lookers()).toContain(looker);
    expect(await lookers()).not.toContain(idOf(reader));
  });
});

it('who is asked whether she knows somebody of that name learns no birth date', async () => {
  const { people: found } = await findPersonsAlike(at.system(), 'Журналова Сәуле');
  expect(found.map(({ id }) => id)).toContain(personId);
  expect(JSON.stringify(found)).not.toContain('1981');
});
