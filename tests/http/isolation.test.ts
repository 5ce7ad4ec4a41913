import { request, type IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '#server/api/app.ts';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { newId } from '#server/platform/ids.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { TEST_NOW } from '#server/testing/installation.ts';
import { formsOf } from '../running/visitor.ts';
import { addresses, fill, type Address } from './addresses.ts';
import { checksums, idsOf } from './rows.ts';
import { difference, get, nothingLike, plain, post, type Seen } from './asking.ts';
import { servedInstallation } from './served.ts';
import { seedNetwork, type Person, type Scene, type SeededNetwork } from './two-networks.ts';

/**
 * Two networks, filled alike, in one installation. Whoever belongs to one asks for everything of the other, at both addresses. The
 * addresses are read out of the source: a new page, end-point, action or operation is asked for without being named here, and fails when
 * nobody of its own network reaches it, for then the question would prove nothing.
 */

/** Addresses that are no matter of a network, each with the reason. */
const NOT_OF_A_NETWORK: Record<string, string> = {
  '(public)/check/[code]': 'ADR 0013: a check page answers for the whole installation, since a paper names no network',
  '(public)/demo/mail/[mailId]': 'a demonstration’s mailbox is one for the installation, and there is none outside demonstrations',
  '(public)/demo/mail/[mailId]/[index]': 'as the mailbox',
  '(manage)/manage/settings/countries/[country]': 'the five countries are the same everywhere; what a network wrote for them is asked for below',
  '(manage)/manage/settings/countries/[country]/[rule]': 'as its country',
  '(public)/shared/[token]': 'whoever holds the link has nothing else; one of another network opens nothing: shares.service.test.ts',
  '(public)/shared/[token]/file': 'as its page',
  '(public)/unsubscribe/[token]': 'the daily mail is stopped for an account, which is one over all networks; unsubscribe.test.ts',
  'issuers/[slug]/[...rest]': 'names its network in the address, and holds public keys and lists for everybody; credential-verifier.test.ts',
  'ims/case/v1p1/[...rest]': 'answers for the whole installation with what is open to the world; what is closed: case-api.test.ts',
  'api/v1/[...path]': 'operations of the API are asked for one by one below and in api.test.ts',
};

/** Addresses that say in words, and not by a status, that there is nothing; alike for what is of another network and for what is not there. */
const SAYS_SO: Record<string, string> = {
  '(public)/l/[token]': 'somebody stands before a dead link with a paper in her hand',
  '(public)/rooms/[roomId]': 'whoever comes without a link is told that it is in her mail',
  '(public)/rooms/[roomId]/here-frame': 'a frame within a page, which goes on saying something',
};

/** What an address has to be asked with besides its ids. */
const QUERY: Record<string, (scene: Scene) => string> = {
  '(public)/rooms/[roomId]': ({ registrationId = '' }) => `?as=${registrationId}`,
  '(public)/rooms/[roomId]/here-frame': ({ registrationId = '' }) => `?as=${registrationId}`,
};

/** Actions that belong to whoever is signed in, not to a network: they would end the session of who asks. */
const OF_ONESELF = ['(staff)/account', '(staff)/account/second-step', '(staff)/account/second-step/set-up', '(staff)/account/second-step/off', '(staff)/account/delegation', '(staff)/account/mails', '(staff)/account/looking', '(public)/sign-in/code', '(public)/sign-in/card', '(public)/sign-in/card/password', '(public)/sign-in', '(public)/first-run', '(public)/design', '(public)/check'];

const served = servedInstallation();
let own: SeededNetwork;
let other: SeededNetwork;
let ownIds: Set<string>;
let otherIds: Set<string>;

beforeAll(async () => {
  await writeSetting(served.platform.db, 'public_address', 'https://sheberlik.example.kz', TEST_NOW);
  await writeSetting(served.platform.db, 'public_address_checked_at', TEST_NOW.toISOString(), TEST_NOW);
  own = await seedNetwork(served, { networkId: served.networkId, organisationId: served.organisationId, at: '/ru', mark: 'Almazqvar' });
  other = await seedNetwork(served, { networkId: served.otherNetworkId, organisationId: served.otherOrganisationId, at: '/ru/n/minsk', mark: 'Berilqvar' });
  // All is over but what lies ahead.
  served.clock.set(new Date('2026-05-25T09:00:00Z'));
  ownIds = await idsOf(served.platform, own.networkId);
  otherIds = await idsOf(served.platform, other.networkId);
  for (const id of [...ownIds]) if (otherIds.has(id)) throw new Error(`${id} stands in both networks`);
}, 120_000);

const visitorAt = (at: string): Person => ({ name: 'a visitor', cookie: '', at });
const peopleOf = (network: SeededNetwork): Person[] => [network.admin, network.coordinator, network.herself, network.holder, visitorAt(network.at)];

/** The address of a scene with what it has to be asked with; null when the scene has nothing for it. */
function askFor(address: Address, scene: Scene): string | null {
  const path = fill(address, scene);
  return path === null ? null : path + (QUERY[address.route]?.(scene) ?? '');
}

/** Whether the address answers this person otherwise than with nothing. */
async function opensTo(person: Person, address: Address, scene: Scene): Promise<Seen | null> {
  const path = askFor(address, scene);
  const seen = path === null ? null : await get(served, person, path);
  if (seen?.status !== 200) return null;
  const nothing = nothingLike(scene);
  const missing = await get(served, person, askFor(address, nothing) ?? '');
  return difference(plain(seen, scene), plain(missing, nothing)) === '' ? null : seen;
}

function scenesOf(network: SeededNetwork, address: Address): Scene[] {
  const formats = address.params.includes('format') ? ['csv', 'xlsx', 'ics', 'pdf', 'json'] : [''];
  return network.scenes.flatMap((scene) => formats.map((format) => ({ ...scene, format })));
}

interface Reached {
  scene: Scene;
  person: Person;
  seen: Seen;
}
const reached = new Map<string, Promise<Reached | null>>();

/** The first of their own people, and the first scene, to whom the address opens: proof that its ids are right. */
function reach(address: Address): Promise<Reached | null> {
  const search = async (): Promise<Reached | null> => {
    for (const scene of scenesOf(own, address)) {
      for (const person of fill(address, scene) === null ? [] : peopleOf(own)) {
        const seen = await opensTo(person, address, scene);
        if (seen) return { scene, person, seen };
      }
    }
    return null;
  };
  const known = reached.get(address.route) ?? search();
  reached.set(address.route, known);
  return known;
}

const all = addresses().filter(({ route }) => !NOT_OF_A_NETWORK[route]);
const withIds = all.filter(({ params }) => params.length > 0);
const lists = all.filter(({ params, reads }) => params.every((name) => name === 'format') && reads);
const personal = withIds.filter(({ reads, params }) => reads && params.some((name) => name !== 'format'));

describe('the addresses', () => {
  it('name no exception that is not there any more', () => {
    const routes = new Set(addresses().map(({ route }) => route));
    expect([...Object.keys(NOT_OF_A_NETWORK), ...Object.keys(SAYS_SO), ...Object.keys(QUERY), ...OF_ONESELF].filter((route) => !routes.has(route))).toEqual([]);
  });

  it('are as many as a glance at the folder says', () => {
    expect(personal.length).toBeGreaterThan(60);
    expect(lists.length).toBeGreaterThan(15);
  });
});

describe.each(personal.map((address) => [address.route, address] as const))('%s', (_route, address) => {
  it('opens to its own people, and to others is nothing', async () => {
    const mine = await reach(address);
    if (!mine) throw new Error('nobody of its own network reaches this address: give two-networks.ts what it needs, or name it in NOT_OF_A_NETWORK');
    const { scene } = mine;
    const nothing = nothingLike(scene);
    const isPublic = (await opensTo(visitorAt('/ru'), address, scene)) !== null;
    for (const person of peopleOf(other)) {
      for (const at of isPublic ? [other.at] : [other.at, own.at]) {
        const who = `${person.name} at ${at}`;
        const seen = plain(await get(served, person, askFor(address, scene) ?? '', at), scene);
        expect(difference(seen, plain(await get(served, person, askFor(address, nothing) ?? '', at), nothing)), who).toBe('');
        const toSignIn = seen.status === 303 && seen.location.includes('/sign-in') && !person.cookie.includes(SESSION_COOKIE);
        expect(seen.status === 404 || toSignIn || SAYS_SO[address.route] !== undefined, `${who} is answered ${seen.status} ${seen.location}`).toBe(true);
      }
    }
  });
});

describe('lists, searches, feeds and exports', () => {
  /** An address as it is asked for: as it is, as a search for what only the other network has, as each kind of file. */
  const asked = (address: Address, search: string): string[] => {
    const files = address.params.includes('format') ? ['csv', 'xlsx'].map((format) => fill(address, { format }) ?? '') : [address.path];
    return files.flatMap((path) => [path, `${path}?q=${search}`, ...(/export|print/.test(path) ? [`${path}?format=csv`, `${path}?format=csv&q=${search}`] : []), ...(path === '/seminars' ? [`${path}?past=1`] : [])]);
  };
  // Not the whole mark, so that a search that is shown again is not taken for what it found.
  const partOf = (network: SeededNetwork) => network.mark.slice(0, -1).toLowerCase();
  const found = (text: string, ids: ReadonlySet<string>) => [...text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)].flatMap(([id]) => (ids.has(id) ? [id] : []));
  const shown = new Set<string>();

  it.each(lists.map((address) => [address.path, address] as const))('%s shows each network its own and nothing of the other', async (_path, address) => {
    for (const [network, foreign, foreignIds] of [
      [own, other, otherIds],
      [other, own, ownIds],
    ] as const) {
      for (const path of new Set([...asked(address, partOf(foreign)), ...asked(address, partOf(network))])) {
        for (const person of peopleOf(network)) {
          const { text, status } = await get(served, person, path);
          expect({ path, who: person.name, foreign: text.toLowerCase().includes(foreign.mark.toLowerCase()), ids: found(text, foreignIds) }).toEqual({ path, who: person.name, foreign: false, ids: [] });
          if (status === 200 && text.toLowerCase().replaceAll(`${network.mark.toLowerCase()} айгүл`, '').replaceAll(`${network.mark.toLowerCase()} ержан`, '').includes(network.mark.toLowerCase())) {
            shown.add(`${network.mark} ${path.replace(/q=.*/, 'q=')}`);
          }
        }
      }
    }
  }, 60_000);

  it('are full: what one network sees of itself the other sees of itself', () => {
    const of = (network: SeededNetwork) => [...shown].filter((line) => line.startsWith(network.mark)).map((line) => line.slice(network.mark.length + 1)).sort();
    expect(of(own)).toEqual(of(other));
    expect(of(own)).toEqual(
      expect.arrayContaining(['/calendar.ics', '/manage/register', '/manage/register?q=', '/manage/register/export?format=csv', '/manage/seminars', '/manage/seminars/list.csv', '/manage/seminars/list.xlsx', '/manage/settings/outbox', '/manage/settings/roles', '/my-day', '/seminars', '/seminars?past=1']),
    );
  });

  it('of the API show each network its own and nothing of the other', async () => {
    const { paths = {} } = api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
    const reading = Object.entries(paths).flatMap(([path, item]) => (item && 'get' in item && !path.includes('{') ? [path] : []));
    expect(reading).toEqual(expect.arrayContaining(['/seminars', '/manage/seminars', '/register', '/organisations']));
    const full = new Set<string>();
    for (const [network, foreign, foreignIds] of [
      [own, other, otherIds],
      [other, own, ownIds],
    ] as const) {
      for (const path of reading.flatMap((one) => [`/api/v1${one}`, `/api/v1${one}?q=${partOf(foreign)}`])) {
        for (const person of peopleOf(network)) {
          const { text, status } = await get(served, person, path);
          expect({ path, foreign: text.toLowerCase().includes(foreign.mark.toLowerCase()), ids: found(text, foreignIds) }).toEqual({ path, foreign: false, ids: [] });
          if (status === 200 && text.includes(network.mark)) full.add(`${network.mark} ${path}`);
        }
      }
    }
    for (const network of [own, other]) {
      expect([...full]).toEqual(expect.arrayContaining(['/seminars', '/manage/seminars', '/register', '/organisations'].map((path) => `${network.mark} /api/v1${path}`)));
    }
  });
});

