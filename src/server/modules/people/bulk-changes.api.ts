import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, json, named, signedIn } from '#server/api/describe.ts';
import type { Api } from '#server/api/env.ts';
import { BulkAct } from './bulk-changes.rule.ts';
import { applyBulk, BulkChosen, checkBulk } from './bulk-changes.service.ts';

const Bulk = z.object({
  people: named('BulkPeople', BulkChosen).openapi({ description: 'Ids; with the mark of a check behind a dot, nothing else is done than what the check said' }),
  change: named('BulkChange', BulkAct),
  check: z.boolean().default(false).openapi({ description: 'Only says what would be done' }),
});

const Change = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const Outcome = z
  .object({
    changed: z.int(),
    people: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          reason: z.string().nullable().openapi({ description: 'Why nothing changes; null: it does' }),
          mark: z.string(),
          records: z.array(z.object({ act: z.string(), about: z.string().nullable(), changes: z.array(Change) })),
        }),
      )
      .openapi({ description: 'Of a check; empty after a change' }),
  })
  .openapi('BulkOutcome');

/** One change for many people. */
export function registerBulkApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/people/bulk',
      tags: ['People'],
      ...signedIn,
      summary: 'One change for many people, all of them or nobody; with `check` only what it would do',
      request: body(named('Bulk', Bulk)),
      responses: { 200: json(Outcome, 'What was done, or would be'), ...conflicts },
    }),
    async (c) => {
      const { people, change, check } = c.req.valid('json');
      if (!check) return c.json({ changed: await applyBulk(c.env.ctx, { act: change, people, withinId: null }), people: [] }, 200);
      const lines = await checkBulk(c.env.ctx, change, people);
      return c.json({ changed: 0, people: lines.map(({ id, name, reason, seen, records }) => ({ id, name, reason, mark: seen, records })) }, 200);
    },
  );
}
