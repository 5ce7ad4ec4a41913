import { beforeAll, describe, expect, it } from 'vitest';
import { grantRole, type Role, type ScopeKind } from '#server/modules/access/index.ts';
import { createOrganisation } from '#server/modules/people/index.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { TEST_NOW } from '#server/testing/installation.ts';
import { apiCases, apiOperations } from './all-api-cases.ts';
import type { Call } from './api-cases.ts';
import { makeWorld, type World } from './api-world.ts';
import { checksums, type Checksums } from './rows.ts';
import { servedInstallation, visitor, type ApiAnswer, type Caller, type Served } from './served.ts';

/**
 * Ids that belong to somebody else, generated from the document: each operation is asked for rows of one organisation by every role of another one,
 * of another network, and by nobody known. The answer must be the one that rows get which do not exist. The same for ids inside a call that is
 * allowed: a part of another whole, a place in a body.
 */
const served = servedInstallation();

// An id that begins an address of mail is somebody's name here, not a row.
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!@)/g;
const idsIn = (text: string): string[] => [...new Set(text.match(ID))];
/** Rows that are there for more than those who keep them. To readers outside of the network they are not there either. */
const SHOWN: Record<string, 'everybody' | 'roles' | 'coordinators' | 'keepers' | 'figures'> = {
  'GET /seminars/{eventId}': 'everybody',
  'GET /seminars/{eventId}/programme': 'everybody',
  'GET /seminars/{eventId}/speakers': 'everybody',
  'GET /seminars/{eventId}/notice': 'everybody',
  'POST /seminars/{eventId}/registrations': 'everybody',
  'GET /organisations/{organisationId}': 'roles',
  // What is published is read by everybody in the network who works.
  'GET /frameworks/{versionId}/export': 'roles',
  // What posts ask is said to everybody in the network who works.
  'GET /position-profiles/{profileId}': 'roles',
  // The classifier of posts is the network's; whoever coordinates in it arranges it.
  'PUT /positions/{positionId}': 'coordinators',
  // The item bank and its tests are the network's: whoever coordinates or works as a methodist in it keeps them.
  'GET /items/{itemId}': 'keepers',
  'PUT /items/{itemId}': 'keepers',
  'PUT /items/{itemId}/state': 'keepers',
  'GET /items/{itemId}/figures': 'keepers',
  'GET /tests/{testId}': 'keepers',
  'PUT /tests/{testId}': 'keepers',
  'PUT /tests/{testId}/items': 'keepers',
  'POST /tests/{testId}/publish': 'keepers',
  'POST /tests/{testId}/retire': 'keepers',
  'POST /tests/{testId}/revive': 'keepers',
  'GET /tests/{testId}/figures': 'keepers',
  // Whoever is on the register takes the published tests of the network.
  'POST /own-tests/{testId}/attempts': 'roles',
  // Figures of the network, small groups hidden, are read by whoever keeps records of people in it, and who inspects; offers of help by everybody who works.
  'GET /competencies/map': 'figures',
  'GET /competencies/coverage': 'figures',
  'GET /competencies/comparison': 'figures',
  'GET /competencies/experts': 'roles',
};
/** Lists without an id in their address that hold rows of the whole network. */
const SHOWN_LISTS = ['GET /seminars', 'GET /organisations', 'GET /network', 'GET /search', 'GET /position-profiles', 'GET /offers', 'GET /frameworks', 'GET /items', 'GET /tests', 'GET /own-tests', 'GET /competencies/map', 'GET /competencies/coverage', 'GET /competencies/comparison', 'GET /competencies/experts'];

const OF_ORGANISATIONS: Role[] = ['coordinator', 'methodist', 'head', 'specialist', 'inspector'];

interface Prepared {
  operation: string;
  method: string;
  here: Call;
  /** The same operation, allowed to somebody of the neighbouring organisation for what is hers; null where she does it for the whole network. */
  beside: Call | null;
  now: Date;
}

let prepared: Map<string, Prepared>;
let neighbours: Caller[];
let strangers: Caller[];
let before: Checksums & { acts: unknown };

