import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, instant, iso, json, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { archiveCopyFor } from './archive-copy.service.ts';
import { checkByCode, checkByNumber, checkedJson, PRINTED_LINES } from './check.service.ts';
import { credentialFileFor } from './credential-files.service.ts';
import { Revocation } from './credentials.schemas.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';
import { checkFile } from './file-check.service.ts';
import { getIssueFor, mayReadIssue } from './issue-detail.service.ts';
import { revokeCredential } from './issues.service.ts';
import { annulCredential, Annulment } from './annulment.service.ts';
import { QUALIFICATIONS } from './legal-status.rule.ts';
import { registerBook } from './register-book.service.ts';
import { Duplicate, issueDuplicate } from './duplicate.service.ts';
import { registerIssuingListsApi } from './issuing-lists.api.ts';
import { registerLicencesApi } from './licences.api.ts';
import { renewCredential, Renewal } from './renewal.service.ts';
import { liftSuspension, suspendCredential, Suspension } from './suspension.service.ts';
import { listRegisterFor, RegisterFilter } from './register.service.ts';

const SERIES = ['register', 'demo', 'practice'] as const;
const STATES = ['valid', 'expired', 'suspended', 'revoked', 'replaced', 'annulled'] as const;
const IssueId = z.object({ issueId: z.uuid() });
/** Answers of this moment, not for search engines. */
const CHECK_HEADERS = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' };

const Checked = z
  .object({
    state: z.enum(STATES),
    demonstration: z.boolean(),
    number: z.string(),
    kind: z.enum(CREDENTIAL_KINDS),
    language: z.enum(LOCALES),
    issuedOn: z.string(),
    validUntil: z.string().nullable(),
    revokedAt: instant().nullable(),
    revokeReason: z.string().nullable(),
    suspendedAt: instant().nullable(),
    suspendReason: z.string().nullable(),
    replacedBy: z.string().nullable(),
    renewedBy: z.string().nullable(),
    network: z.string(),
    nameIsShortened: z.boolean(),
    printed: z.partialRecord(z.enum(PRINTED_LINES), z.string()).openapi({ description: 'Each line exactly as it stands on the paper' }),
    second: z
      .object({ language: z.enum(LOCALES), printed: z.partialRecord(z.enum(PRINTED_LINES), z.string()) })
      .nullable()
      .openapi({ description: 'The other half of a paper in two languages' }),
  })
  .openapi('CheckedCertificate');

const CheckedFile = z
  .object({
    outcome: z.enum(['issued', 'altered_around', 'altered', 'nothing']).openapi({
      description: 'issued: byte for byte ours; altered_around: another file with our signed credential inside; altered: names one of ours and says something else; nothing: nothing of ours',
    }),
    kind: z.enum(['pdf', 'png', 'json']),
    changed: z.array(z.string()).openapi({ description: 'Paths in the credential where it says something else' }),
    certificate: Checked.nullable(),
  })
  .openapi('CheckedFile');

const CheckedNumber = z
  .object({
    state: z.enum(STATES),
    demonstration: z.boolean(),
    number: z.string(),
    network: z.string(),
    surnameStands: z.boolean().nullable().openapi({ description: 'null: none was asked about, or the holder is a minor' }),
  })
  .openapi('CheckedNumber');

function checking(api: Api): void {
  const tags = ['Certificates: check'];
  api.openapi(
    createRoute({
      method: 'get',
      path: '/check/{code}',
      tags,
      summary: 'Everything a certificate says, for whoever holds its code; over all networks of the installation',
      request: { params: z.object({ code: z.string().max(500) }) },
      responses: { 200: json(Checked, 'The certificate'), ...problems },
    }),
    async (c) => {
      const { ctx, source } = c.env;
      return c.json(checkedJson(await checkByCode(ctx, { code: c.req.valid('param').code, source })), 200, CHECK_HEADERS);
    },
  );
  const File = z.object({ file: z.base64('file.not_checkable').max(6_700_000).openapi({ description: 'PDF, PNG or JSON, base64; compared and not kept' }) });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/check/file',
      tags,
      summary: 'Whether a file is one that was issued here, and what the register says of it',
      request: body(named('FileToCheck', File)),
      responses: { 200: json(CheckedFile, 'What the file turned out to be'), ...problems },
    }),
    async (c) => {
      const { ctx, source } = c.env;
      const { checked, ...found } = await checkFile(ctx, { bytes: Buffer.from(c.req.valid('json').file, 'base64'), source });
      return c.json({ ...found, certificate: checked && checkedJson(checked) }, 200, CHECK_HEADERS);
    },
  );
  // A surname does not belong into an address, which stands in logs.
  const Number = z.object({
    number: z.string('field.required').trim().min(1, 'field.required').max(200),
    surname: z.string('surname.missing').trim().min(2, 'surname.missing').max(120, 'text.too_long').optional(),
  });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/check',
      tags,
      summary: 'The state of a certificate by its number, and whether a surname stands on it; one answer for each network that gave the number',
      request: body(Number),
      responses: { 200: json(z.array(CheckedNumber), 'States'), ...problems },
    }),
    async (c) => {
      const { ctx, source } = c.env;
      const { number, surname } = c.req.valid('json');
      const answers = await checkByNumber(ctx, { number, surname, source });
      return c.json(answers.map(({ series, ...answer }) => ({ ...answer, demonstration: series !== 'register' })), 200, CHECK_HEADERS);
    },
  );
}

