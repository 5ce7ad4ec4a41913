import { createRoute, z } from '@hono/zod-openapi';
import { body, done, instant, json, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { listRetentionFor, RetentionDays, setRetention } from './retention.ts';

const tags = ['Consents'];
const Kind = z
  .object({
    kind: z.string(),
    days: z.int().nullable().openapi({ description: 'null: never by itself, or as each notice promised' }),
    least: z.int().nullable().openapi({ description: 'null: not to be changed' }),
    most: z.int().nullable(),
    count: z.int().openapi({ description: 'What a run of now would remove' }),
    examples: z.array(z.object({ text: z.string(), at: instant() })),
  })
  .openapi('RetentionKind');

export function registerRetentionApi(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/retention', tags, ...signedIn, summary: 'How long each kind of data is kept, and what would go now', responses: { 200: json(z.object({ kinds: z.array(Kind) }), 'By module'), ...problems } }), async (c) => {
    const lines = await listRetentionFor(c.env.ctx);
    return c.json({ kinds: lines.map(({ kind, days, bounds, count, examples }) => ({ kind, days, least: bounds?.least ?? null, most: bounds?.most ?? null, count, examples: examples.map(({ text, at }) => ({ text, at: at.toISOString() })) })) }, 200);
  });
  api.openapi(createRoute({ method: 'put', path: '/retention/{kind}', tags, ...signedIn, summary: 'Sets how long a kind is kept; without days as it is shipped', request: { params: z.object({ kind: z.string() }), ...body(named('RetentionDays', RetentionDays)) }, responses: done }), async (c) => {
    await setRetention(c.env.ctx, c.req.valid('param').kind, c.req.valid('json'));
    return c.body(null, 204);
  });
}
