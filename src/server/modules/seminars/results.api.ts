import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, done, instant, iso, json, Made, named, searchOf, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { Annulment } from '#server/modules/credentials/index.ts';
import { country } from '#server/platform/fields.ts';
import { decideCertificate, getResultFor, listResultsFor, type ResultLine } from './eligibility.service.ts';
import { DELIVERIES } from '#server/modules/credentials/index.ts';
import { getRunFor, planIssuing, resumeIssuing, startIssuing, stopIssuing, undoIssuing } from './issuing.service.ts';
import { confirmNamesOnPaper, NamesOnPaper } from './name-desk.service.ts';
import { readResultCursor, readResultFilter, RESULT_SORTS, RESULT_STANDINGS, writeResultCursor } from './results-filter.ts';
import type { OpenEvent } from './seminars.access.ts';
import { REGISTRATION_STATES } from './seminars.tables.ts';
import { readStatisticsFor } from './statistics.service.ts';

const tags = ['Seminars: results'];
const EventId = z.object({ eventId: z.uuid() });
const Person = EventId.extend({ personId: z.uuid() });
const Run = EventId.extend({ runId: z.uuid() });
const PAPERS = ['attendance', 'speaker', 'moderator', 'organiser'] as const;

const Line = z
  .object({
    id: z.uuid().openapi({ description: 'Of the registration, else of the speaker or moderator' }),
    registrationId: z.uuid().nullable(),
    contributorId: z.uuid().nullable(),
    collectiveId: z.uuid().nullable(),
    name: z.string(),
    nameConfirmed: z.boolean(),
    email: z.string().nullable(),
    country: z.string().nullable(),
    organisation: z.string(),
    state: z.enum(REGISTRATION_STATES),
    role: z.enum(['listener', 'speaker', 'moderator', 'organiser']),
    locale: z.enum(LOCALES).nullable(),
    minutes: z.int().nullable().openapi({ description: 'null: not counted, which is not the same as 0' }),
    ofMinutes: z.int(),
    codes: z.int(),
    corrected: z.boolean(),
    eligible: z.boolean(),
    kind: z.enum(PAPERS).nullable(),
    by: z.enum(['rule', 'part', 'person']),
    reasons: z.array(z.string()).openapi({ description: 'Why not; empty exactly when eligible' }),
    decision: z.enum(['grant', 'refuse', 'rule']).nullable(),
    decisionReason: z.string().nullable(),
    issueId: z.uuid().nullable(),
    number: z.string().nullable(),
    issuedAt: instant().nullable(),
    revokedAt: instant().nullable(),
  })
  .openapi('Result');

const Detail = Line.extend({
  sessions: z.array(z.object({ sessionId: z.uuid(), title: Written, start: instant(), attendeeId: z.uuid().nullable(), minutes: z.int().nullable(), ofMinutes: z.int(), codes: z.int() })),
  decisions: z.array(z.object({ decision: z.enum(['grant', 'refuse', 'rule']), reason: z.string(), at: instant(), by: z.string().nullable() })),
  certificates: z.array(z.object({ issueId: z.uuid(), number: z.string(), issuedAt: instant(), revokedAt: instant().nullable(), revokeReason: z.string().nullable() })),
}).openapi('ResultDetail');

function lineJson(event: OpenEvent, line: ResultLine): z.output<typeof Line> {
  const { id, registrationId, contributorId, collectiveId, name, nameConfirmed, country: from, organisation, state, role, locale } = line;
  const { minutes, ofMinutes, codes, corrected, verdict, decision, decisionReason, issueId, number } = line;
  return {
    ...{ id, registrationId, contributorId, collectiveId, name, nameConfirmed, organisation, state, role, locale },
    ...{ minutes, ofMinutes, codes, corrected, decision, decisionReason, issueId, number },
    // Moderators need names, not addresses.
    email: event.abilities.prepare.allowed ? line.email : null,
    country: from,
    eligible: verdict.eligible,
    kind: verdict.kind,
    by: verdict.by,
    reasons: verdict.reasons.map(({ code }) => code),
    issuedAt: iso(line.issuedAt),
    revokedAt: iso(line.revokedAt),
  };
}

