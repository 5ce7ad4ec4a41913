import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, iso, json, Made, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { noteLooks } from './card-views.service.ts';
import { removeAttestation, removeEducation, saveAttestation, saveEducation } from './learning.service.ts';
import { listPeopleFor } from './people-list.service.ts';
import { showPerson, showPersonChanges } from './person-card.service.ts';
import { AttestationInput, Decline, EducationInput, EndPost, KeptDetails, NewPerson, OwnDetails, PersonInput, PostInput } from './persons.schemas.ts';
import { addPerson, askForChange, changeOwnDetails, changePerson, confirmChange, declineChange, withdrawRequest } from './persons.service.ts';
import { addPost, changePost, endPost, removePost } from './posts.service.ts';
import { CATEGORIES, EDUCATION_LEVELS, EMPLOYMENT_KINDS, LANGUAGE_LEVELS, LEAVING_REASONS, SEXES } from './registry.tables.ts';
import { searchFor } from './search.service.ts';

const tags = ['People'];
const PersonId = z.object({ personId: z.string() });
const day = () => z.iso.date().nullable();

const Line = z
  .object({
    id: z.uuid(),
    name: z.string(),
    organisationId: z.uuid().nullable(),
    organisation: z.string(),
    post: z.string(),
    isWorking: z.boolean(),
    birthDate: day(),
    age: z.int().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    level: z.enum(EDUCATION_LEVELS).nullable(),
    isLibraryProfile: z.boolean().nullable().openapi({ description: 'null: nobody has said' }),
    category: z.enum(CATEGORIES).nullable(),
    attestationDue: day(),
    librarySince: day(),
    professionSince: day(),
  })
  .openapi('PersonLine');

const Values = z.object({
  familyName: z.string(),
  givenName: z.string().nullable(),
  patronymic: z.string().nullable(),
  nameLocale: z.enum(LOCALES).nullable(),
  birthDate: day(),
  sex: z.enum(SEXES).nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  preferredLocale: z.enum(LOCALES).nullable(),
  languages: z.array(z.object({ language: z.enum(LOCALES), level: z.enum(LANGUAGE_LEVELS) })),
  librarySince: day(),
  professionSince: day(),
});

const Change = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });

const Card = z
  .object({
    id: z.uuid(),
    version: z.int(),
    name: z.string(),
    values: Values,
    otherNames: z.array(z.object({ locale: z.enum(LOCALES), familyName: z.string(), givenName: z.string().nullable(), patronymic: z.string().nullable() })),
    isWorking: z.boolean(),
    mergedInto: z.uuid().nullable(),
    posts: z.array(
      z.object({
        id: z.uuid(),
        version: z.int(),
        organisationId: z.uuid(),
        organisation: z.string(),
        positionId: z.uuid().nullable(),
        post: z.string(),
        title: z.string().nullable(),
        kind: z.enum(EMPLOYMENT_KINDS),
        isMainPersonnel: z.boolean(),
        rate: z.number(),
        fromDate: z.iso.date(),
        toDate: day(),
        leavingReason: z.enum(LEAVING_REASONS).nullable(),
        leavingNote: z.string().nullable(),
      }),
    ),
    educations: z.array(
      z.object({ id: z.uuid(), version: z.int(), level: z.enum(EDUCATION_LEVELS), isLibraryProfile: z.boolean().nullable(), institution: z.string().nullable(), speciality: z.string().nullable(), graduatedYear: z.int().nullable() }),
    ),
    attestations: z.array(z.object({ id: z.uuid(), version: z.int(), category: z.enum(CATEGORIES), heldOn: day(), dueOn: day(), note: z.string().nullable() })),
    request: z.object({ changes: z.array(Change), createdAt: instant() }).nullable(),
    may: z.array(z.string()),
  })
  .openapi('PersonCard');