/** Opens by the header of a personal link and to no account; the cases of the API ask strangers for it. */
const BY_LINK_ONLY = '/consents/{askedId}';

describe('operations of the API with ids of the other network', () => {
  it('answer as if there were nothing, at both addresses', async () => {
    const { paths = {} } = api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
    const reading = Object.entries(paths).flatMap(([path, item]) => (item && 'get' in item && path.includes('{') && !['/check/{code}', '/countries/{country}', BY_LINK_ONLY].includes(path) ? [path] : []));
    expect(reading.length).toBeGreaterThan(15);
    for (const path of reading) {
      const address = { path: `/api/v1${path.replaceAll('{', '[').replaceAll('}', ']')}`, params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '') };
      const query = path.endsWith('/notice') ? '?country=KZ' : '';
      let opened: Scene | null = null;
      for (const scene of own.scenes) {
        const filled = fill(address, scene);
        for (const person of filled ? peopleOf(own) : []) {
          const headers = { accept: 'application/json', cookie: person.cookie, ...(scene.token ? { 'personal-link': scene.token } : {}) };
          const { status } = await served.send({ path: `${own.at}${filled}${query}`, headers: person === own.holder ? headers : { accept: 'application/json', cookie: person.cookie } });
          if (status === 200) opened ??= scene;
        }
        if (opened) break;
      }
      expect(opened, `${path} opens to nobody of its own network`).not.toBeNull();
      const scene = opened ?? {};
      const nothing = nothingLike(scene);
      const isPublic = (await get(served, visitorAt('/ru'), `${fill(address, scene)}${query}`)).status === 200;
      for (const person of peopleOf(other)) {
        for (const at of isPublic ? [other.at] : [other.at, own.at]) {
          const seen = plain(await get(served, person, `${fill(address, scene)}${query}`, at), scene);
          const missing = plain(await get(served, person, `${fill(address, nothing)}${query}`, at), nothing);
          expect(difference(seen, missing), `${path} for ${person.name} at ${at}`).toBe('');
          expect(seen.status, `${path} for ${person.name} at ${at}`).toBe(404);
        }
      }
    }
  }, 60_000);
});