function results(api: Api): void {
  const Query = z.object({
    q: z.string().max(100).optional(),
    standing: z.enum(RESULT_STANDINGS, 'choice.missing').optional(),
    kind: z.enum(['single', 'collective', 'contributor'], 'choice.missing').optional(),
    country: country.optional(),
    language: z.enum(LOCALES, 'choice.missing').optional(),
    sort: z.enum([...RESULT_SORTS, ...RESULT_SORTS.map((name) => `-${name}` as const)], 'choice.missing').optional(),
    after: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  });
  const Page = z.object({ results: z.array(Line), matching: z.int(), people: z.int(), eligible: z.int(), issued: z.int(), next: z.string().nullable() });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/results',
      tags,
      ...signedIn,
      summary: 'Everybody of an event with minutes, what the rule and people said, and certificates; paged by key',
      request: { params: EventId, query: Query },
      responses: { 200: json(Page, 'Results and the key of the next page'), ...problems },
    }),
    async (c) => {
      const { limit, after, ...query } = c.req.valid('query');
      const filter = readResultFilter(searchOf(query));
      const page = await listResultsFor(c.env.ctx, c.req.valid('param').eventId, filter, { limit, after: readResultCursor(after ?? null, filter.sort) });
      const { matching, people, eligible, issued } = page.totals;
      return c.json({ results: page.lines.map((line) => lineJson(page.event, line)), matching, people, eligible, issued, next: page.next && writeResultCursor(page.next) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/results/{personId}',
      tags,
      ...signedIn,
      summary: 'How the result of one person came about',
      request: { params: Person },
      responses: { 200: json(Detail, 'The result'), ...problems },
    }),
    async (c) => {
      const { eventId, personId } = c.req.valid('param');
      const { event, line, seats, decisions, issues } = await getResultFor(c.env.ctx, eventId, personId);
      return c.json(
        {
          ...lineJson(event, line),
          sessions: seats.map(({ sessionId, title, startsAt, attendeeId, minutes, ofMinutes, codes }) => ({
            ...{ sessionId, title, attendeeId, minutes, ofMinutes, codes },
            start: startsAt.toISOString(),
          })),
          decisions: decisions.map(({ at, ...decision }) => ({ ...decision, at: at.toISOString() })),
          certificates: issues.map(({ issueId, number, issuedAt, revokedAt, revokeReason }) => ({ issueId, number, issuedAt: issuedAt.toISOString(), revokedAt: iso(revokedAt), revokeReason })),
        },
        200,
      );
    },
  );
  const Decision = z.object({ decision: z.enum(['grant', 'refuse', 'rule'], 'choice.missing'), reason: z.string('decision.reason_short') });
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/results/{personId}/decisions',
      tags,
      ...signedIn,
      summary: 'A person decides about one certificate, with a reason that stays; `rule` gives the decision back to the rule',
      request: { params: Person, ...body(Decision) },
      responses: done,
    }),
    async (c) => {
      const { eventId, personId } = c.req.valid('param');
      await decideCertificate(c.env.ctx, eventId, personId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

function issuing(api: Api): void {
  const wish = z.object({
    unconfirmedToo: z.boolean().default(false).openapi({ description: 'Also to people who have not confirmed their name' }),
    deliverInMinutes: z.union(DELIVERIES.map((minutes) => z.literal(minutes)), 'choice.missing').default(0).openapi({ type: 'integer', enum: [...DELIVERIES], description: 'The mails wait so long; until then the run can be undone' }),
    template: z.union([z.literal('own'), z.uuid()], 'choice.missing').optional().openapi({ description: '`own`: our design; not said: what the organisation chose for the kind' }),
  });
  const Plan = z
    .object({
      problem: z.string().nullable(),
      count: z.int(),
      groups: z.array(z.object({ kind: z.enum(PAPERS), locale: z.enum(LOCALES), count: z.int() })),
      leftOut: z.array(z.object({ code: z.string(), count: z.int() })),
      unconfirmed: z.int(),
      unprintable: z.array(z.object({ id: z.uuid(), name: z.string(), signs: z.string() })),
      issued: z.int(),
      sessionsAhead: z.int(),
      running: z.uuid().nullable(),
    })
    .openapi('IssuingPlan');
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/issuing-plan',
      tags,
      ...signedIn,
      summary: 'What issuing certificates would do now',
      request: { params: EventId, query: z.object({ unconfirmedToo: z.enum(['true', 'false'], 'choice.missing').default('false') }) },
      responses: { 200: json(Plan, 'Who would get one, and who not'), ...conflicts },
    }),
    async (c) => {
      const plan = await planIssuing(c.env.ctx, c.req.valid('param').eventId, { unconfirmedToo: c.req.valid('query').unconfirmedToo === 'true' });
      const { problem, count, groups, leftOut, unconfirmed, unprintable, issued, ahead, running } = plan;
      return c.json({ problem, count, groups, leftOut, unconfirmed, unprintable, issued, sessionsAhead: ahead, running }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/issuing-runs',
      tags,
      ...signedIn,
      summary: 'Starts to issue to everybody who is eligible and has none',
      request: { params: EventId, ...body(wish.openapi('IssuingWish')) },
      responses: { 201: json(Made, 'The run'), ...conflicts },
    }),
    async (c) => c.json({ id: await startIssuing(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/confirmed-names',
      tags,
      ...signedIn,
      summary: 'Names that people confirmed on the printed list, corrected where `name` says so by the id of the person; all or none',
      request: { params: EventId, ...body(named('NamesOnPaper', NamesOnPaper)) },
      responses: { 200: json(z.object({ confirmed: z.int() }), 'How many'), ...conflicts },
    }),
    async (c) => c.json({ confirmed: await confirmNamesOnPaper(c.env.ctx, c.req.valid('param').eventId, c.req.valid('json')) }, 200),
  );
  const RunState = z
    .object({
      id: z.uuid(),
      state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
      stopRequested: z.boolean(),
      done: z.int(),
      total: z.int(),
      startedAt: instant(),
      finishedAt: instant().nullable(),
      startedBy: z.string().nullable(),
      unconfirmedToo: z.boolean(),
      deliverInMinutes: z.int(),
      given: z.int().openapi({ description: 'Of its certificates, how many somebody has received' }),
      annulled: z.int(),
      error: z.string().nullable(),
      failed: z.array(z.object({ id: z.uuid(), name: z.string(), code: z.string() })),
    })
    .openapi('IssuingRun');
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/issuing-runs/{runId}',
      tags,
      ...signedIn,
      summary: 'How far a run has come',
      request: { params: Run },
      responses: { 200: json(RunState, 'The run'), ...problems },
    }),
    async (c) => {
      const { eventId, runId } = c.req.valid('param');
      const { id, state, stopRequested, done: ready, total, startedAt, finishedAt, startedBy, unconfirmedToo, deliverInMinutes, given, annulled, errorCode, failed } = await getRunFor(c.env.ctx, eventId, runId);
      return c.json(
        { id, state, stopRequested, done: ready, total, startedAt: startedAt.toISOString(), finishedAt: iso(finishedAt), startedBy, unconfirmedToo, deliverInMinutes, given, annulled, error: errorCode, failed },
        200,
      );
    },
  );
  for (const [verb, summary, act] of [
    ['stop', 'Stops a run after the certificate it works on; what is issued stays issued', stopIssuing],
    ['resume', 'Goes on with a run that was stopped or failed; nobody is issued twice', resumeIssuing],
  ] as const) {
    api.openapi(
      createRoute({ method: 'post', path: `/manage/seminars/{eventId}/issuing-runs/{runId}/${verb}`, tags, ...signedIn, summary, request: { params: Run }, responses: done }),
      async (c) => {
        const { eventId, runId } = c.req.valid('param');
        await act(c.env.ctx, eventId, runId);
        return c.body(null, 204);
      },
    );
  }
  api.openapi(
    createRoute({
      method: 'post',
      path: '/manage/seminars/{eventId}/issuing-runs/{runId}/undo',
      tags,
      ...signedIn,
      summary: 'Annuls what of a run nobody has received yet; what somebody has stays',
      request: { params: Run, ...body(named('Annulment', Annulment)) },
      responses: { 200: json(z.object({ annulled: z.int() }), 'How many'), ...conflicts },
    }),
    async (c) => {
      const { eventId, runId } = c.req.valid('param');
      return c.json({ annulled: await undoIssuing(c.env.ctx, eventId, runId, c.req.valid('json')) }, 200);
    },
  );
}

