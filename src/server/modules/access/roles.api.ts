import { createRoute, z } from '@hono/zod-openapi';
import { Made, body, conflicts, done, inPerson, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { NETWORK_ROLES, PLACED_ROLES } from './roles.policy.ts';
import { changeNetworkRole, changeRoleAt, endNetworkRole, endRoleAt, giveNetworkRole, giveRoleAt, listNetworkRolesFor, listRolesAtFor, NewNetworkRole, NewRoleAt, RoleDates } from './roles.service.ts';

const tags = ['Access'];
const at = z.object({ organisationId: z.string() });
const one = at.extend({ roleId: z.string() });
const day = () => z.string().openapi({ format: 'date' });
const Line = z
  .object({ id: z.uuid(), name: z.string(), role: z.string(), from: day(), until: day().nullable(), isPlanned: z.boolean(), mayChange: z.boolean() })
  .openapi('RoleAtOrganisation');
const Roles = z.object({ roles: z.array(Line), mayGive: z.array(z.enum(PLACED_ROLES)) }).openapi('RolesAtOrganisation');

const NetworkRoles = z
  .object({ roles: z.array(Line.extend({ accountId: z.uuid() }).openapi('RoleOfNetwork')), mayGive: z.array(z.enum(NETWORK_ROLES)) })
  .openapi('RolesOfNetwork');

/** Roles at an organisation and all below it, from one day to another. */
export function registerRolesApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/organisations/{organisationId}/roles', tags, ...inPerson, summary: 'Who holds which role at an organisation, now or later', request: { params: at }, responses: { 200: json(Roles, 'At most 200, by name'), ...problems } }),
    async (c) => c.json(await listRolesAtFor(c.env.ctx, c.req.valid('param').organisationId), 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/organisations/{organisationId}/roles', tags, ...inPerson, summary: 'Gives a person of the registry who can sign in a role there', request: { params: at, ...body(named('NewRoleAt', NewRoleAt)) }, responses: { 201: json(Made, 'The role'), ...problems } }),
    async (c) => c.json({ id: await giveRoleAt(c.env.ctx, c.req.valid('param').organisationId, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'put', path: '/organisations/{organisationId}/roles/{roleId}', tags, ...inPerson, summary: 'Moves the days of a role; the first one only while it lies ahead', request: { params: one, ...body(named('RoleDates', RoleDates)) }, responses: done }),
    async (c) => {
      const { organisationId, roleId } = c.req.valid('param');
      await changeRoleAt(c.env.ctx, organisationId, roleId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/organisations/{organisationId}/roles/{roleId}', tags, ...inPerson, summary: 'Ends a role now', request: { params: one }, responses: done }),
    async (c) => {
      const { organisationId, roleId } = c.req.valid('param');
      await endRoleAt(c.env.ctx, organisationId, roleId);
      return c.body(null, 204);
    },
  );
  registerNetworkRoles(api);
}

/** Roles of the whole network: for its administrators, who do not change their own. */
function registerNetworkRoles(api: Api): void {
  const role = { params: z.object({ roleId: z.string() }) };
  api.openapi(
    createRoute({ method: 'get', path: '/roles', tags, ...inPerson, summary: 'Who holds which role of the whole network, now or later', responses: { 200: json(NetworkRoles, 'At most 200, by name'), ...problems } }),
    async (c) => c.json(await listNetworkRolesFor(c.env.ctx), 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/roles', tags, ...inPerson, summary: 'Gives somebody of the network a role for the whole of it', request: body(named('NewNetworkRole', NewNetworkRole)), responses: { 201: json(Made, 'The role'), ...problems } }),
    async (c) => c.json({ id: await giveNetworkRole(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'put', path: '/roles/{roleId}', tags, ...inPerson, summary: 'Moves the days of a role of the whole network; the first one only while it lies ahead', request: { ...role, ...body(named('NetworkRoleDates', RoleDates)) }, responses: done }),
    async (c) => {
      await changeNetworkRole(c.env.ctx, c.req.valid('param').roleId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/roles/{roleId}', tags, ...inPerson, summary: 'Ends a role of the whole network now; the last administrator keeps hers', request: role, responses: { ...done, ...conflicts } }),
    async (c) => {
      await endNetworkRole(c.env.ctx, c.req.valid('param').roleId);
      return c.body(null, 204);
    },
  );
}