describe('rules of countries', () => {
  it('show each network what it wrote itself and nothing of the other', async () => {
    for (const [network, foreign] of [
      [own, other],
      [other, own],
    ] as const) {
      for (const path of ['/manage/settings/countries/KZ', '/manage/settings/countries/KZ/academic_hour', '/api/v1/countries', '/api/v1/countries/KZ']) {
        const seen = await get(served, network.admin, path);
        expect({ path, status: seen.status, own: seen.text.includes(`Решение ${network.mark}`), foreign: seen.text.includes(foreign.mark) }).toEqual({ path, status: 200, own: true, foreign: false });
        for (const person of [network.coordinator, network.holder, { ...foreign.admin, at: network.at }]) expect([404, 303], `${person.name} ${path}`).toContain((await get(served, person, path)).status);
      }
    }
  });
});

describe('live streams', () => {
  /** Status of a stream, which is let go as soon as its head has come. */
  const listen = (person: Person, path: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(served.address);
      const req = request({ hostname, port, path, headers: { cookie: person.cookie } }, (res: IncomingMessage) => {
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      req.once('error', reject).end();
    });

  it('open to their own people only', async () => {
    // Each kind that modules.ts registers, with an id of it.
    const topics: Record<string, string> = { desk: own.roomId };
    const kinds = [...readFileSync('src/server/modules.ts', 'utf8').matchAll(/registerLiveGate\('(\w+)'/g)].map(([, kind]) => kind ?? '');
    expect(kinds.sort()).toEqual(Object.keys(topics).sort());
    for (const [kind, id] of Object.entries(topics)) {
      expect(await listen(own.coordinator, `/live/${kind}/${id}`)).toBe(200);
      for (const person of peopleOf(other)) expect(await listen(person, `/live/${kind}/${id}`), person.name).toBe(404);
    }
  });
});

/** What a form is filled with where its page does not say: enough to be accepted, so that a right is asked for at all. */
function typed(scene: Scene, route: string): Record<string, string> {
  const of = (name: string) => scene[name] ?? newId();
  return {
    reason: 'Достаточно длинная причина',
    version: '1',
    name: 'Ivanova Anna',
    email: 'anna@example.kz',
    organisation: 'Библиотека',
    organisationId: served.organisationId,
    country: 'KZ',
    role: 'listener',
    certificateLocale: 'ru',
    mailLocale: 'ru',
    locale: 'ru',
    original: 'ru',
    'title.ru': 'Название',
    'summary.ru': 'О чём',
    form: 'seminar',
    timeZone: 'Asia/Almaty',
    languages: 'ru',
    countries: 'KZ',
    percent: '85',
    combine: 'all_of',
    date: '2026-06-26',
    starts: '10:00',
    ends: '12:00',
    kind: 'talk',
    sessionId: of('sessionId'),
    person1: 'Petrova Vera',
    ids: of('registrationId'),
    registrationId: of('registrationId'),
    personId: newId(),
    account: newId(),
    decision: 'grant',
    names: 'Ivanova Anna\nPetrova Vera',
    rightStated: 'yes',
    agreed: 'yes',
    noticeVersion: 'kz-2026-11',
    code: '123456',
    // Where the name of a field means something else.
    ...(route.includes('attendees') ? { kind: 'add', from: '10:00', to: '10:30' } : {}),
  };
}

describe('writing', () => {
  it('with ids of the other network changes nothing there, and is told that there is nothing', async () => {
    const acting = withIds.filter(({ actions, writes }) => actions.length > 0 || writes.length > 0);
    const before = await checksums(served.platform, own.networkId);
    const wrong: string[] = [];
    let sent = 0;
    for (const address of acting) {
      // A page without a form of its own (an end-point, a state that is not there) is sent what is usual.
      const mine = address.reads ? await reach(address) : null;
      const scene = mine?.scene ?? scenesOf(own, address).find((one) => fill(address, one) !== null);
      const path = scene && fill(address, scene);
      if (!scene || !path) throw new Error(`${address.route}: two-networks.ts has no ids for it`);
      const forms = mine ? formsOf(mine.seen.text, `${mine.person.at}${path}`) : [];
      const isPublic = address.reads && (await opensTo(visitorAt('/ru'), address, scene)) !== null;
      for (const action of address.actions.length > 0 ? address.actions : ['default']) {
        const form = forms.find((one) => one.method === 'POST' && (action === 'default' ? !one.action.includes('?/') : one.action.includes(`?/${action}`)));
        const fields = new Map(Object.entries(typed(scene, address.route)));
        for (const [name, value] of form?.fields ?? []) if (value !== '') fields.set(name, value);
        const target = `${path}${action === 'default' ? '' : `?/${action}`}`;
        for (const person of peopleOf(other)) {
          for (const at of isPublic ? [other.at] : [other.at, own.at]) {
            const { status, location } = plain(await post(served, person, target, [...fields], at), scene);
            sent++;
            if (status === 404 || (status === 303 && location.includes('/sign-in') && !person.cookie.includes(SESSION_COOKIE))) continue;
            // A step of a form that is kept by the visitor alone answers alike whatever it is for.
            const nothing = nothingLike(scene);
            const missing = plain(await post(served, person, target.replace(path, fill(address, nothing) ?? ''), [...fields], at), nothing);
            if (status !== 303 || missing.status !== 303 || missing.location !== location) wrong.push(`${address.route} ${action}: ${person.name} at ${at} is answered ${status} ${location}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(300);
    expect(await checksums(served.platform, own.networkId)).toEqual(before);
  }, 120_000);

  it('to pages without an id, naming rows of the other network, changes nothing there', async () => {
    const acting = all.filter(({ route, params, actions }) => params.length === 0 && actions.length > 0 && !OF_ONESELF.includes(route));
    expect(acting.length).toBeGreaterThan(2);
    const before = await checksums(served.platform, own.networkId);
    for (const address of acting) {
      for (const action of address.actions) {
        const fields = Object.entries({ ...typed(own.scenes[0] ?? {}, address.route), scopeId: served.organisationId, networkId: own.networkId });
        for (const person of peopleOf(other)) {
          for (const at of [other.at, own.at]) await post(served, person, `${address.path}${action === 'default' ? '' : `?/${action}`}`, fields, at);
        }
      }
    }
    expect(await checksums(served.platform, own.networkId)).toEqual(before);
  }, 60_000);
});
