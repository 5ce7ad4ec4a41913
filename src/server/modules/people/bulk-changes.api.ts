import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, instant, iso, json, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { listBulkChangesFor, showBulkChange, undoBulkChange, type BulkChangeView } from './bulk-changes.service.ts';
import type { BulkLine } from './bulk-lines.ts';
import { OrganisationBulkAct } from './bulk-organisations.rule.ts';
import { applyOrganisationsBulk, BulkOrganisationsChosen, checkOrganisationsBulk } from './bulk-organisations.service.ts';
import { BulkAct } from './bulk-people.rule.ts';
import { applyBulk, BulkChosen, checkBulk } from './bulk-people.service.ts';
import { KEPT_REASONS } from './bulk-undo.rule.ts';

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
const change = z.uuid().nullable().openapi({ description: 'What was made, to be taken back; null after a check' });
const Outcome = z.object({ changed: z.int(), change, people: lines }).openapi('BulkOutcome');
const OrganisationsOutcome = z.object({ changed: z.int(), change, organisations: lines }).openapi('OrganisationsBulkOutcome');

const ChangeId = z.object({ changeId: z.string() });
const Made = z
  .object({
    id: z.uuid(),
    subject: z.enum(['person', 'organisation']),
    act: z.string(),
    count: z.int(),
    madeAt: instant(),
    madeBy: z.string().nullable(),
    undoUntil: instant().nullable().openapi({ description: 'Until when it can be taken back; null: it was, or it is too late' }),
    undoneAt: instant().nullable(),
    undoneBy: z.string().nullable(),
    kept: z.int().nullable().openapi({ description: 'Of how many something was left as it is when it was taken back' }),
  })
  .openapi('MadeBulkChange');
const MadeLine = z.object({
  id: z.uuid(),
  name: z.string(),
  records: z.array(z.object({ act: z.string(), about: z.string().nullable(), changes: z.array(Change) })),
  kept: z.array(z.object({ about: z.string().nullable(), reason: z.enum(KEPT_REASONS) })).openapi({ description: 'What was left as it is, or would be now, and why' }),
});
const WholeChange = z.object({ change: Made, lines: z.array(MadeLine), hidden: z.int() }).openapi('MadeBulkChangeWithLines');

const told = ({ madeAt, undoUntil, undoneAt, ...view }: BulkChangeView) => ({ ...view, madeAt: madeAt.toISOString(), undoUntil: iso(undoUntil), undoneAt: iso(undoneAt) });

/** Changes that were made for many, and taking them back. */
function made(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get', path: '/bulk-changes', tags: ['People'], ...signedIn, summary: 'Changes one made for many, or everybody’s for the centre, the latest first',
      request: { query: z.object({ after: z.uuid().optional() }) },
      responses: { 200: json(z.object({ changes: z.array(Made), next: z.uuid().nullable() }), 'Changes and the key of the next page'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { changes, next } = await listBulkChangesFor(c.env.ctx, c.req.valid('query'));
      return c.json({ changes: changes.map(told), next }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get', path: '/bulk-changes/{changeId}', tags: ['People'], ...signedIn, summary: 'What a change for many did to each, and what of it could not be taken back',
      request: { params: ChangeId },
      responses: { 200: json(WholeChange, 'The change and those it was made for, as far as one may read them'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const whole = await showBulkChange(c.env.ctx, c.req.valid('param').changeId);
      return c.json({ ...whole, change: told(whole.change) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post', path: '/bulk-changes/{changeId}/undo', tags: ['People'], ...signedIn, summary: 'Takes a change for many back, for thirty days; what was changed since is left as it is',
      request: { params: ChangeId },
      responses: { 200: json(z.object({ undone: z.int(), kept: z.int() }).openapi('BulkUndone'), 'Of how many all was put back, and of how many something was left'), ...conflicts },
    }), // prettier-ignore
    async (c) => c.json(await undoBulkChange(c.env.ctx, c.req.valid('param').changeId), 200),
  );
}

const said = (found: readonly BulkLine[]) => found.map(({ id, name, reason, seen, records }) => ({ id, name, reason, mark: seen, records }));

/** One change for many people, or for many organisations, and taking it back. */
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
      const { people, change: act, check: only } = c.req.valid('json');
      if (only) return c.json({ changed: 0, change: null, people: said(await checkBulk(c.env.ctx, act, people)) }, 200);
      const { id, count } = await applyBulk(c.env.ctx, { act, people, withinId: null });
      return c.json({ changed: count, change: id, people: [] }, 200);
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
      const { organisations, change: act, check: only } = c.req.valid('json');
      if (only) return c.json({ changed: 0, change: null, organisations: said(await checkOrganisationsBulk(c.env.ctx, act, organisations)) }, 200);
      const { id, count } = await applyOrganisationsBulk(c.env.ctx, { act, organisations });
      return c.json({ changed: count, change: id, organisations: [] }, 200);
    },
  );
  made(api);
}