/** Every row of the network. Somebody who takes a copy of what is held about herself does so, and it is on record. */
/** Of the journal of looks nothing is said: lists that a caller may read, of her own part, are looks. */
async function standing(): Promise<Checksums & { acts: unknown }> {
  const { 'platform.audit_entry': _counted, 'people.card_view': _looks, ...tables } = await checksums(served.platform, served.networkId);
  const acts = await served.platform.db
    .selectFrom('platform.audit_entry')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('network_id', '=', served.networkId)
    .where('act', '<>', 'account.data_exported')
    .executeTakeFirstOrThrow();
  return { ...tables, acts: acts.n } as Checksums & { acts: unknown };
}

/** A second organisation of the network with a world of its own; whoever has rights wider than it is noted. */
async function besideWorld(): Promise<{ world: World; isWide: (caller: Caller) => boolean; organisationId: string }> {
  const organisationId = await createOrganisation(served.system(), { parentId: served.organisationId, kind: 'methodical_centre', code: 'BESIDE', name: localized('ru', 'Соседний центр'), country: 'KZ', timeZone: 'Asia/Almaty' });
  const wide = new Set<string | undefined>();
  const narrowed = Object.create(served, {
    organisationId: { value: organisationId },
    account: {
      value: async (name: string, grant?: { role: Role; scopeKind: ScopeKind; scopeId: string | null }, networkId?: string) => {
        const caller = await served.account(name, grant, networkId);
        if (grant && grant.scopeKind !== 'organisation' && grant.scopeKind !== 'event') wide.add(caller.cookie);
        return caller;
      },
    },
  }) as Served;
  return { world: await makeWorld(narrowed), isWide: (caller) => caller.cookie !== undefined && wide.has(caller.cookie), organisationId };
}

async function callersOf(organisationId: string, eventId: string): Promise<void> {
  const role = (name: Role, scopeKind: ScopeKind, scopeId: string | null, networkId?: string) =>
    served.account(`${name} of another ${networkId === undefined ? scopeKind : 'network'}`, { role: name, scopeKind, scopeId }, networkId);
  neighbours = [];
  for (const name of OF_ORGANISATIONS) neighbours.push(await role(name, 'organisation', organisationId));
  for (const name of ['moderator', 'speaker'] as const) neighbours.push(await role(name, 'event', eventId));
  strangers = [visitor, { name: 'a visitor of another network', at: '/ru/n/minsk' }, await served.account('an account without a role')];
  const there = await served.account('every role of another network', undefined, served.otherNetworkId);
  const accountId = ((await served.call(there, 'GET', '/me')).body as { accountId: string }).accountId;
  for (const name of [...OF_ORGANISATIONS, 'network_admin'] as const) {
    const place = name === 'network_admin' ? ({ scopeKind: 'network', scopeId: null } as const) : ({ scopeKind: 'organisation', scopeId: served.otherOrganisationId } as const);
    await grantRole(served.system(served.otherNetworkId), { accountId, role: name, ...place });
    const only = await role(name, place.scopeKind, place.scopeId, served.otherNetworkId);
    strangers.push(only);
  }
  strangers.push(there, { ...there, name: `${there.name} at this address`, at: '/ru' });
}

beforeAll(async () => {
  const world = await makeWorld(served);
  const beside = await besideWorld();
  await callersOf(beside.organisationId, (await beside.world.event()).eventId);
  prepared = new Map();
  for (const operation of apiOperations) {
    const one = apiCases[operation];
    if (!one) continue;
    served.clock.set(TEST_NOW);
    const hers = await one.may(beside.world);
    served.clock.set(TEST_NOW);
    const here = await one.may(world);
    prepared.set(operation, { operation, method: operation.split(' ')[0] ?? '', here, beside: beside.isWide(hers.by) ? null : hers, now: served.clock.now() });
  }
  served.clock.set(TEST_NOW);
  before = await standing();
}, 240_000);

