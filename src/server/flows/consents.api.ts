import { createRoute, z } from '@hono/zod-openapi';
import { body, byLink, conflicts, done, inPerson, instant, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { holderCtx } from '#server/api/personal-link.ts';
import {
  addConsentText,
  AskParent,
  changeConsentText,
  CONSENT_PURPOSES,
  consentTextInput,
  giveAsParent,
  giveOwnConsent,
  listConsentTextsFor,
  PaperConsent,
  publishConsentText,
  recordPaperConsent,
  refuseAsParent,
  retireConsentText,
  showConsents,
  showParentPage,
  withdrawAsParent,
  withdrawConsent,
} from '#server/modules/people/index.ts';
import { askParent } from './consents.ts';

const tags = ['Consents'];
const text = { params: z.object({ textId: z.string() }) };
const person = { params: z.object({ personId: z.string() }) };
const asked = { params: z.object({ askedId: z.string() }) };
const day = () => z.iso.date().nullable();

const Text = z
  .object({
    id: z.uuid(),
    purpose: z.enum(CONSENT_PURPOSES),
    versionNumber: z.int(),
    state: z.enum(['draft', 'published', 'retired']),
    title: Written,
    body: Written,
    lastsMonths: z.int().nullable(),
    publishedAt: instant().nullable(),
    version: z.int(),
    agreed: z.int().openapi({ description: 'Consents to it that stand' }),
  })
  .openapi('ConsentText');

const Consent = z
  .object({
    id: z.uuid(),
    textId: z.uuid(),
    purpose: z.enum(CONSENT_PURPOSES),
    versionNumber: z.int(),
    givenBy: z.enum(['self', 'parent']),
    way: z.enum(['account', 'link', 'paper']),
    parentName: z.string().nullable(),
    givenOn: z.iso.date(),
    validUntil: day(),
    withdrawnAt: instant().nullable(),
    standing: z.enum(['standing', 'run_out', 'withdrawn']),
  })
  .openapi('Consent');

const Consents = z
  .object({
    who: z.enum(['herself', 'parent']).openapi({ description: 'Who has to agree today' }),
    below: z.int().openapi({ description: 'Below this age a parent agrees' }),
    consents: z.array(Consent),
    open: z.array(z.object({ id: z.uuid(), purpose: z.enum(CONSENT_PURPOSES), title: Written })),
  })
  .openapi('Consents');
const Asked = z.object({ childName: z.string(), parentName: z.string(), title: z.string(), body: z.string(), isOpen: z.boolean(), refusedAt: instant().nullable(), standing: z.enum(['standing', 'run_out', 'withdrawn']).nullable() }).openapi('ParentAsked');
const OneText = z.object({ textId: z.uuid('choice.missing') });
const textBody = () => body(named('ConsentTextInput', consentTextInput(null)));
const changed = { 204: { description: 'Done' }, ...conflicts };

export function registerConsentsApi(api: Api): void {
  registerTexts(api);
  registerOfPerson(api);
  registerOfParent(api);
}

function registerTexts(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/consent-texts', tags, ...signedIn, summary: 'Texts people agree to, with all versions', responses: { 200: json(z.object({ texts: z.array(Text) }), 'By purpose, the latest version first'), ...problems } }), async (c) => {
    const texts = await listConsentTextsFor(c.env.ctx);
    return c.json({ texts: texts.map((row) => ({ ...row, publishedAt: iso(row.publishedAt) })) }, 200);
  });
  api.openapi(createRoute({ method: 'post', path: '/consent-texts', tags, ...signedIn, summary: 'Begins the next version of a text', request: textBody(), responses: { 201: json(Made, 'A draft'), ...problems } }), async (c) =>
    c.json({ id: await addConsentText(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(createRoute({ method: 'put', path: '/consent-texts/{textId}', tags, ...signedIn, summary: 'Changes a draft', request: { ...text, ...textBody() }, responses: changed }), async (c) => {
    await changeConsentText(c.env.ctx, c.req.valid('param').textId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/consent-texts/{textId}/publish', tags, ...signedIn, summary: 'From now on people are asked to agree to this version', request: text, responses: done }), async (c) => {
    await publishConsentText(c.env.ctx, c.req.valid('param').textId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/consent-texts/{textId}/retire', tags, ...signedIn, summary: 'Nobody is asked to agree to it any more', request: text, responses: done }), async (c) => {
    await retireConsentText(c.env.ctx, c.req.valid('param').textId);
    return c.body(null, 204);
  });
}

function registerOfPerson(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/people/{personId}/consents', tags, ...signedIn, summary: 'What somebody has agreed to, and what is open', request: person, responses: { 200: json(Consents, 'The latest first'), ...problems } }), async (c) => {
    const { who, below, consents, open } = await showConsents(c.env.ctx, c.req.valid('param').personId);
    return c.json({ who, below, consents: consents.map(({ title: _, withdrawnBy: __, ...row }) => ({ ...row, withdrawnAt: iso(row.withdrawnAt) })), open }, 200);
  });
  api.openapi(createRoute({ method: 'post', path: '/people/{personId}/consents', tags, ...signedIn, summary: 'Writes down a consent given on paper', request: { ...person, ...body(named('PaperConsent', PaperConsent)) }, responses: done }), async (c) => {
    await recordPaperConsent(c.env.ctx, c.req.valid('param').personId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/people/{personId}/consents/own', tags, ...inPerson, summary: 'Agrees: the person herself', request: { ...person, ...body(OneText.openapi('OwnConsent')) }, responses: done }), async (c) => {
    await giveOwnConsent(c.env.ctx, c.req.valid('param').personId, c.req.valid('json').textId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/people/{personId}/consents/ask', tags, ...signedIn, summary: 'Asks a parent by a personal link: sent to the address given, else shown to the keeper on the page of the person. The young person herself has to give an address', request: { ...person, ...body(named('AskParent', AskParent)) }, responses: done }), async (c) => {
    await askParent(c.env.ctx, c.req.valid('param').personId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/consents/{consentId}/withdraw', tags, ...signedIn, summary: 'Takes a consent back: the person herself, or her keeper for her', request: { params: z.object({ personId: z.string(), consentId: z.string() }) }, responses: done }),
    async (c) => {
      const { personId, consentId } = c.req.valid('param');
      await withdrawConsent(c.env.ctx, personId, consentId);
      return c.body(null, 204);
    },
  );
}

function registerOfParent(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/consents/{askedId}', tags, ...byLink, summary: 'What a parent is asked, and what she answered', request: asked, responses: { 200: json(Asked, 'By the personal link'), ...problems } }), async (c) => {
    const { consent, refusedAt, ...page } = await showParentPage(await holderCtx(c), c.req.valid('param').askedId);
    return c.json({ ...page, refusedAt: iso(refusedAt), standing: consent?.standing ?? null }, 200);
  });
  api.openapi(createRoute({ method: 'post', path: '/consents/{askedId}/agree', tags, ...byLink, summary: 'The parent agrees', request: asked, responses: changed }), async (c) => {
    await giveAsParent(await holderCtx(c), c.req.valid('param').askedId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/consents/{askedId}/refuse', tags, ...byLink, summary: 'The parent does not agree', request: asked, responses: changed }), async (c) => {
    await refuseAsParent(await holderCtx(c), c.req.valid('param').askedId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/consents/{askedId}/withdraw', tags, ...byLink, summary: 'The parent takes it back', request: asked, responses: done }), async (c) => {
    await withdrawAsParent(await holderCtx(c), c.req.valid('param').askedId);
    return c.body(null, 204);
  });
}
