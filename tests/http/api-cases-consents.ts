import { expect } from 'vitest';
import { findLinkFor } from '#server/modules/access/index.ts';
import { addConsentText, listConsentTextsFor, publishConsentText, showConsents, type ConsentPurpose } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { account } from '#server/testing/installation.ts';
import { herself, neighbours, staff, type Staff } from './api-cases-people.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const writer = (world: World): Promise<Caller> => world.served.account('an administrator of the network', { role: 'network_admin', scopeKind: 'network', scopeId: null });
const desk = ({ served }: World) => served.ctx(account([{ role: 'network_admin', networkId: served.networkId, scopeKind: 'network', scopeId: null }]));
const input = { purpose: 'photo', title: { ru: 'Снимки' }, body: { ru: 'Мы снимаем занятия.' } };
/** Beside strangers of all kinds those who keep records, but do not write texts. */
const notWriters = async (world: World): Promise<Caller[]> => [...world.strangers.filter((caller) => caller.at === '/ru'), world.coordinator, world.inspector];

/** A text of a purpose: a draft, or the one in force. */
async function textOf(world: World, purpose: ConsentPurpose, state: 'draft' | 'published'): Promise<string> {
  const ctx = desk(world);
  const known = (await listConsentTextsFor(ctx)).find((row) => row.purpose === purpose && row.state === state);
  if (known) return known.id;
  const id = (await listConsentTextsFor(ctx)).find((row) => row.purpose === purpose && row.state === 'draft')?.id ?? (await addConsentText(ctx, { purpose, title: localized('ru', 'Текст'), body: localized('ru', 'Слова') }));
  if (state === 'published') await publishConsentText(ctx, id);
  return id;
}

const onText = (purpose: ConsentPurpose, state: 'draft' | 'published', path: (id: string) => string, body?: object) => async (world: World): Promise<Call> => {
  const by = await writer(world);
  return { by, path: path(await textOf(world, purpose, state)), ...(body ? { body } : {}) };
};

async function minor(world: World): Promise<Staff & { textId: string }> {
  const at = await staff(world);
  await world.served.platform.pool.query(`update people.person set birth_date = '2012-01-01' where id = $1`, [at.personId]);
  return { ...at, textId: await textOf(world, 'data', 'published') };
}

async function asked(world: World): Promise<{ askedId: string; parent: Caller; personId: string }> {
  const { personId, textId } = await minor(world);
  await world.served.call(world.coordinator, 'POST', `/people/${personId}/consents/ask`, { textId, parentName: 'Қасымов Ерлан' });
  const askedId = (await showConsents(world.served.system(), personId)).asked[0]?.id ?? '';
  const link = await findLinkFor(world.served.system(), 'consent', askedId);
  return { askedId, personId, parent: { name: 'a parent with the link', link: link?.token ?? '', at: '/ru' } };
}

const strangersAndCoordinator = async (world: World): Promise<Caller[]> => [...world.strangers, world.coordinator];