const send = ({ method }: Prepared, { by, path, body, headers }: Call) => served.call(by, method, path, body, headers);
/** The call with each of the ids put in the place of another. */
const swapped = (call: Call, ids: Map<string, string>): Call => {
  const change = (text: string) => text.replaceAll(ID, (id) => ids.get(id) ?? id);
  return { ...call, path: change(call.path), ...(call.body === undefined ? {} : { body: JSON.parse(change(JSON.stringify(call.body))) as unknown }) };
};
const toNothing = (ids: string[]) => new Map(ids.map((id) => [id, newId()]));
/** An answer without what it repeats of the call. */
const seen = (answer: ApiAnswer) => ({
  status: answer.status,
  text: answer.text.replaceAll(ID, '[id]'),
  type: answer.headers['content-type'],
  language: answer.headers['content-language'],
  names: Object.keys(answer.headers).sort(),
});
const isShown = (to: 'everybody' | 'roles' | 'coordinators' | 'keepers' | 'figures' | undefined, caller: Caller): boolean =>
  to === 'everybody' || (neighbours.includes(caller) && (to === 'roles' || (to === 'coordinators' && caller.name.startsWith('coordinator')) || (to === 'keepers' && /^(coordinator|methodist) of/.test(caller.name)) || (to === 'figures' && /^(coordinator|methodist|head|inspector) of/.test(caller.name))));
const isDone = (status: number): boolean => status < 400;

/** What somebody is answered who asks for what is not hers, beside what nothing is answered; null where they are alike and refuse. */
async function difference(one: Prepared, call: Call, ids: Map<string, string>): Promise<object | null> {
  const [real, nothing] = (await Promise.all([send(one, call), send(one, swapped(call, ids))])).map(seen) as [ReturnType<typeof seen>, ReturnType<typeof seen>];
  const alike = JSON.stringify(real) === JSON.stringify(nothing);
  // A filter by what is not there finds nothing; an act must be refused.
  return alike && (one.method === 'GET' || !isDone(real.status)) ? null : { by: call.by.name, at: call.by.at, path: call.path, real, nothing };
}

function of(operation: string): Prepared {
  const one = prepared.get(operation);
  if (!one) throw new Error(`${operation} has no case in api-cases*.ts: nobody has tried it with ids of somebody else`);
  served.clock.set(one.now);
  return one;
}

describe.each(apiOperations)('%s', (operation) => {
  it('answers about rows of others as about none', async () => {
    const one = of(operation);
    const ids = idsIn(one.here.path);
    const shown = SHOWN[operation];
    const callers = [...neighbours, ...strangers].filter((caller) => caller.at !== '/ru' || !isShown(shown, caller));
    if (ids.length === 0) return;
    const wrong: object[] = [];
    for (const by of callers) {
      const found = await difference(one, { ...one.here, by }, toNothing(ids));
      if (found) wrong.push(found);
    }
    expect(wrong).toEqual([]);
  });

  it('takes no id of somebody else among the own ones', async () => {
    const one = of(operation);
    if (!one.beside || SHOWN[operation]) return;
    const text = (call: Call) => `${call.path} ${JSON.stringify(call.body ?? null)}`;
    const own: string[] = text(one.beside).match(ID) ?? [];
    const others: string[] = text(one.here).match(ID) ?? [];
    const wrong: object[] = [];
    for (const [index, id] of own.entries()) {
      const other = others[index];
      // What both name is common to the network, as a position is.
      if (other === undefined || own.includes(other)) continue;
      const mixed = swapped(one.beside, new Map([[id, other]]));
      const found = await difference(one, mixed, toNothing([other]));
      if (found) wrong.push({ ...found, index });
    }
    expect(wrong).toEqual([]);
  });

  it('lists nothing of others', async () => {
    const one = of(operation);
    if (one.method !== 'GET' || idsIn(one.here.path).length > 0 || SHOWN_LISTS.includes(operation)) return;
    const theirs = new Set(idsIn((await send(one, one.here)).text));
    const mine = idsIn((await send(one, one.beside ?? one.here)).text);
    const leaked: string[] = [];
    for (const by of [...neighbours, ...strangers]) {
      for (const id of idsIn((await send(one, { ...one.here, by })).text)) if (theirs.has(id) && !mine.includes(id)) leaked.push(`${by.name}: ${id}`);
    }
    expect(leaked).toEqual([]);
  });
});

describe('all of it together', () => {
  it('has changed nothing', async () => {
    served.clock.set(TEST_NOW);
    expect(await standing()).toEqual(before);
  });

  it('names only operations that there are', () => {
    expect([...Object.keys(SHOWN), ...SHOWN_LISTS].filter((operation) => !apiOperations.includes(operation))).toEqual([]);
  });
});