/** As the filter of the page, but what cannot be meant is refused: a program should learn of its mistake. */
const Query = z.object({
  q: z.string().trim().min(1).max(120).optional(),
  organisation: z.uuid('choice.missing').optional(),
  position: z.uuid('choice.missing').optional(),
  state: z.enum(['working', 'left', 'all'], 'choice.missing').default('working'),
  personnel: z.enum(['main', 'other'], 'choice.missing').optional(),
  category: z.enum(CATEGORIES, 'choice.missing').optional(),
  education: z.enum(['library', 'other', 'unknown'], 'choice.missing').optional(),
  age: z.enum(['under_30', 'from_30', 'from_55'], 'choice.missing').optional(),
  attestation: z.enum(['overdue', 'year'], 'choice.missing').optional(),
  missing: z.enum(['birth_date', 'education', 'email', 'post'], 'choice.missing').optional(),
  count: z.literal('all', 'choice.missing').optional(),
  sort: z.enum(['name', '-name'], 'choice.missing').default('name'),
  after: z.string().max(1000).optional(),
});

function reading(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/people',
      tags,
      ...signedIn,
      summary: 'People whose records the caller keeps, 50 a page, with the filters of the page; that they were read is noted',
      request: { query: Query },
      responses: { 200: json(z.object({ people: z.array(Line), total: z.int().openapi({ description: 'Counted up to 1,000 unless `count=all`' }), next: z.string().nullable() }), 'People and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { lines, total, after } = await listPeopleFor(c.env.ctx, { ...c.req.valid('query'), columns: [], before: undefined });
      await noteLooks(c.env.ctx, lines.map(({ id }) => id));
      return c.json({ people: lines, total, next: after }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}', tags, ...signedIn, summary: 'The card of a person; that another person’s card was read is noted', request: { params: PersonId }, responses: { 200: json(Card, 'The card'), ...problems } }),
    async (c) => {
      const { id, version, name, values, otherNames, isWorking, mergedInto, posts, educations, attestations, request, may } = await showPerson(c.env.ctx, c.req.valid('param').personId);
      return c.json(
        {
          id,
          version,
          name,
          values,
          otherNames,
          isWorking,
          mergedInto,
          posts: posts.map(({ isPresent: _, ...post }) => post),
          educations,
          attestations: attestations.map(({ isOverdue: _, ...row }) => row),
          request: request && { changes: request.changes, createdAt: iso(request.createdAt) ?? '' },
          may: Object.entries(may).flatMap(([ability, allowed]) => (allowed ? [ability] : [])),
        },
        200,
      );
    },
  );
  const Changes = z.array(z.object({ at: instant(), who: z.string().nullable(), act: z.string(), changes: z.array(Change), list: z.object({ id: z.uuid(), name: z.string() }).nullable().openapi({ description: 'The list by which it was done, or whose taking back did it; a pasted table has an empty name' }) }));
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/changes', tags, ...signedIn, summary: 'Who changed the record and how, the newest 100', request: { params: PersonId }, responses: { 200: json(Changes, 'Changes'), ...problems } }),
    async (c) => {
      const { changes } = await showPersonChanges(c.env.ctx, c.req.valid('param').personId);
      return c.json(changes.map(({ at, who, act, changes: fields, list }) => ({ at: iso(at) ?? '', who, act, changes: fields, list: list && { id: list.id, name: list.name } })), 200);
    },
  );
  const Found = z.object({
    people: z.array(z.object({ id: z.uuid(), name: z.string(), post: z.string(), organisation: z.string(), isWorking: z.boolean() })),
    organisations: z.array(z.object({ id: z.uuid(), name: z.string(), code: z.string(), kind: z.string(), settlement: z.string(), isClosed: z.boolean() })),
    others: z.array(
      z.object({
        kind: z.string().openapi({ description: 'What was found', example: 'seminars.events' }),
        found: z.array(z.object({ id: z.uuid(), title: z.string(), path: z.string().openapi({ description: 'Page, without language' }), detail: z.string(), at: instant().nullable() })),
      }),
    ),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/search',
      tags,
      ...signedIn,
      summary: 'Everything the caller may see that bears the words: people, organisations, events, participants, certificates; in any script and with slips of the pen',
      request: { query: z.object({ q: z.string().trim().max(120) }) },
      responses: { 200: json(Found, 'At most 20 of each, the best first'), ...problems },
    }),
    async (c) => {
      const { people, organisations, others } = await searchFor(c.env.ctx, c.req.valid('query').q);
      const found = others.map(({ id: kind, lines }) => ({ kind, found: lines.map(({ id, title, path, detail, at }) => ({ id, title, path, detail, at: iso(at) })) }));
      return c.json({ people, organisations, others: found }, 200);
    },
  );
}

