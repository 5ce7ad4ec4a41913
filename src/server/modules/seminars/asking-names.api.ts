import { createRoute, z } from '@hono/zod-openapi';
import { conflicts, json, signedIn } from '#server/api/describe.ts';
import type { Api } from '#server/api/env.ts';
import { askForNames, planAskingForNames } from './asking-names.service.ts';

const tags = ['Seminars: results'];
const EventId = z.object({ eventId: z.uuid() });

/** Whose printed name nobody confirmed, and asking them. */
export function registerAskingNamesApi(api: Api): void {
  const Asking = z.object({ people: z.int(), lists: z.int(), lately: z.int(), unreachable: z.int(), contributors: z.int() }).openapi('AskingForNames');
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/unconfirmed-names',
      tags,
      ...signedIn,
      summary: 'Whom asking for confirmed names would write to now',
      request: { params: EventId },
      responses: { 200: json(Asking, 'People and contact persons who would be asked, who was asked within a day, whom no mail reaches; speakers and moderators whose names the organiser sets'), ...conflicts },
    }),
    async (c) => {
      const { people, lists, lately, unreachable, contributors } = await planAskingForNames(c.env.ctx, c.req.valid('param').eventId);
      return c.json({ people, lists, lately, unreachable, contributors }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/unconfirmed-names/ask',
      tags,
      ...signedIn,
      summary: 'Asks by mail everybody who is due a certificate and has not confirmed her name',
      request: { params: EventId },
      responses: { 200: json(z.object({ mails: z.int() }).openapi('MailsSent'), 'How many mails were left to be sent'), ...conflicts },
    }),
    async (c) => c.json({ mails: await askForNames(c.env.ctx, c.req.valid('param').eventId) }, 200),
  );
}