export const consentCases: Record<string, Case> = {
  'GET /retention': {
    may: async (world) => ({ by: await writer(world), path: '/retention' }),
    status: 200,
    holds: (body: { kinds: object[] }) => expect(body.kinds).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'people.left', days: null, least: 365 }), expect.objectContaining({ kind: 'seminars.registrations', least: null })])),
    forbidden: notWriters,
    missing: null,
  },
  'PUT /retention/{kind}': {
    may: async (world) => ({ by: await writer(world), path: '/retention/platform.mails', body: { days: 100 } }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { days: 5 } }), errors: [{ field: 'days', code: 'retention.outside_bounds', params: { least: 90, most: 1825 } }] },
    forbidden: notWriters,
    missing: null,
  },
  'GET /consent-texts': {
    may: onText('transfer', 'published', () => '/consent-texts'),
    status: 200,
    holds: (body: { texts: object[] }) => expect(body.texts).toEqual(expect.arrayContaining([expect.objectContaining({ purpose: 'transfer', state: 'published' })])),
    forbidden: notWriters,
    missing: null,
  },
  'POST /consent-texts': {
    may: async (world) => ({ by: await writer(world), path: '/consent-texts', body: input }),
    status: 201,
    bad: { call: (call) => ({ ...call, body: { ...input, purpose: 'party' } }), errors: [{ field: 'purpose', code: 'choice.missing' }] },
    forbidden: notWriters,
    missing: null,
  },
  'PUT /consent-texts/{textId}': {
    may: async (world) => {
      const id = await textOf(world, 'publication', 'draft');
      const { version } = (await listConsentTextsFor(desk(world))).find((row) => row.id === id) ?? { version: 1 };
      return { by: await writer(world), path: `/consent-texts/${id}`, body: { ...input, purpose: 'publication', version } };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), lastsMonths: 0 } }), errors: [{ field: 'lastsMonths', code: 'number.too_small', params: { min: 1 } }] },
    forbidden: notWriters,
  },
  'POST /consent-texts/{textId}/publish': { may: onText('publication', 'draft', (id) => `/consent-texts/${id}/publish`), status: 204, forbidden: notWriters },
  'POST /consent-texts/{textId}/retire': { may: onText('transfer', 'published', (id) => `/consent-texts/${id}/retire`), status: 204, forbidden: notWriters },
  'GET /people/{personId}/consents': {
    may: async (world) => ({ by: world.coordinator, path: `/people/${(await minor(world)).personId}/consents` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ who: 'parent', below: 16, consents: [] }),
    forbidden: neighbours,
  },
  'POST /people/{personId}/consents': {
    may: async (world) => {
      const { personId, textId } = await minor(world);
      return { by: world.coordinator, path: `/people/${personId}/consents`, body: { textId, givenBy: 'parent', parentName: 'Қасымов Ерлан', givenOn: '2026-05-01' } };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), givenOn: '2026-06-01' } }), errors: [{ field: 'givenOn', code: 'date.in_future' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/consents/own': {
    may: async (world) => {
      const at = await staff(world);
      return { by: await herself(world, at), path: `/people/${at.personId}/consents/own`, body: { textId: await textOf(world, 'data', 'published') } };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: {} }), errors: [{ field: 'textId', code: 'choice.missing' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/consents/ask': {
    may: async (world) => {
      const { personId, textId } = await minor(world);
      return { by: world.coordinator, path: `/people/${personId}/consents/ask`, body: { textId, parentName: 'Қасымов Ерлан', parentEmail: 'erlan@example.kz', mailLocale: 'kk' } };
    },
    status: 204,
    holds: async (_: never, world) => {
      const mail = await world.served.platform.db.selectFrom('platform.mail_message').select(['template', 'locale']).where('to_address', '=', 'erlan@example.kz').executeTakeFirst();
      expect(mail).toEqual({ template: 'people.consent_asked', locale: 'kk' });
      // The young person herself has to say where.
      const at = await minor(world);
      const her = await herself(world, at);
      const ask = (body: object) => world.served.call(her, 'POST', `/people/${at.personId}/consents/ask`, { textId: at.textId, parentName: 'Қасымов Ерлан', ...body });
      expect([(await ask({})).status, (await ask({ parentEmail: 'parent@example.kz' })).status]).toEqual([422, 204]);
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), parentName: '' } }), errors: [{ field: 'parentName', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/consents/{consentId}/withdraw': {
    may: async (world) => {
      const at = await staff(world);
      const textId = await textOf(world, 'data', 'published');
      await world.served.call(world.coordinator, 'POST', `/people/${at.personId}/consents`, { textId, givenBy: 'self', givenOn: '2026-05-01' });
      const [consent] = (await showConsents(world.served.system(), at.personId)).consents;
      return { by: world.coordinator, path: `/people/${at.personId}/consents/${consent?.id ?? ''}/withdraw` };
    },
    status: 204,
    forbidden: neighbours,
  },
  'GET /consents/{askedId}': {
    may: async (world) => {
      const { askedId, parent } = await asked(world);
      return { by: parent, path: `/consents/${askedId}` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ childName: 'Қасымова Әйгүл', isOpen: true, standing: null }),
    forbidden: strangersAndCoordinator,
  },
  'POST /consents/{askedId}/agree': {
    may: async (world) => {
      const { askedId, parent } = await asked(world);
      return { by: parent, path: `/consents/${askedId}/agree` };
    },
    status: 204,
    forbidden: strangersAndCoordinator,
  },
  'POST /consents/{askedId}/refuse': {
    may: async (world) => {
      const { askedId, parent } = await asked(world);
      return { by: parent, path: `/consents/${askedId}/refuse` };
    },
    status: 204,
    holds: async (_: never, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/refuse', ''))).body).toMatchObject({ isOpen: true, refusedAt: expect.any(String) as string, standing: null }),
    forbidden: strangersAndCoordinator,
  },
  'POST /consents/{askedId}/withdraw': {
    may: async (world) => {
      const { askedId, parent } = await asked(world);
      await world.served.call(parent, 'POST', `/consents/${askedId}/agree`);
      return { by: parent, path: `/consents/${askedId}/withdraw` };
    },
    status: 204,
    forbidden: strangersAndCoordinator,
  },
};
