import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, json, named, signedIn } from '#server/api/describe.ts';
import type { Api } from '#server/api/env.ts';
import { addByHand, approve, cancelByOrganiser, changeByOrganiser, decline, MOST_AT_ONCE, sendAgain } from './registration-desk.service.ts';
import { STATES } from './registrations.api.ts';
import { OrganiserChange, OrganiserEntry, Reason } from './registrations.schemas.ts';

const tags = ['Registrations: organisers'];
const EventId = z.object({ eventId: z.uuid() });
const RegistrationId = z.object({ registrationId: z.uuid() });
const Ids = z.object({ ids: z.array(z.uuid()).min(1, 'choice.missing').max(MOST_AT_ONCE, 'choice.too_many') });

function deciding(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations',
      tags,
      ...signedIn,
      summary: 'Registers somebody by hand; never past the capacity',
      request: { params: EventId, ...body(named('OrganiserEntry', OrganiserEntry)) },
      responses: { 201: json(z.object({ id: z.uuid(), state: z.enum(STATES) }), 'The registration'), ...conflicts },
    }),
    async (c) => c.json(await addByHand(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json')), 201),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations/approve',
      tags,
      ...signedIn,
      summary: 'Approves applications: a place while there are free ones, then the waiting list',
      request: { params: EventId, ...body(Ids) },
      responses: { 200: json(z.object({ places: z.int(), waiting: z.int() }), 'How many got what'), ...conflicts },
    }),
    async (c) => c.json(await approve(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json').ids), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/registrations/decline',
      tags,
      ...signedIn,
      summary: 'Declines applications with a reason that is mailed',
      request: { params: EventId, ...body(Ids.extend(Reason.shape)) },
      responses: { 200: json(z.object({ declined: z.int() }), 'How many'), ...conflicts },
    }),
    async (c) => {
      const { ids, reason } = c.req.valid('json');
      return c.json({ declined: await decline(c.env.ctx, c.req.valid('param').eventId, ids, reason) }, 200);
    },
  );
}

function changing(api: Api): void {
  api.openapi(
    createRoute({
      method: 'put',
      path: '/manage/registrations/{registrationId}',
      tags,
      ...signedIn,
      summary: 'Changes a registration, with a reason',
      request: { params: RegistrationId, ...body(named('OrganiserChange', OrganiserChange)) },
      responses: done,
    }),
    async (c) => {
      await changeByOrganiser(c.env.ctx, c.req.valid('param').registrationId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/registrations/{registrationId}/cancel',
      tags,
      ...signedIn,
      summary: 'Cancels a registration; the reason is mailed',
      request: { params: RegistrationId, ...body(Reason) },
      responses: done,
    }),
    async (c) => {
      await cancelByOrganiser(c.env.ctx, c.req.valid('param').registrationId, c.req.valid('json').reason);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/registrations/{registrationId}/send-link',
      tags,
      ...signedIn,
      summary: 'Mails the personal link once more',
      request: { params: RegistrationId },
      responses: done,
    }),
    async (c) => {
      await sendAgain(c.env.ctx, c.req.valid('param').registrationId);
      return c.body(null, 204);
    },
  );
}

/** What organisers do with registrations. */
export function registerRegistrationDeskApi(api: Api): void {
  deciding(api);
  changing(api);
}
