import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, json, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { NameCompetency, nameCompetency, setTakingPart, showTeaching, TakingPart, unnameCompetency } from './teaching.service.ts';

const Event = z.object({ eventId: z.uuid() });
const One = Event.extend({ competencyId: z.uuid() });
const acted = { 204: { description: 'Done' }, ...conflicts };

/** What an event teaches, for its organisers. */
export function registerTeachingApi(api: Api): void {
  const tags = ['Seminars: organisers'];
  const path = '/manage/seminars/{eventId}/competencies';
  const Taught = z.object({ online: z.boolean(), competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written, fromStep: z.int().nullable(), toStep: z.int() })) });
  api.openapi(createRoute({ method: 'get', path, tags, ...signedIn, summary: 'What an event teaches', request: { params: Event }, responses: { 200: json(Taught, 'Competencies in the order of their frameworks'), ...problems } }), async (c) => {
    const { taught, isOnline } = await showTeaching(c.env.ctx, c.req.valid('param').eventId);
    return c.json({ online: isOnline, competencies: taught.map(({ competencyId, fromStep, toStep, named: { code, title } }) => ({ competencyId, code, title, fromStep, toStep })) }, 200);
  });
  api.openapi(
    createRoute({ method: 'put', path: `${path}/{competencyId}`, tags, ...signedIn, summary: 'Names a competency that an event teaches, or names it anew', request: { params: One, ...body(named('TaughtCompetency', NameCompetency.omit({ competencyId: true }))) }, responses: acted }),
    async (c) => {
      const { eventId, competencyId } = c.req.valid('param');
      await nameCompetency(c.env.ctx, eventId, { ...c.req.valid('json'), competencyId });
      return c.body(null, 204);
    },
  );
  api.openapi(createRoute({ method: 'delete', path: `${path}/{competencyId}`, tags, ...signedIn, summary: 'Takes a competency off what an event teaches', request: { params: One }, responses: acted }), async (c) => {
    const { eventId, competencyId } = c.req.valid('param');
    await unnameCompetency(c.env.ctx, eventId, competencyId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'put', path: '/manage/seminars/{eventId}/taking-part', tags, ...signedIn, summary: 'Whether one may take part from afar', request: { params: Event, ...body(named('TakingPart', TakingPart)) }, responses: acted }), async (c) => {
    await setTakingPart(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json').isOnline);
    return c.body(null, 204);
  });
}
