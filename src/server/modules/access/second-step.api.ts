import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, inPerson, instant, iso, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import {
  beginSecondStep,
  confirmSetup,
  ownSecondStep,
  renewRecoveryCodes,
  resetSecondStep,
  SecondStepCode,
  SecondStepProof,
  secondStepSetup,
  switchOffSecondStep,
} from './second-step.service.ts';

const tags = ['Account'];
const State = z.object({ isOn: z.boolean(), since: instant().nullable(), codesLeft: z.number().int() }).openapi('SecondStep');
const Setup = z.object({ secret: z.string(), uri: z.string().openapi({ description: 'What an authenticator reads from a QR code' }) }).openapi('SecondStepSetup');
const Codes = z.object({ codes: z.array(z.string()) }).openapi('RecoveryCodes');
const code = body(named('SecondStepCode', SecondStepCode));

export function registerSecondStepApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/account/second-step', tags, ...inPerson, summary: 'Whether signing in to the own account asks for a code', responses: { 200: json(State, 'Its state'), ...problems } }),
    async (c) => {
      const { isOn, since, codesLeft } = await ownSecondStep(c.env.ctx);
      return c.json({ isOn, since: iso(since), codesLeft }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/second-step', tags, ...inPerson, summary: 'Begins to set up the second step; nothing is asked until it is confirmed', responses: { 201: json(Setup, 'For the authenticator'), ...conflicts } }),
    async (c) => {
      await beginSecondStep(c.env.ctx);
      const { secret, uri } = await secondStepSetup(c.env.ctx);
      return c.json({ secret, uri }, 201);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/second-step/confirm', tags, ...inPerson, summary: 'Puts the second step in force with its first code', request: code, responses: { 200: json(Codes, 'Shown this once'), ...problems } }),
    async (c) => c.json({ codes: await confirmSetup(c.env.ctx, c.req.valid('json').code, c.env.source) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/second-step/recovery-codes', tags, ...inPerson, summary: 'New recovery codes in place of the old ones', request: code, responses: { 200: json(Codes, 'Shown this once'), ...problems } }),
    async (c) => c.json({ codes: await renewRecoveryCodes(c.env.ctx, c.req.valid('json').code, c.env.source) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/second-step/switch-off', tags, ...inPerson, summary: 'Switches the second step off, for the password or a code', request: body(named('SecondStepProof', SecondStepProof)), responses: done }),
    async (c) => {
      await switchOffSecondStep(c.env.ctx, c.req.valid('json'), c.env.source);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/accounts/{accountId}/reset-second-step',
      tags,
      ...inPerson,
      summary: 'Takes the second step away from somebody of the network who has lost it',
      request: { params: z.object({ accountId: z.uuid() }) },
      responses: done,
    }),
    async (c) => {
      await resetSecondStep(c.env.ctx, c.req.valid('param').accountId);
      return c.body(null, 204);
    },
  );
}