const Line = z.object({
  issueId: z.uuid(),
  number: z.string(),
  series: z.enum(SERIES),
  kind: z.enum(CREDENTIAL_KINDS),
  holderName: z.string(),
  eventTitle: z.string(),
  organisation: z.string(),
  issuedOn: z.string(),
  state: z.enum(['valid', 'suspended', 'revoked', 'replaced', 'annulled', 'expired']),
  validUntil: z.string().nullable(),
  revokedAt: instant().nullable(),
  revokeReason: z.string().nullable(),
  replacedBy: z.string().nullable(),
});
const Register = z.object({ certificates: z.array(Line), total: z.int(), next: z.string().nullable() });

const Detail = z
  .object({
    issueId: z.uuid(),
    number: z.string(),
    series: z.enum(SERIES),
    kind: z.enum(CREDENTIAL_KINDS),
    checkCode: z.string(),
    checkUrl: z.string(),
    locale: z.enum(LOCALES),
    holderName: z.string(),
    issuedOn: z.string(),
    issuedAt: instant(),
    revokedAt: instant().nullable(),
    revokeReason: z.string().nullable(),
    replacedBy: z.object({ issueId: z.uuid(), number: z.string() }).nullable(),
    mailAddress: z.string().nullable(),
    suspendedAt: instant().nullable(),
    suspendReason: z.string().nullable(),
    annulledAt: instant().nullable(),
    validUntil: z.string().nullable(),
    legalStatus: z.enum(['participation', ...QUALIFICATIONS]).openapi({ description: 'What it is before the law of its issuer’s country' }),
    renewedBy: z.object({ issueId: z.uuid(), number: z.string() }).nullable(),
    may: z.object({ revoke: z.boolean(), annul: z.boolean(), renew: z.boolean(), duplicate: z.boolean(), mailAgain: z.boolean() }),
    history: z.array(z.object({ act: z.string(), at: instant(), by: z.string().nullable(), basis: z.string().nullable().openapi({ description: 'Of a renewal: what showed that the certificate still holds' }) })),
  })
  .openapi('Certificate');

