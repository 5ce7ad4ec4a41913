import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, instant, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { AcceptEvidence, acceptEvidence, EVIDENCE_KINDS, EvidenceInput, getEvidenceFor, listEvidenceFor, listWaitingEvidence, readEvidenceFile, ReturnEvidence, returnEvidence, withdrawEvidence, type EvidenceView } from '#server/modules/competencies/index.ts';
import { mendOwnEvidence, offerOwnEvidence } from './own-evidence.ts';

const STATES = ['offered', 'accepted', 'returned', 'withdrawn'] as const;
const Piece = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    kind: z.enum(EVIDENCE_KINDS),
    title: Written,
    text: z.string().nullable(),
    url: z.string().nullable(),
    certificate: z.string().nullable().openapi({ description: 'Its number in the register' }),
    minutes: z.int().nullable(),
    happenedOn: z.string().nullable(),
    state: z.enum(STATES),
    witnessed: z.boolean().openapi({ description: 'Written down by the program itself; nobody reviews it' }),
    offeredAt: instant(),
    reviewer: z.string().nullable(),
    reviewedAt: instant().nullable(),
    review: z.string().nullable(),
    revision: z.int(),
    file: z.object({ name: z.string(), byteSize: z.int() }).nullable(),
    competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written, claimed: z.int().nullable(), accepted: z.int().nullable() })),
  })
  .openapi('Evidence');
const File = z.object({ name: z.string().trim().min(1, 'field.required').max(200), base64: z.base64().min(1) }).openapi({ description: 'At most 700 kB; larger ones by the page' });
const Offer = z.intersection(EvidenceInput, z.object({ file: File.optional() })).openapi('EvidenceInput');
const PersonId = z.object({ personId: z.uuid() });
const EvidenceId = z.object({ evidenceId: z.uuid() });
const acted = { 204: { description: 'Done' }, ...conflicts };

const pieceJson = ({ id, personId, kind, title, text, url, credentialNumber, minutes, happenedOn, state, sourceId, offeredAt, reviewerName, reviewedAt, review, revision, file, shows }: EvidenceView) => ({
  ...{ id, personId, kind, title, text, url, minutes, happenedOn, state, review, revision, file },
  certificate: credentialNumber,
  witnessed: sourceId !== null,
  offeredAt: offeredAt.toISOString(),
  reviewer: reviewerName,
  reviewedAt: iso(reviewedAt),
  competencies: shows.map(({ competencyId, code, title: name, claimed, accepted }) => ({ competencyId, code, title: name, claimed, accepted })),
});
const sent = (file: z.output<typeof File> | undefined) => (file ? { name: file.name, bytes: new Uint8Array(Buffer.from(file.base64, 'base64')) } : null);

/** Evidence of what people can do: offered by themselves, reviewed by who answers for them. */
export function registerEvidenceApi(api: Api): void {
  const tags = ['Competencies: evidence'];
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/evidence', tags, ...signedIn, summary: 'Evidence of a person, newest first', request: { params: PersonId }, responses: { 200: json(z.object({ evidence: z.array(Piece) }), 'What was not taken back'), ...problems } }),
    async (c) => c.json({ evidence: (await listEvidenceFor(c.env.ctx, c.req.valid('param').personId)).evidence.map(pieceJson) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/evidence', tags, ...signedIn, summary: 'Offers evidence of one’s own', request: { params: PersonId, ...body(Offer) }, responses: { 201: json(Made, 'The piece'), ...conflicts } }),
    async (c) => {
      const { file, ...input } = c.req.valid('json');
      return c.json({ id: await offerOwnEvidence(c.env.ctx, c.req.valid('param').personId, input, sent(file)) }, 201);
    },
  );
  const Line = z.object({ id: z.uuid(), personId: z.uuid(), name: z.string(), kind: z.enum(EVIDENCE_KINDS), title: Written, offeredAt: instant(), codes: z.array(z.string()) });
  api.openapi(
    createRoute({ method: 'get', path: '/evidence', tags, ...signedIn, summary: 'Evidence that waits for the caller’s review, the longest waiting first', request: { query: z.object({ after: z.string().max(400).optional(), before: z.string().max(400).optional() }) }, responses: { 200: json(z.object({ waiting: z.array(Line), count: z.int(), after: z.string().nullable(), before: z.string().nullable() }), 'Pieces'), ...problems } }),
    async (c) => {
      const { waiting, ...page } = await listWaitingEvidence(c.env.ctx, c.req.valid('query'));
      return c.json({ waiting: waiting.map(({ id, personId, familyName, givenName, kind, title, offeredAt, codes }) => ({ id, personId, name: [familyName, givenName].filter(Boolean).join(' '), kind, title, offeredAt: offeredAt.toISOString(), codes })), ...page }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/evidence/{evidenceId}', tags, ...signedIn, summary: 'One piece of evidence', request: { params: EvidenceId }, responses: { 200: json(Piece, 'The piece'), ...problems } }),
    async (c) => c.json(pieceJson((await getEvidenceFor(c.env.ctx, c.req.valid('param').evidenceId)).piece), 200),
  );
  api.openapi(createRoute({ method: 'put', path: '/evidence/{evidenceId}', tags, ...signedIn, summary: 'Mends a piece that is not accepted yet, and offers it again', request: { params: EvidenceId, ...body(Offer) }, responses: acted }), async (c) => {
    const { file, ...input } = c.req.valid('json');
    await mendOwnEvidence(c.env.ctx, c.req.valid('param').evidenceId, input, sent(file));
    return c.body(null, 204);
  });
  review(api, tags);
}

function review(api: Api, tags: string[]): void {
  const file = { description: 'As it was sent; never opened here', content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } };
  api.openapi(createRoute({ method: 'get', path: '/evidence/{evidenceId}/file', tags, ...signedIn, summary: 'The file of a piece', request: { params: EvidenceId }, responses: { 200: file, ...problems } }), async (c) => {
    const { bytes, disposition } = await readEvidenceFile(c.env.ctx, c.req.valid('param').evidenceId);
    return new Response(bytes, { headers: { 'content-type': 'application/octet-stream', 'content-disposition': disposition, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' } }) as never;
  });
  api.openapi(
    createRoute({ method: 'post', path: '/evidence/{evidenceId}/accept', tags, ...signedIn, summary: 'Accepts a piece; each step that is given becomes a rating', request: { params: EvidenceId, ...body(named('AcceptEvidence', AcceptEvidence)) }, responses: { 200: json(z.object({ ratings: z.int() }), 'How many'), ...conflicts } }),
    async (c) => c.json({ ratings: await acceptEvidence(c.env.ctx, c.req.valid('param').evidenceId, c.req.valid('json')) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/evidence/{evidenceId}/return', tags, ...signedIn, summary: 'Gives a piece back with words', request: { params: EvidenceId, ...body(named('ReturnEvidence', ReturnEvidence)) }, responses: acted }), async (c) => {
    await returnEvidence(c.env.ctx, c.req.valid('param').evidenceId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/evidence/{evidenceId}/withdraw', tags, ...signedIn, summary: 'Takes an own piece back, with its file', request: { params: EvidenceId }, responses: acted }), async (c) => {
    await withdrawEvidence(c.env.ctx, c.req.valid('param').evidenceId);
    return c.body(null, 204);
  });
}
