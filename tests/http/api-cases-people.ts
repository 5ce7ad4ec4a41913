import { expect } from 'vitest';
import { createOrganisation, createPersonWithPost, getOrganisation, positionsOf, saveAttestation, saveEducation, saveUnit, showPerson, showStaffing } from '#server/modules/people/index.ts';
import { updatePersonAccount } from '#server/modules/people/persons.queries.ts';
import { localized } from '#server/platform/text/index.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

let made = 0;

/** A library of its own below the centre, with one person in it. */
export async function staff(world: World) {
  const { served } = world;
  const system = served.system();
  made += 1;
  const organisationId = await createOrganisation(system, { parentId: served.organisationId, kind: 'rural_library', code: `API${made}`, name: localized('ru', `Библиотека ${made}`), country: 'KZ', timeZone: 'Asia/Almaty' });
  const personId = await createPersonWithPost(system, { familyName: 'Қасымова', givenName: 'Әйгүл', patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  const card = await showPerson(system, personId);
  return { organisationId, personId, postId: card.posts[0]?.id ?? '', version: card.version };
}

/** Beside the strangers: people of the same network whose rights do not reach here. */
export const neighbours = async (world: World): Promise<Caller[]> => {
  const beside = await createOrganisation(world.served.system(), { parentId: world.served.organisationId, kind: 'library', code: `NB${(made += 1)}`, name: localized('ru', 'Соседняя'), country: 'KZ', timeZone: 'Asia/Almaty' });
  const at = { scopeKind: 'organisation', scopeId: beside } as const;
  return [
    ...world.strangers,
    await world.served.account('a head of another library', { role: 'head', ...at }),
    await world.served.account('a methodist of another district', { role: 'methodist', ...at }),
    await world.served.account('a specialist', { role: 'specialist', ...at }),
  ];
};
/** Of addresses that name nothing: at their own address people of another network do the same with what is theirs. */
const neighboursHere = async (world: World): Promise<Caller[]> => (await neighbours(world)).filter((caller) => caller.at === '/ru');
/** Who may read names of organisations may not be among the refused. */
const outsiders = async (world: World): Promise<Caller[]> => world.strangers.filter((caller) => caller.at === '/ru');

export type Staff = Awaited<ReturnType<typeof staff>>;
export const by = (path: (at: Staff) => string, body?: (at: Staff, world: World) => unknown, before?: (world: World, at: Staff) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  await before?.(world, at);
  return { by: world.coordinator, path: path(at), ...(body ? { body: await body(at, world) } : {}) };
};

/** The person herself, signed in. */
export async function herself(world: World, at: Staff): Promise<Caller> {
  const caller = await world.served.account('Қасымова Әйгүл');
  const me = await world.served.call(caller, 'GET', '/me');
  await updatePersonAccount(world.served.system(), at.personId, (me.body as { accountId: string }).accountId);
  return caller;
}
export const asHerself = (path: (at: Staff) => string, body?: (at: Staff) => unknown, before?: (world: World, at: Staff, self: Caller) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  const self = await herself(world, at);
  await before?.(world, at, self);
  return { by: self, path: path(at), ...(body ? { body: body({ ...at, version: at.version + 1 }) } : {}) };
};

const emptied = (call: Call): Call => ({ ...call, body: {} });
export const idIn = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? '';
const secondId = (path: string): string => [...path.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)][1]?.[0] ?? '';
const card = (world: World, call: Call) => showPerson(world.served.system(), idIn(call.path));
const organisation = (world: World, call: Call) => getOrganisation(world.served.system(), idIn(call.path));
const librarian = async (world: World) => (await positionsOf(world.served.system())).find(({ code }) => code === 'librarian')?.id ?? '';
const library = { name: { ru: 'Новая библиотека' }, timeZone: 'Asia/Almaty' };
const WISH = { familyName: 'Қасымова', givenName: 'Айгүл', birthDate: '1990-04-12' };
const ask = (world: World, at: Staff, self: Caller) => world.served.call(self, 'POST', `/people/${at.personId}/request`, WISH);
const firstUnit = async (world: World, at: Staff) => {
  await saveUnit(world.served.system(), at.organisationId, null, { positionId: await librarian(world), units: 1, fromDate: '2020-01-01' });
  return (await showStaffing(world.served.system(), at.organisationId)).units[0]?.id ?? '';
};
const withUnit = (body?: (world: World) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  const unitId = await firstUnit(world, at);
  return { by: world.coordinator, path: `/organisations/${at.organisationId}/staffing/${unitId}`, ...(body ? { body: await body(world) } : {}) };
};
const withLearning = (kind: 'education' | 'attestations', body?: unknown) => async (world: World): Promise<Call> => {
  const at = await staff(world);
  const system = world.served.system();
  await saveEducation(system, at.personId, null, { level: 'higher' });
  await saveAttestation(system, at.personId, null, { category: 'first' });
  const now = await showPerson(system, at.personId);
  const id = (kind === 'education' ? now.educations : now.attestations)[0]?.id ?? '';
  return { by: world.coordinator, path: `/people/${at.personId}/${kind}/${id}`, ...(body ? { body } : {}) };
};

export const peopleCases: Record<string, Case> = {
  'GET /organisations/{organisationId}': {
    may: by(({ organisationId }) => `/organisations/${organisationId}`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ kind: 'rural_library', staff: [{ name: 'Қасымова Әйгүл', post: 'Кітапханашы', rate: 1, secondJob: false }] }),
    forbidden: outsiders,
  },
  'POST /organisations': {
    may: async (world) => ({ by: world.coordinator, path: '/organisations', body: { ...library, country: 'KZ', kind: 'library', code: 'NEWLIB', parentId: world.served.organisationId } }),
    status: 201,
    holds: async (body: { id: string }, { served }) => expect(await getOrganisation(served.system(), body.id)).toMatchObject({ code: 'NEWLIB', path: [served.organisationId, body.id] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), code: 'слишком!' } }), errors: [{ field: 'code', code: 'code.invalid' }] },
    forbidden: neighbours,
    missing: null,
  },
  'PUT /organisations/{organisationId}': {
    may: by(({ organisationId }) => `/organisations/${organisationId}`, () => ({ ...library, version: 1 })),
    status: 204,
    holds: async (_: never, world, call) => expect((await organisation(world, call)).name).toEqual(localized('ru', 'Новая библиотека')),
    bad: { call: (call) => ({ ...call, body: { ...library, version: 1, latitude: 52 } }), errors: [{ field: 'longitude', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'POST /organisations/{organisationId}/move': {
    may: async (world) => {
      const [at, other] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: `/organisations/${at.organisationId}/move`, body: { version: 1, parentId: other.organisationId, movedOn: '2026-05-01' } };
    },
    status: 204,
    holds: async (_: never, world, call) => expect((await organisation(world, call)).path).toHaveLength(3),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), movedOn: '2027-01-01' } }), errors: [{ field: 'movedOn', code: 'date.in_future' }] },
    forbidden: neighbours,
  },
  'POST /organisations/{organisationId}/close': {
    may: by(({ organisationId }) => `/organisations/${organisationId}/close`, () => ({ closedOn: '2026-05-01' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await organisation(world, call)).closed_on).toBe('2026-05-01'),
    bad: { call: emptied, errors: [{ field: 'closedOn', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'POST /organisations/{organisationId}/reopen': {
    may: by(
      ({ organisationId }) => `/organisations/${organisationId}/reopen`,
      undefined,
      (world, at) => world.served.call(world.coordinator, 'POST', `/organisations/${at.organisationId}/close`, { closedOn: '2026-05-01' }),
    ),
    status: 204,
    holds: async (_: never, world, call) => expect((await organisation(world, call)).closed_on).toBeNull(),
    forbidden: neighbours,
  },
  'GET /organisations/{organisationId}/staffing': {
    may: by(({ organisationId }) => `/organisations/${organisationId}/staffing`, undefined, firstUnit),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ units: 1, occupied: 1, vacant: 1, persons: 1, table: [{ units: 1, fromDate: '2020-01-01', toDate: null }] }),
    forbidden: neighbours,
  },
  'POST /organisations/{organisationId}/staffing': {
    may: by(({ organisationId }) => `/organisations/${organisationId}/staffing`, async (_, world) => ({ positionId: await librarian(world), units: 0.5, fromDate: '2026-01-01' })),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), toDate: '2025-01-01' } }), errors: [{ field: 'toDate', code: 'date.before_start' }] },
    forbidden: neighbours,
  },
  'PUT /organisations/{organisationId}/staffing/{unitId}': {
    may: withUnit(async (world) => ({ version: 1, positionId: await librarian(world), units: 2, fromDate: '2020-01-01' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await showStaffing(world.served.system(), idIn(call.path))).units).toMatchObject([{ units: 2 }]),
    forbidden: neighbours,
  },
  'DELETE /organisations/{organisationId}/staffing/{unitId}': {
    may: withUnit(),
    status: 204,
    holds: async (_: never, world, call) => expect((await showStaffing(world.served.system(), idIn(call.path))).units).toEqual([]),
    forbidden: neighbours,
  },
  'GET /positions': {
    may: async (world) => ({ by: world.coordinator, path: '/positions' }),
    status: 200,
    holds: (body: object) => expect(body).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'librarian', isco: '2622', isMainPersonnel: true })])),
    forbidden: neighboursHere,
    missing: null,
  },
  'POST /positions': {
    may: async (world) => ({ by: world.coordinator, path: '/positions', body: { code: 'reader_guide', name: { ru: 'Консультант' }, sort: 150 } }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), code: 'librarian' } }), errors: [{ field: 'code', code: 'code.taken' }] },
    forbidden: neighboursHere,
    missing: null,
  },
  'PUT /positions/{positionId}': {
    may: async (world) => ({ by: world.coordinator, path: `/positions/${await librarian(world)}`, body: { version: 1, code: 'librarian', name: { ru: 'Библиотекарь' }, isco: '2622', isMainPersonnel: true, sort: 80 } }),
    status: 204,
    forbidden: neighbours,
  },
  'GET /people': {
    may: by(({ organisationId }) => `/people?organisation=${organisationId}`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ people: [{ name: 'Қасымова Әйгүл', post: 'Кітапханашы', isWorking: true, age: null }], total: 1, next: null }),
    bad: { call: (call) => ({ ...call, path: '/people?age=old' }), errors: [{ field: 'age', code: 'choice.missing' }] },
    forbidden: async (world) => [...(await outsiders(world)), await world.served.account('a specialist', { role: 'specialist', scopeKind: 'organisation', scopeId: world.served.organisationId })],
    missing: null,
  },
  'POST /people': {
    may: by(
      () => '/people',
      ({ organisationId }) => ({ familyName: 'Новая', names: { en: { familyName: 'Novaya' } }, languages: { kk: 'c1' }, post: { organisationId, title: 'Методист', rate: '0,5', fromDate: '2026-05-01', isMainPersonnel: true } }),
    ),
    status: 201,
    holds: async (body: { id: string }, { served }) => expect(await showPerson(served.system(), body.id)).toMatchObject({ name: 'Новая', otherNames: [{ familyName: 'Novaya' }], posts: [{ rate: 0.5, post: 'Методист' }] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), birthDate: '01.01.2030' } }), errors: [{ field: 'birthDate', code: 'date.impossible' }] },
    forbidden: neighbours,
    missing: null,
  },
  'GET /people/{personId}': {
    may: by(({ personId }) => `/people/${personId}`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Қасымова Әйгүл', values: { birthDate: null }, posts: [{ post: 'Кітапханашы' }], may: expect.arrayContaining(['edit', 'merge']) as unknown }),
    forbidden: neighbours,
  },
  'GET /people/{personId}/changes': {
    may: by(({ personId }) => `/people/${personId}/changes`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject([{ act: 'person.created', who: null }]),
    forbidden: neighbours,
  },
  'PUT /people/{personId}': {
    may: by(({ personId }) => `/people/${personId}`, ({ version }) => ({ ...WISH, version })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).values).toMatchObject({ givenName: 'Айгүл', birthDate: '1990-04-12' }),
    bad: { call: emptied, errors: [{ field: 'familyName', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'PUT /people/{personId}/own': {
    may: asHerself(({ personId }) => `/people/${personId}/own`, ({ version }) => ({ version, phone: '+7 701 000 00 00' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).values.phone).toBe('+7 701 000 00 00'),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), phone: 'позвоните' } }), errors: [{ field: 'phone', code: 'phone.invalid' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/request': {
    may: asHerself(({ personId }) => `/people/${personId}/request`, () => WISH),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).request?.changes).toHaveLength(2),
    forbidden: neighbours,
  },
  'POST /people/{personId}/request/withdraw': {
    may: asHerself(({ personId }) => `/people/${personId}/request/withdraw`, undefined, ask),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).request).toBeNull(),
    forbidden: neighbours,
  },
  'POST /people/{personId}/request/confirm': {
    may: by(({ personId }) => `/people/${personId}/request/confirm`, undefined, async (world, at) => ask(world, at, await herself(world, at))),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).values.birthDate).toBe('1990-04-12'),
    forbidden: neighbours,
  },
  'POST /people/{personId}/request/decline': {
    may: by(({ personId }) => `/people/${personId}/request/decline`, () => ({ reason: 'Нет документа' }), async (world, at) => ask(world, at, await herself(world, at))),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).values.birthDate).toBeNull(),
    bad: { call: emptied, errors: [{ field: 'reason', code: 'field.required' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/posts': {
    may: by(({ personId }) => `/people/${personId}/posts`, ({ organisationId }) => ({ organisationId, title: 'Методист', kind: 'second', rate: 0.5, fromDate: '2026-05-01' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).posts).toHaveLength(2),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'main' } }), errors: [{ field: 'fromDate', code: 'post.main_overlaps' }] },
    forbidden: neighbours,
  },
  'PUT /people/{personId}/posts/{postId}': {
    may: by(({ personId, postId }) => `/people/${personId}/posts/${postId}`, ({ organisationId }) => ({ version: 1, organisationId, title: 'Методист', rate: 0.75, fromDate: '2020-09-01' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).posts).toMatchObject([{ post: 'Методист', rate: 0.75 }]),
    forbidden: neighbours,
  },
  'POST /people/{personId}/posts/{postId}/end': {
    may: by(({ personId, postId }) => `/people/${personId}/posts/${postId}/end`, () => ({ version: 1, toDate: '2026-05-10', leavingReason: 'retirement' })),
    status: 204,
    holds: async (_: never, world, call) => expect(await card(world, call)).toMatchObject({ isWorking: false, posts: [{ toDate: '2026-05-10', leavingReason: 'retirement' }] }),
    bad: { call: (call) => ({ ...call, body: { version: 1, toDate: '2019-01-01' } }), errors: [{ field: 'toDate', code: 'date.before_start' }] },
    forbidden: neighbours,
  },
  'DELETE /people/{personId}/posts/{postId}': {
    may: by(({ personId, postId }) => `/people/${personId}/posts/${postId}`),
    status: 204,
    // Nobody's record is kept where she works nowhere: only the whole network reaches her now.
    holds: async (_: never, world, call) => expect((await card(world, call)).posts.map(({ id }) => id)).not.toContain(secondId(call.path)),
    forbidden: neighbours,
  },
  'POST /people/{personId}/education': {
    may: by(({ personId }) => `/people/${personId}/education`, () => ({ level: 'vocational', libraryProfile: 'yes', graduatedYear: 2012 })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).educations).toMatchObject([{ level: 'vocational', isLibraryProfile: true, graduatedYear: 2012 }]),
    bad: { call: emptied, errors: [{ field: 'level', code: 'choice.missing' }] },
    forbidden: neighbours,
  },
  'PUT /people/{personId}/education/{educationId}': {
    may: withLearning('education', { version: 1, level: 'postgraduate' }),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).educations).toMatchObject([{ level: 'postgraduate' }]),
    forbidden: neighbours,
  },
  'DELETE /people/{personId}/education/{educationId}': {
    may: withLearning('education'),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).educations).toEqual([]),
    forbidden: neighbours,
  },
  'POST /people/{personId}/attestations': {
    may: by(({ personId }) => `/people/${personId}/attestations`, () => ({ category: 'highest', heldOn: '2025-05-01', dueOn: '2030-05-01' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).attestations).toMatchObject([{ category: 'highest', dueOn: '2030-05-01' }]),
    bad: { call: (call) => ({ ...call, body: { category: 'first', heldOn: '2025-05-01', dueOn: '2024-05-01' } }), errors: [{ field: 'dueOn', code: 'date.before_start' }] },
    forbidden: neighbours,
  },
  'PUT /people/{personId}/attestations/{attestationId}': {
    may: withLearning('attestations', { version: 1, category: 'highest' }),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).attestations).toMatchObject([{ category: 'highest' }]),
    forbidden: neighbours,
  },
  'DELETE /people/{personId}/attestations/{attestationId}': {
    may: withLearning('attestations'),
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).attestations).toEqual([]),
    forbidden: neighbours,
  },
  'GET /duplicates': {
    may: async (world) => {
      await Promise.all([staff(world), staff(world)]);
      return { by: world.coordinator, path: '/duplicates' };
    },
    status: 200,
    holds: (body: { first: { name: string } }[]) => expect(body[0]?.first.name).toMatch(/^Қасымова (Әйгүл|Айгүл)$/),
    forbidden: async (world) => (await outsiders(world)).concat(await world.served.account('a head', { role: 'head', scopeKind: 'organisation', scopeId: world.served.organisationId })),
    missing: null,
  },
  'POST /people/{personId}/merge/{otherId}': {
    may: async (world) => {
      const [kept, other] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: `/people/${kept.personId}/merge/${other.personId}`, body: { version: kept.version, otherVersion: other.version, fromOther: ['name'] } };
    },
    status: 204,
    holds: async (_: never, world, call) => expect((await showPerson(world.served.system(), secondId(call.path))).mergedInto).toBe(idIn(call.path)),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), fromOther: ['wishes'] } }), errors: [{ field: 'fromOther.0', code: 'choice.missing' }] },
    forbidden: neighbours,
  },
  'POST /people/{personId}/apart/{otherId}': {
    may: async (world) => {
      const [one, other] = [await staff(world), await staff(world)];
      return { by: world.coordinator, path: `/people/${one.personId}/apart/${other.personId}` };
    },
    status: 204,
    forbidden: neighbours,
  },
  'POST /people/{personId}/unmerge': {
    may: async (world) => {
      const [kept, other] = [await staff(world), await staff(world)];
      await world.served.call(world.coordinator, 'POST', `/people/${kept.personId}/merge/${other.personId}`, { version: kept.version, otherVersion: other.version });
      return { by: world.coordinator, path: `/people/${other.personId}/unmerge` };
    },
    status: 204,
    holds: async (_: never, world, call) => expect((await card(world, call)).mergedInto).toBeNull(),
    forbidden: neighbours,
  },
  'GET /search': {
    may: async (world) => {
      await staff(world);
      return { by: world.coordinator, path: '/search?q=Касымова' };
    },
    status: 200,
    holds: (body: { people: { name: string }[] }) => expect(body.people[0]?.name).toMatch(/^Қасымова (Әйгүл|Айгүл)$/),
    forbidden: outsiders,
    missing: null,
  },
};