function register(api: Api): void {
  const tags = ['Certificates: register'];
  const Query = z.object({
    q: z.string().trim().max(120).optional(),
    kind: z.enum(CREDENTIAL_KINDS, 'choice.missing').optional(),
    year: z.coerce.number().int().min(2000).max(2200).optional(),
    state: z.enum(['valid', 'suspended', 'revoked', 'replaced', 'annulled', 'expired', 'expiring'], 'choice.missing').optional(),
    organisation: z.uuid('choice.missing').optional(),
    sort: z.enum(['number', '-number', 'name', '-name', 'issued', '-issued'], 'choice.missing').default('-issued'),
    after: z.string().max(500).optional(),
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/register',
      tags,
      ...signedIn,
      summary: 'The part of the register that the caller may read, 50 lines a page',
      request: { query: Query },
      responses: { 200: json(Register, 'Lines and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { lines, total, after } = await listRegisterFor(c.env.ctx, RegisterFilter.parse(c.req.valid('query')));
      return c.json({ certificates: lines.map((line) => ({ ...line, revokedAt: iso(line.revokedAt) })), total, next: after }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/register/book',
      tags,
      ...signedIn,
      summary: 'The book of issues of one organisation and year as PDF: every number in its order',
      request: { query: z.object({ year: z.coerce.number('book.year').int().min(2000).max(2200), organisation: z.uuid('book.organisation'), kind: z.enum(CREDENTIAL_KINDS, 'choice.missing').optional() }) },
      responses: { 200: { description: 'PDF', content: { 'application/pdf': { schema: z.string() } } }, ...conflicts },
    }),
    async (c) => {
      const { pdf } = await registerBook(c.env.ctx, c.req.valid('query'));
      return new Response(new Uint8Array(pdf), { headers: { 'content-type': 'application/pdf', 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/register/{issueId}',
      tags,
      ...signedIn,
      summary: 'A line of the register with its history',
      request: { params: IssueId },
      responses: { 200: json(Detail, 'The certificate'), ...problems },
    }),
    async (c) => {
      const issue = await getIssueFor(c.env.ctx, c.req.valid('param').issueId);
      const { issueId, number, series, kind, checkCode, checkUrl, locale, holderName, issuedOn, revokeReason, suspendReason, replacedBy, mailAddress, may } = issue;
      return c.json(
        {
          ...{ issueId, number, series, kind, checkCode, checkUrl, locale, holderName, issuedOn, revokeReason, suspendReason, replacedBy, mailAddress, may },
          issuedAt: issue.issuedAt.toISOString(),
          revokedAt: iso(issue.revokedAt),
          suspendedAt: iso(issue.suspendedAt),
          annulledAt: iso(issue.annulledAt),
          validUntil: issue.validUntil,
          legalStatus: issue.legalStatus,
          renewedBy: issue.renewedBy,
          history: issue.history.map(({ act, at, by, basis }) => ({ act, at: at.toISOString(), by, basis })),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/register/{issueId}/credential',
      tags,
      ...signedIn,
      summary: 'The certificate as a signed Open Badges 3.0 credential, for readers of the register',
      request: { params: IssueId },
      responses: { 200: { description: 'Verifiable Credential', content: { 'application/vc': { schema: z.string() } } }, ...problems },
    }),
    async (c) => {
      const { ctx } = c.env;
      const { bytes } = await credentialFileFor(ctx, c.req.valid('param').issueId, 'json', ({ issueId }) => mayReadIssue(ctx, issueId));
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/vc', 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/register/{issueId}/archive-copy',
      tags,
      ...signedIn,
      summary: 'The archive copy of a certificate (PDF/A-3a), for readers of the register',
      request: { params: IssueId },
      responses: { 200: { description: 'PDF/A-3a with the signed credential inside', content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } } }, ...problems },
    }),
    async (c) => {
      const { pdf } = await archiveCopyFor(c.env.ctx, c.req.valid('param').issueId);
      return new Response(new Uint8Array(pdf), { headers: { 'content-type': 'application/pdf', 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/register/{issueId}/revoke',
      tags,
      ...signedIn,
      summary: 'Revokes a certificate for good; the reason is shown to everybody who checks it',
      request: { params: IssueId, ...body(Revocation.omit({ issueId: true }).openapi('Revocation')) },
      responses: done,
    }),
    async (c) => {
      await revokeCredential(c.env.ctx, { issueId: c.req.valid('param').issueId, ...c.req.valid('json') });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/register/{issueId}/annul',
      tags,
      ...signedIn,
      summary: 'Takes a certificate back that nobody has received yet; number and line stay',
      request: { params: IssueId, ...body(named('Annulment', Annulment)) },
      responses: done,
    }),
    async (c) => {
      await annulCredential(c.env.ctx, c.req.valid('param').issueId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/register/{issueId}/renew',
      tags,
      ...signedIn,
      summary: 'Prolongs a certificate from 60 days before its last day until a year after it: a new line, which names the old one',
      request: { params: IssueId, ...body(named('Renewal', Renewal)) },
      responses: { 201: json(z.object({ issueId: z.uuid(), number: z.string() }), 'The new line'), ...conflicts },
    }),
    async (c) => {
      const { issueId, number } = await renewCredential(c.env.ctx, c.req.valid('param').issueId, c.req.valid('json'));
      return c.json({ issueId, number }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/register/{issueId}/duplicate',
      tags,
      ...signedIn,
      summary: 'Issues a duplicate of a lost certificate under a number of its own; the lost one counts no more',
      request: { params: IssueId, ...body(named('Duplicate', Duplicate)) },
      responses: { 201: json(z.object({ issueId: z.uuid(), number: z.string() }), 'The duplicate'), ...conflicts },
    }),
    async (c) => {
      const { issueId, number } = await issueDuplicate(c.env.ctx, c.req.valid('param').issueId, c.req.valid('json'));
      return c.json({ issueId, number }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/register/{issueId}/suspend',
      tags,
      ...signedIn,
      summary: 'Suspends a certificate until the suspension is lifted; the reason is shown to everybody who checks it',
      request: { params: IssueId, ...body(named('Suspension', Suspension)) },
      responses: done,
    }),
    async (c) => {
      await suspendCredential(c.env.ctx, c.req.valid('param').issueId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/register/{issueId}/lift-suspension', tags, ...signedIn, summary: 'Lifts a suspension: the certificate counts again', request: { params: IssueId }, responses: done }),
    async (c) => {
      await liftSuspension(c.env.ctx, c.req.valid('param').issueId);
      return c.body(null, 204);
    },
  );
}

/** Checking certificates, for everybody, and the register, for its readers. */
export function registerCredentialsApi(api: Api): void {
  checking(api);
  register(api);
  registerLicencesApi(api);
  registerIssuingListsApi(api);
}
