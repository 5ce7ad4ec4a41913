import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { showOrganisation, showStaffing } from './organisation-page.service.ts';
import { CloseOrganisation, editOrganisation, MoveOrganisation, newOrganisation } from './organisations.schemas.ts';
import { addOrganisation, changeOrganisation, closeOrganisation, moveOrganisation, reopenOrganisation } from './organisations.service.ts';
import { ORGANISATION_KINDS } from './people.tables.ts';
import { positionInput, removeUnit, savePosition, saveUnit, showPositions, UnitInput } from './positions.service.ts';

const tags = ['People'];
const OrganisationId = z.object({ organisationId: z.string() });
const UnitId = OrganisationId.extend({ unitId: z.string() });

const Details = z
  .object({
    id: z.uuid(),
    version: z.int().openapi({ description: 'Sent along with a change: nobody overwrites what somebody else has written meanwhile' }),
    kind: z.enum(ORGANISATION_KINDS),
    code: z.string(),
    name: Written,
    country: z.string(),
    settlement: Written.nullable(),
    address: Written.nullable(),
    founder: Written.nullable(),
    timeZone: z.string(),
    languages: z.array(z.string()),
    phone: z.string().nullable(),
    contactEmail: z.string().nullable(),
    website: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    signatoryName: z.string().nullable(),
    signatoryPost: Written.nullable(),
    mapArea: z.string().nullable(),
    closedOn: z.iso.date().nullable(),
    above: z.array(z.object({ id: z.uuid(), name: z.string() })).openapi({ description: 'From the root down to the parent' }),
    below: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
    staff: z
      .array(z.object({ personId: z.uuid(), name: z.string(), post: z.string(), rate: z.number(), secondJob: z.boolean() }))
      .nullable()
      .openapi({ description: 'null: not for this caller' }),
    may: z.array(z.string()),
  })
  .openapi('OrganisationDetails');

function reading(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{organisationId}',
      tags,
      ...signedIn,
      summary: 'An organisation with what belongs to it and, for who keeps its staff, who works there',
      request: { params: OrganisationId },
      responses: { 200: json(Details, 'The organisation'), ...problems },
    }),
    async (c) => {
      const page = await showOrganisation(c.env.ctx, c.req.valid('param').organisationId);
      return c.json(
        {
          ...page.values,
          id: page.id,
          version: page.version,
          closedOn: page.closedOn,
          above: page.above,
          below: page.children.map(({ id, code, name }) => ({ id, code, name })),
          staff: page.staff?.map(({ personId, name, post, rate, isSecondJob }) => ({ personId, name, post, rate, secondJob: isSecondJob })) ?? null,
          may: Object.entries(page.may).flatMap(([name, allowed]) => (allowed ? [name] : [])),
        },
        200,
      );
    },
  );
}

