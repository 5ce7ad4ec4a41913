import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, json, named, signedIn } from '#server/api/describe.ts';
import type { Api } from '#server/api/env.ts';
import type { BulkLine } from './bulk-lines.ts';
import { OrganisationBulkAct } from './bulk-organisations.rule.ts';
import { applyOrganisationsBulk, BulkOrganisationsChosen, checkOrganisationsBulk } from './bulk-organisations.service.ts';
import { BulkAct } from './bulk-people.rule.ts';
import { applyBulk, BulkChosen, checkBulk } from './bulk-people.service.ts';

const MARKS = 'Ids; with the mark of a check behind a dot, nothing else is done than what the check said';
const check = z.boolean().default(false).openapi({ description: 'Only says what would be done' });
const Bulk = z.object({ people: named('BulkPeople', BulkChosen).openapi({ description: MARKS }), change: named('BulkChange', BulkAct), check });
const OrganisationsBulk = z.object({ organisations: named('BulkOrganisations', BulkOrganisationsChosen).openapi({ description: MARKS }), change: named('OrganisationsBulkChange', OrganisationBulkAct), check });

const Change = z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const Line = z.object({
  id: z.uuid(),
  name: z.string(),
  reason: z.string().nullable().openapi({ description: 'Why nothing changes; null: it does' }),
  mark: z.string(),
  records: z.array(z.object({ act: z.string(), about: z.string().nullable(), changes: z.array(Change) })),
});
const lines = z.array(Line).openapi({ description: 'Of a check; empty after a change' });
const Outcome = z.object({ changed: z.int(), people: lines }).openapi('BulkOutcome');
const OrganisationsOutcome = z.object({ changed: z.int(), organisations: lines }).openapi('OrganisationsBulkOutcome');

const said = (found: readonly BulkLine[]) => found.map(({ id, name, reason, seen, records }) => ({ id, name, reason, mark: seen, records }));

/** One change for many people, or for many organisations. */
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
      const { people, change, check: only } = c.req.valid('json');
      if (only) return c.json({ changed: 0, people: said(await checkBulk(c.env.ctx, change, people)) }, 200);
      return c.json({ changed: await applyBulk(c.env.ctx, { act: change, people, withinId: null }), people: [] }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/organisations/bulk',
      tags: ['People'],
      ...signedIn,
      summary: 'One change for many organisations, all of them or none; with `check` only what it would do',
      request: body(named('OrganisationsBulk', OrganisationsBulk)),
      responses: { 200: json(OrganisationsOutcome, 'What was done, or would be'), ...conflicts },
    }),
    async (c) => {
      const { organisations, change, check: only } = c.req.valid('json');
      if (only) return c.json({ changed: 0, organisations: said(await checkOrganisationsBulk(c.env.ctx, change, organisations)) }, 200);
      return c.json({ changed: await applyOrganisationsBulk(c.env.ctx, { act: change, organisations }), organisations: [] }, 200);
    },
  );
}