function writing(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/people', tags, ...signedIn, summary: 'Adds a person with the post she works at', request: body(named('NewPerson', NewPerson)), responses: { 201: json(Made, 'The person'), ...conflicts } }),
    async (c) => c.json({ id: await addPerson(c.env.ctx, c.req.valid('json')) }, 201),
  );
  const change = (method: 'put' | 'post', path: string, summary: string, schema: z.ZodType | null, work: (ctx: Parameters<typeof changePerson>[0], id: string, input: never) => Promise<void>) =>
    api.openapi(
      createRoute({ method, path, tags, ...signedIn, summary, request: { params: PersonId, ...(schema ? body(schema) : {}) }, responses: { ...done, ...conflicts } }),
      async (c) => {
        const { personId } = c.req.valid('param');
        await work(c.env.ctx, personId, (schema ? (c.req as unknown as { valid(part: 'json'): unknown }).valid('json') : {}) as never);
        return c.body(null, 204);
      },
    );
  change('put', '/people/{personId}', 'Changes a record, as who keeps it', named('PersonInput', PersonInput), changePerson);
  change('put', '/people/{personId}/own', 'Changes contacts, languages and spellings of one’s own record', named('OwnDetails', OwnDetails), changeOwnDetails);
  change('post', '/people/{personId}/request', 'Asks for a correction of names, birth date or the like', named('KeptDetails', KeptDetails), askForChange);
  change('post', '/people/{personId}/request/withdraw', 'Takes one’s own request back', null, withdrawRequest);
  change('post', '/people/{personId}/request/confirm', 'Confirms what was asked for', null, confirmChange);
  change('post', '/people/{personId}/request/decline', 'Declines it with a reason', named('DeclineRequest', Decline), declineChange);
  change('post', '/people/{personId}/posts', 'Adds a post', named('PostInput', PostInput), async (ctx, id, input) => void (await addPost(ctx, id, input)));
  change('post', '/people/{personId}/education', 'Adds an education', named('EducationInput', EducationInput), (ctx, id, input) => saveEducation(ctx, id, null, input));
  change('post', '/people/{personId}/attestations', 'Adds an attestation', named('AttestationInput', AttestationInput), (ctx, id, input) => saveAttestation(ctx, id, null, input));
}

function parts(api: Api): void {
  const part = (
    method: 'put' | 'post' | 'delete',
    path: string,
    name: string,
    summary: string,
    schema: z.ZodType | null,
    work: (ctx: Parameters<typeof changePerson>[0], personId: string, id: string, input: never) => Promise<void>,
  ) =>
    api.openapi(
      createRoute({ method, path, tags, ...signedIn, summary, request: { params: PersonId.extend({ [name]: z.string() }), ...(schema ? body(schema) : {}) }, responses: { ...done, ...conflicts } }),
      async (c) => {
        const params = c.req.valid('param') as { personId: string } & Record<string, string>;
        await work(c.env.ctx, params.personId, params[name] ?? '', (schema ? (c.req as unknown as { valid(kind: 'json'): unknown }).valid('json') : {}) as never);
        return c.body(null, 204);
      },
    );
  part('put', '/people/{personId}/posts/{postId}', 'postId', 'Corrects a post', PostInput, changePost);
  part('post', '/people/{personId}/posts/{postId}/end', 'postId', 'Ends a post on its last day', named('EndPost', EndPost), endPost);
  part('delete', '/people/{personId}/posts/{postId}', 'postId', 'Takes a post away that was entered by mistake', null, removePost);
  part('put', '/people/{personId}/education/{educationId}', 'educationId', 'Corrects an education', EducationInput, saveEducation);
  part('delete', '/people/{personId}/education/{educationId}', 'educationId', 'Takes an education away that was entered by mistake', null, removeEducation);
  part('put', '/people/{personId}/attestations/{attestationId}', 'attestationId', 'Corrects an attestation', AttestationInput, saveAttestation);
  part('delete', '/people/{personId}/attestations/{attestationId}', 'attestationId', 'Takes an attestation away that was entered by mistake', null, removeAttestation);
}

/** The registry of people. */
export function registerPersonsApi(api: Api): void {
  reading(api);
  writing(api);
  parts(api);
}