function writing(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/organisations', tags, ...signedIn, summary: 'Adds an organisation', request: body(named('NewOrganisation', newOrganisation(null))), responses: { 201: json(Made, 'The organisation'), ...conflicts } }),
    async (c) => c.json({ id: await addOrganisation(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/organisations/{organisationId}',
      tags,
      ...signedIn,
      summary: 'Changes an organisation; `arrangement` (kind, code, place on the map) by the centre only',
      request: { params: OrganisationId, ...body(named('EditOrganisation', editOrganisation(null))) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      await changeOrganisation(c.env.ctx, c.req.valid('param').organisationId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{organisationId}/move',
      tags,
      ...signedIn,
      summary: 'Hangs it with all below it under another organisation; the move is kept',
      request: { params: OrganisationId, ...body(named('MoveOrganisation', MoveOrganisation)) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      await moveOrganisation(c.env.ctx, c.req.valid('param').organisationId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/organisations/{organisationId}/close',
      tags,
      ...signedIn,
      summary: 'Closes it; its history stays',
      request: { params: OrganisationId, ...body(named('CloseOrganisation', CloseOrganisation)) },
      responses: { ...done, ...conflicts },
    }),
    async (c) => {
      await closeOrganisation(c.env.ctx, c.req.valid('param').organisationId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/organisations/{organisationId}/reopen', tags, ...signedIn, summary: 'Opens it again', request: { params: OrganisationId }, responses: { ...done, ...conflicts } }),
    async (c) => {
      await reopenOrganisation(c.env.ctx, c.req.valid('param').organisationId);
      return c.body(null, 204);
    },
  );
}

const Staffing = z
  .object({
    units: z.number(),
    occupied: z.number(),
    vacant: z.number(),
    persons: z.int(),
    lines: z.array(
      z.object({
        name: z.string(),
        units: z.number().nullable().openapi({ description: 'null: filled, but not in the staffing table' }),
        occupied: z.number(),
        vacant: z.number().nullable(),
        persons: z.int(),
      }),
    ),
    table: z.array(z.object({ id: z.uuid(), positionId: z.uuid(), units: z.number(), fromDate: z.iso.date(), toDate: z.iso.date().nullable(), note: z.string().nullable(), version: z.int() })),
  })
  .openapi('Staffing');

function staffing(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/organisations/{organisationId}/staffing',
      tags,
      ...signedIn,
      summary: 'The staffing table as of today against who works there; units, not people',
      request: { params: OrganisationId },
      responses: { 200: json(Staffing, 'Units and people'), ...problems },
    }),
    async (c) => {
      const { staffing: now, units } = await showStaffing(c.env.ctx, c.req.valid('param').organisationId);
      const table = units.map(({ id, positionId, units: count, fromDate, toDate, note, version }) => ({ id, positionId, units: count, fromDate, toDate, note, version }));
      return c.json({ ...now, table }, 200);
    },
  );
  const unit = body(named('StaffUnit', UnitInput));
  api.openapi(
    createRoute({ method: 'post', path: '/organisations/{organisationId}/staffing', tags, ...signedIn, summary: 'Adds a line to the staffing table', request: { params: OrganisationId, ...unit }, responses: { ...done, ...conflicts } }),
    async (c) => {
      await saveUnit(c.env.ctx, c.req.valid('param').organisationId, null, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/organisations/{organisationId}/staffing/{unitId}', tags, ...signedIn, summary: 'Changes a line of it', request: { params: UnitId, ...unit }, responses: { ...done, ...conflicts } }),
    async (c) => {
      const { organisationId, unitId } = c.req.valid('param');
      await saveUnit(c.env.ctx, organisationId, unitId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/organisations/{organisationId}/staffing/{unitId}', tags, ...signedIn, summary: 'Takes a line away that was entered by mistake', request: { params: UnitId }, responses: done }),
    async (c) => {
      const { organisationId, unitId } = c.req.valid('param');
      await removeUnit(c.env.ctx, organisationId, unitId);
      return c.body(null, 204);
    },
  );
}

const Position = z
  .object({ id: z.uuid(), code: z.string(), name: Written, isco: z.string().nullable(), isMainPersonnel: z.boolean(), isHead: z.boolean(), sort: z.int(), isRetired: z.boolean(), version: z.int() })
  .openapi('Position');

function positions(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/positions', tags, ...signedIn, summary: 'The classifier of posts, for who arranges it', responses: { 200: json(z.array(Position), 'Posts in their order'), ...problems } }),
    async (c) => c.json((await showPositions(c.env.ctx)).map(({ shown: _, ...position }) => position), 200),
  );
  const position = body(named('PositionInput', positionInput(null)));
  api.openapi(createRoute({ method: 'post', path: '/positions', tags, ...signedIn, summary: 'Adds a post to the classifier', request: position, responses: { ...done, ...conflicts } }), async (c) => {
    await savePosition(c.env.ctx, null, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'put', path: '/positions/{positionId}', tags, ...signedIn, summary: 'Changes a post of the classifier', request: { params: z.object({ positionId: z.string() }), ...position }, responses: { ...done, ...conflicts } }),
    async (c) => {
      await savePosition(c.env.ctx, c.req.valid('param').positionId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

/** Organisations, their staffing tables and the classifier of posts. */
export function registerOrganisationsApi(api: Api): void {
  reading(api);
  writing(api);
  staffing(api);
  positions(api);
}
