import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, byLink, conflicts, instant, iso, json, named, Shown } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { holderCtx } from '#server/api/personal-link.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { openLinkOf, showNotice, showRegistration, type ShownRegistration } from './registration-views.service.ts';
import { cancelRegistration, changeRegistration, confirmName, register } from './registrations.service.ts';
import { countryCode, RegistrationChange, RegistrationInput, ROLES } from './registrations.schemas.ts';
import { REGISTRATION_STATES as STATES } from './seminars.tables.ts';

const tags = ['Registrations'];
const EventId = z.object({ eventId: z.uuid() });
const RegistrationId = z.object({ registrationId: z.uuid() });

const Notice = z
  .object({
    version: z.string().openapi({ description: 'Sent along with the registration, as `noticeVersion`' }),
    country: z.string(),
    fields: z.array(z.string()).openapi({ description: 'What is asked of people from this country; the rest is dropped' }),
    network: Shown,
    location: Shown.nullable(),
    organisation: Shown,
    contact: z.string(),
    until: instant().nullable(),
    representativeBelow: z.int(),
  })
  .openapi('Notice');

/** A personal link: `token` is what the header Personal-Link carries. */
const Link = z.object({ token: z.string(), address: z.url() }).openapi('PersonalLink');

const Registered = z
  .object({
    outcome: z.enum(['made', 'same', 'known']).openapi({
      description: 'made: by this call; same: by an earlier call with the same key; known: this person was registered before, her link was mailed to her and nothing is told here',
    }),
    registrationId: z.uuid().nullable(),
    state: z.enum(STATES).nullable(),
    link: Link.nullable(),
  })
  .openapi('Registered');

export const Registration = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    event: Shown,
    collectiveId: z.uuid().nullable(),
    state: z.enum(STATES),
    name: z.string(),
    nameConfirmedAt: instant().nullable(),
    email: z.string().nullable(),
    country: z.string(),
    organisation: z.string(),
    position: z.string(),
    role: z.enum(ROLES),
    certificateLocale: z.enum(LOCALES),
    mailLocale: z.enum(LOCALES),
    zone: z.string(),
    createdAt: instant(),
    waitingBefore: z.int().nullable(),
    declinedReason: z.string().nullable(),
    keptUntil: instant().nullable(),
    certificates: z.array(z.object({ id: z.uuid(), number: z.string() })),
    may: z.record(z.string(), z.boolean()),
    version: z.int(),
  })
  .openapi('Registration');

const Own = Registration.extend({
  sessions: z.array(z.object({ id: z.uuid(), title: Shown.nullable(), start: instant(), end: instant(), roomId: z.uuid().nullable() })),
}).openapi('OwnRegistration');

export function registrationJson(one: ShownRegistration): z.output<typeof Registration> {
  const { id, event, collectiveId, state, name, email, country, organisation, position, role, certificateLocale, mailLocale, zone, waitingBefore, declinedReason, certificates, may, version } = one;
  return {
    ...{ id, collectiveId, state, name, email, country, organisation, position, role, certificateLocale, mailLocale, zone, waitingBefore, declinedReason, certificates, may, version },
    eventId: event.id,
    event: event.title,
    nameConfirmedAt: iso(one.nameConfirmedAt),
    createdAt: one.createdAt.toISOString(),
    keptUntil: iso(one.keptUntil),
  };
}

async function linkOf(ctx: Ctx, registrationId: string): Promise<z.output<typeof Link> | null> {
  const link = await openLinkOf(ctx, 'registration', registrationId);
  return link && { token: link.token, address: await publicUrl(ctx, link.path, ctx.locale) };
}

function registering(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/seminars/{eventId}/notice',
      tags,
      summary: 'What people from a country are told about their data before they register',
      request: { params: EventId, query: z.object({ country: countryCode }) },
      responses: { 200: json(Notice, 'The notice, whose version is sent along with the registration'), ...problems },
    }),
    async (c) => {
      const notice = await showNotice(c.env.ctx, c.req.valid('param').eventId, c.req.valid('query').country);
      const { version, country, fields, network, location, organisation, contact, until, representativeBelow } = notice;
      return c.json({ version, country, fields: [...fields], network, location, organisation, contact, until: iso(until), representativeBelow }, 200);
    },
  );
  // Whoever knows the key of a registration gets its link: a key that can be guessed is refused.
  const Key = z.object({ 'idempotency-key': z.string().min(20).max(100) });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/seminars/{eventId}/registrations',
      tags,
      summary: 'Registers a person. Sent twice with one Idempotency-Key (20 random signs or more): one registration',
      request: { params: EventId, headers: Key, ...body(named('RegistrationInput', RegistrationInput)) },
      responses: { 200: json(Registered, 'Registered before'), 201: json(Registered, 'Registered now'), ...conflicts },
    }),
    async (c) => {
      const { ctx, source } = c.env;
      const { outcome, ...made } = await register(ctx, c.req.valid('param').eventId, c.req.valid('json'), c.req.valid('header')['idempotency-key'], source);
      if (outcome === 'known') return c.json({ outcome, registrationId: null, state: null, link: null }, 200);
      return c.json({ outcome, ...made, link: await linkOf(ctx, made.registrationId) }, outcome === 'made' ? 201 : 200);
    },
  );
}

function holding(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/registrations/{registrationId}',
      tags,
      ...byLink,
      summary: 'One’s own registration',
      request: { params: RegistrationId },
      responses: { 200: json(Own, 'The registration with its sessions'), ...problems },
    }),
    async (c) => {
      const mine = await showRegistration(await holderCtx(c), c.req.valid('param').registrationId);
      const sessions = mine.sittings.map(({ id, title, startsAt, endsAt, roomId }) => ({ id, title, start: startsAt.toISOString(), end: endsAt.toISOString(), roomId }));
      return c.json({ ...registrationJson(mine), sessions }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/registrations/{registrationId}',
      tags,
      ...byLink,
      summary: 'Changes one’s own registration. With a new address the link changes too',
      request: { params: RegistrationId, ...body(named('RegistrationChange', RegistrationChange)) },
      responses: { 200: json(z.object({ link: Link.nullable() }), 'The new link, when the address is new'), ...conflicts },
    }),
    async (c) => {
      const ctx = await holderCtx(c);
      const { registrationId } = c.req.valid('param');
      const { newLink } = await changeRegistration(ctx, registrationId, c.req.valid('json'));
      return c.json({ link: newLink ? await linkOf(ctx, registrationId) : null }, 200);
    },
  );
  for (const [path, summary, act] of [
    ['/registrations/{registrationId}/cancel', 'Cancels one’s own registration', cancelRegistration],
    ['/registrations/{registrationId}/confirm-name', 'Confirms that the name shall be printed as it is', confirmName],
  ] as const) {
    api.openapi(
      createRoute({ method: 'post', path, tags, ...byLink, summary, request: { params: RegistrationId }, responses: { 204: { description: 'Done' }, ...conflicts } }),
      async (c) => {
        await act(await holderCtx(c), c.req.valid('param').registrationId);
        return c.body(null, 204);
      },
    );
  }
}

/** Registering without an account, and what the holder of a personal link does. */
export function registerOwnRegistrationApi(api: Api): void {
  registering(api);
  holding(api);
}
