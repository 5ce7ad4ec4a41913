import { createRoute, z } from '@hono/zod-openapi';
import { body, done, inPerson, instant, json, Made, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { actForGiver, actForOneself, delegate, endOwnDelegation, NewDelegation, ownDelegations } from './delegation.service.ts';

const tags = ['Account'];
const Delegation = z
  .object({
    id: z.uuid(),
    side: z.enum(['given', 'taken']),
    name: z.string().openapi({ description: 'The other of the two' }),
    roles: z.array(z.string()),
    from: instant(),
    until: instant(),
    state: z.enum(['planned', 'running', 'ended']),
  })
  .openapi('Delegation');
const Delegations = z.object({ delegations: z.array(Delegation) }).openapi('Delegations');
const one = { params: z.object({ delegationId: z.string() }) };

export function registerDelegationApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/account/delegations', tags, ...inPerson, summary: 'Roles lent and borrowed', responses: { 200: json(Delegations, 'Latest first'), ...problems } }),
    async (c) => {
      const delegations = await ownDelegations(c.env.ctx);
      return c.json({ delegations: delegations.map((row) => ({ ...row, from: row.from.toISOString(), until: row.until.toISOString() })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/delegations', tags, ...inPerson, summary: 'Lends own roles to a colleague for a time', request: body(named('NewDelegation', NewDelegation)), responses: { 201: json(Made, 'Lent'), ...problems } }),
    async (c) => c.json({ id: await delegate(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/account/delegations/{delegationId}', tags, ...inPerson, summary: 'Ends what one has lent or borrowed', request: one, responses: done }),
    async (c) => {
      await endOwnDelegation(c.env.ctx, c.req.valid('param').delegationId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/delegations/{delegationId}/act', tags, ...inPerson, summary: 'Acts in the place of who has lent, until it stops', request: one, responses: done }),
    async (c) => {
      await actForGiver(c.env.ctx, c.req.valid('param').delegationId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/act-for-oneself', tags, ...inPerson, summary: 'Acts by the own roles again', responses: done }),
    async (c) => {
      await actForOneself(c.env.ctx);
      return c.body(null, 204);
    },
  );
}
