import { createRoute, z } from '@hono/zod-openapi';
import { setCookie } from 'hono/cookie';
import { body, done, inPerson, instant, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { invalid } from '#server/platform/errors.ts';
import { SESSION_SECONDS } from './auth.ts';
import { paperOfPrinted, sealPrinted } from './cards.print.ts';
import { CardKey, CardSignIn, openCard, PrintCards, printCards } from './cards.service.ts';
import { SESSION_COOKIE } from './sessions.service.ts';
import { signInWithCard, signInWithCode } from './sign-in.service.ts';

const tags = ['Access'];
const Card = z.object({ personId: z.uuid(), name: z.string(), signInName: z.string(), code: z.string(), expiresAt: instant() }).openapi('SignInCard');
const paper = z.string().max(400_000);
const Cards = z.object({ network: z.string(), address: z.string(), cards: z.array(Card), paper: paper.openapi({ description: 'Sealed, to be sent back within an hour for the same cards as PDF' }) }).openapi('SignInCards');
const UseCard = z.object({ name: CardSignIn.shape.name, cardCode: CardSignIn.shape.code, ...CardKey.shape, code: z.string().max(40).optional() });

/** Cards with a one-time code for people without a mailbox of their own. */
export function registerCardsApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in-cards',
      tags,
      ...inPerson,
      summary: 'Prints sign-in cards for people of the registry; each ends an older one of the same person. Who may not get one is left out',
      request: body(named('PrintCards', PrintCards)),
      responses: { 201: json(Cards, 'The cards; their codes are shown this once'), ...problems },
    }),
    async (c) => {
      const printed = await printCards(c.env.ctx, c.req.valid('json'));
      const { cards, ...rest } = printed;
      return c.json({ ...rest, cards: cards.map((card) => ({ ...card, expiresAt: card.expiresAt.toISOString() })), paper: sealPrinted(c.env.ctx, printed) }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in-cards/paper',
      tags,
      ...inPerson,
      summary: 'Cards that the caller has just printed, as PDF with eight on a sheet; made in memory and kept nowhere',
      request: body(z.object({ paper }).openapi('SignInCardsPaper')),
      responses: { 200: { description: 'PDF', content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } } }, ...problems },
    }),
    async (c) => {
      const { pdf } = await paperOfPrinted(c.env.ctx, c.req.valid('json').paper);
      return new Response(Buffer.from(pdf), { headers: { 'content-type': 'application/pdf', 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in/card',
      tags,
      summary: 'Signs in by a card, which is used up, and sets the password for next time, or the PIN to be asked behind links to a shared mailbox; accounts with a second step send its code, too',
      request: body(UseCard),
      responses: { ...done, 204: { description: 'The cookie is set' } },
    }),
    async (c) => {
      const { ctx, source } = c.env;
      const { name, cardCode, code, ...key } = c.req.valid('json');
      const origin = { source, userAgent: c.req.header('user-agent') };
      const card = await openCard(ctx, { name, code: cardCode, ...origin });
      const { cookie: open, pending } = await signInWithCard(ctx, { pending: card, ...key, ...origin });
      if (pending !== undefined && !code) throw invalid('code', 'code.required');
      const cookie = open ?? (await signInWithCode(ctx, { pending, code: code ?? '', ...origin }));
      setCookie(c, SESSION_COOKIE, cookie, { path: '/', httpOnly: true, sameSite: 'Lax', secure: new URL(c.req.url).protocol === 'https:', maxAge: SESSION_SECONDS });
      return c.body(null, 204);
    },
  );
}
