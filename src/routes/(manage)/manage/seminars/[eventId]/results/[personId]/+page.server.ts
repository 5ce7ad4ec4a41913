import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { decideCertificate, eventHead, getResultFor, issueToOne, setContributorPaper } from '#server/modules/seminars/index.ts';
import { pick, type LocalizedText } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const Decided = z.object({ decision: z.enum(['grant', 'refuse', 'rule'], 'choice.missing'), reason: z.string('decision.reason_short').default('') });
const Wish = z.object({ unconfirmed: z.literal('yes').optional() });
const Paper = z.object({ contributorId: z.uuid(), name: z.string('name.empty').default(''), locale: z.enum(LOCALES, 'choice.missing') });

/** One person: how her figures came about, what was decided and issued, and what can be done. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { event, line, seats, decisions, issues } = await getResultFor(locals.ctx, params.eventId, params.personId);
  const head = eventHead(locals.ctx, event);
  // A sitting may have no title of its own.
  const titleOf = (title: LocalizedText) => (Object.keys(title).length > 0 ? pick(title, locals.locale) : null);
  const hasPaper = line.issueId !== null && line.revokedAt === null;
  return {
    head,
    rule: event.certificateRule,
    line,
    talks: [...line.talks, ...line.sections].map(titleOf),
    seats: seats.map((seat) => ({ ...seat, title: titleOf(seat.title) })),
    decisions,
    issues: issues.map(({ issueId, number, issuedAt, revokedAt, annulledAt, revokeReason }) => ({ issueId, number, issuedAt, revokedAt, annulledAt, revokeReason })),
    language: line.locale ?? event.languages[0] ?? 'ru',
    may: {
      decide: head.may.issueCertificates === true && !hasPaper,
      issue: head.may.issueCertificates === true && !hasPaper && line.verdict.eligible,
      // Who registered herself is asked for her name on her own page.
      setPaper: head.may.issueCertificates === true && !hasPaper && line.registrationId === null,
    },
    done: url.searchParams.get('done'),
  };
};

const here = ({ params }: RequestEvent) => `/manage/seminars/${params.eventId}/results/${params.personId}`;

export const actions: Actions = {
  decide: async (event) => {
    const { locals, params, request } = event;
    const done = await submit(locals, await request.formData(), Decided, (input) => decideCertificate(locals.ctx, params.eventId, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `${here(event)}?done=decided`);
  },
  issue: async (event) => {
    const { locals, params, request } = event;
    const done = await submit(locals, await request.formData(), Wish, ({ unconfirmed }) =>
      issueToOne(locals.ctx, params.eventId, params.personId, { unconfirmedToo: unconfirmed === 'yes' }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `${here(event)}?done=issued`);
  },
  paper: async (event) => {
    const { locals, params, request } = event;
    const done = await submit(locals, await request.formData(), Paper, ({ contributorId, ...paper }) => setContributorPaper(locals.ctx, params.eventId, contributorId, paper));
    if (!done.ok) return done.failure;
    goTo(locals, `${here(event)}?done=paper`);
  },
};
