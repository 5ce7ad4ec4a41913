import { createRoute, z } from '@hono/zod-openapi';
import { body, done, inPerson, instant, iso, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { giveToken, NewToken, ownTokens, withdrawAllTokens, withdrawOwnToken } from './tokens.service.ts';

const tags = ['Account'];
const Token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    access: z.enum(['read', 'write']),
    organisationId: z.uuid().nullable().openapi({ description: 'null: the whole network' }),
    since: instant(),
    until: instant(),
    lastUsed: instant().nullable(),
    state: z.enum(['valid', 'expired', 'withdrawn']),
  })
  .openapi('ApiToken');
const Tokens = z.object({ tokens: z.array(Token) }).openapi('ApiTokens');
const Given = z.object({ id: z.uuid(), token: z.string() }).openapi('GivenToken');

export function registerTokensApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/account/tokens', tags, ...inPerson, summary: 'The own tokens of this network', responses: { 200: json(Tokens, 'Newest first'), ...problems } }),
    async (c) => {
      const tokens = await ownTokens(c.env.ctx);
      return c.json({ tokens: tokens.map((one) => ({ ...one, since: one.since.toISOString(), until: one.until.toISOString(), lastUsed: iso(one.lastUsed) })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/tokens', tags, ...inPerson, summary: 'Gives oneself a token', request: body(named('NewToken', NewToken)), responses: { 201: json(Given, 'The token, shown this once'), ...problems } }),
    async (c) => c.json(await giveToken(c.env.ctx, c.req.valid('json')), 201),
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/account/tokens', tags, ...inPerson, summary: 'Withdraws every own token, in all networks: they outlive a changed password', responses: { 200: json(z.object({ ended: z.int() }).openapi('EndedTokens'), 'How many there were'), ...problems } }),
    async (c) => c.json({ ended: await withdrawAllTokens(c.env.ctx) }, 200),
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/account/tokens/{tokenId}', tags, ...inPerson, summary: 'Withdraws an own token', request: { params: z.object({ tokenId: z.string() }) }, responses: done }),
    async (c) => {
      await withdrawOwnToken(c.env.ctx, c.req.valid('param').tokenId);
      return c.body(null, 204);
    },
  );
}
