import { createRoute, z } from '@hono/zod-openapi';
import { instant, json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { accountNames } from '#server/modules/access/index.ts';
import { CardViewsFilter, listCardViewsFor, viewsOfPerson } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';

const hour = () => instant().openapi({ description: 'One line an hour, however often the card was opened in it' });
const View = z.object({ accountId: z.uuid(), who: z.string().openapi({ description: 'Empty: an account that is gone' }), hour: hour() }).openapi('CardView');
const Line = View.extend({ personId: z.uuid(), name: z.string() }).openapi('CardViewLine');

async function named<R extends { accountId: string; hour: Date }>(ctx: Ctx, rows: readonly R[]) {
  const names = await accountNames(ctx, rows.map(({ accountId }) => accountId));
  return rows.map((row) => ({ ...row, who: names.get(row.accountId) ?? '', hour: row.hour.toISOString() }));
}

/** Who opened birth dates, contacts and education of people. */
export function registerCardViewsApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get', path: '/people/{personId}/views', tags: ['People'], ...signedIn, summary: 'Who opened the card of a person: for herself and the centre',
      request: { params: z.object({ personId: z.string() }) },
      responses: { 200: json(z.object({ views: z.array(View) }), 'At most 100, newest first'), ...problems },
    }), // prettier-ignore
    async (c) => c.json({ views: await named(c.env.ctx, await viewsOfPerson(c.env.ctx, c.req.valid('param').personId)) }, 200),
  );
  const Query = z.object({
    q: z.string().trim().max(200).optional().openapi({ description: 'Words of the name of whose card it is, in any script' }),
    person: z.uuid('choice.missing').optional(),
    who: z.uuid('choice.missing').optional().openapi({ description: 'The account that looked' }),
    from: z.iso.date('date.invalid').optional(),
    until: z.iso.date('date.invalid').optional(),
    after: z.string().max(200).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get', path: '/card-views', tags: ['People'], ...signedIn, summary: 'Who opened whose card, newest first: of the people whose records the centre keeps',
      request: { query: Query },
      responses: { 200: json(z.object({ views: z.array(Line), next: z.string().nullable() }), 'Lines and the key of the next page'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { lines, after } = await listCardViewsFor(c.env.ctx, CardViewsFilter.parse(c.req.valid('query')));
      return c.json({ views: await named(c.env.ctx, lines), next: after }, 200);
    },
  );
}