function statistics(api: Api): void {
  const numbers = { registered: z.int(), present: z.int(), viewed: z.int(), certificates: z.int() };
  const Of = z.object({ key: z.string(), ...numbers });
  const Statistics = z
    .object({
      asOf: instant(),
      total: z.object(numbers),
      speakers: z.object({ announced: z.int(), spoke: z.int(), certificates: z.int() }),
      countries: z.array(Of.extend({ spoke: z.int() })),
      organisations: z.array(Of).openapi({ description: 'With three registered people or more' }),
      smallOrganisations: z.object({ ...numbers, organisations: z.int() }).nullable(),
      languages: z.array(Of),
      kinds: z.array(Of),
    })
    .openapi('Statistics');
  api.openapi(
    createRoute({
      method: 'get',
      path: '/manage/seminars/{eventId}/statistics',
      tags,
      ...signedIn,
      summary: 'Registered, present, viewed and certificates, as a whole and divided; no name of a person is in it',
      request: { params: EventId },
      responses: { 200: json(Statistics, 'Figures'), ...problems },
    }),
    async (c) => {
      const { event: _event, asOf, ...figures } = await readStatisticsFor(c.env.ctx, c.req.valid('param').eventId);
      return c.json({ asOf: asOf.toISOString(), ...figures }, 200);
    },
  );
}

/** Results, certificates and figures of an event. */
export function registerResultsApi(api: Api): void {
  results(api);
  issuing(api);
  statistics(api);
}
