import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { requeueMail } from '#server/platform/mail.ts';
import { accessAbilities } from './access.policy.ts';
import { countMails, findMail, listMails, type MailRow, type MailState, type MailWish } from './outbox.queries.ts';

const PAGE = 50;

/** Mails that open somebody's account, or speak for a parent: nobody reads them but the owner of the mailbox. */
const SECRET = new Set(['access.sign_in_link', 'access.mailbox_link', 'access.set_password', 'people.consent_asked']);
/** What waits for somebody is hers to read, as her day is. */
const PRIVATE = new Set(['account.digest']);
/** Their link gives a role: only who may give every role reads them. */
const ADMINISTRATORS_ONLY = new Set(['access.invitation']);

export const OutboxFilter = z.object({
  q: z.string().trim().min(1).max(254).optional().catch(undefined),
  state: z.enum(['queued', 'sent', 'failed', 'held']).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});
export type OutboxFilter = z.output<typeof OutboxFilter>;

export interface MailLine {
  id: string;
  /** `credentials.issued`: its kind in words is the message `credentials.mail.issued_kind`. */
  template: string;
  to: string;
  state: MailState;
  errorCode: string | null;
  createdAt: Date;
  sentAt: Date | null;
  /** The end of somebody's quiet hours. */
  waitsUntil: Date | null;
}

export interface OpenedMail extends MailLine {
  locale: string;
  attempts: number;
  /** Null when its matter is gone, or when it is not for the reader's eyes. */
  letter: { subject: string; text: string; attachments: string[] } | null;
  isSecret: boolean;
  maySendAgain: boolean;
}

const READERS = ['coordinator', 'network_admin', 'system_admin'];

/** The part of the outbox that the actor reads; whole networks for administrators, matters of their organisations for coordinators. */
export function outboxScope(actor: Actor, networkId: string): MailWish['scope'] {
  if (accessAbilities(actor, { networkId }).readOutbox.allowed) return 'network';
  if (actor.kind !== 'account') return [];
  return actor.grants.flatMap((grant) =>
    READERS.includes(grant.role) && grant.networkId === networkId && grant.scopeKind === 'organisation' && grant.scopeId ? [grant.scopeId] : [],
  );
}

/** Whether there is any part of the outbox for this reader. */
export function readsOutbox(actor: Actor, networkId: string): boolean {
  const scope = outboxScope(actor, networkId);
  return scope === 'network' || scope.length > 0;
}

function scopeOf(ctx: Ctx): MailWish['scope'] {
  const scope = outboxScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  return scope;
}

const toLine = (row: Omit<MailRow, 'sort_value'>, now: Date): MailLine => ({
  id: row.id,
  template: row.template,
  to: row.to_address,
  state: row.state,
  errorCode: row.error_code,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  waitsUntil: row.state === 'queued' && row.not_before !== null && row.not_before > now ? row.not_before : null,
});

const keyOf = (row: MailRow) => Buffer.from(`${row.sort_value}|${row.id}`).toString('base64url');
function readKey(key: string | undefined): { value: string; id: string } | null {
  const [value = '', id = ''] = Buffer.from(key ?? '', 'base64url').toString('utf8').split('|');
  return z.uuid().safeParse(id).success && /^\d{4}-\d\d-\d\d [\d:.]+\+00$/.test(value) ? { value, id } : null;
}

/** One page of the visible outbox, newest first; two queries. Error: `page.not_found`. */
export async function listMailsFor(ctx: Ctx, filter: OutboxFilter) {
  const wish: MailWish = { scope: scopeOf(ctx), address: filter.q?.replace(/[\\%_]/g, (sign) => `\\${sign}`) ?? null, state: filter.state ?? null };
  const after = readKey(filter.after);
  const before = after ? null : readKey(filter.before);
  const from = after ? { ...after, direction: 'after' as const } : before ? { ...before, direction: 'before' as const } : null;
  const [rows, total] = await Promise.all([listMails(ctx, wish, { limit: PAGE, from }), countMails(ctx, wish)]);
  const more = rows.length > PAGE;
  const shown = rows.slice(0, PAGE);
  if (before) shown.reverse();
  const [first, last] = [shown.at(0), shown.at(-1)];
  return {
    lines: shown.map((row) => toLine(row, ctx.clock.now())),
    total,
    after: last && (before ? true : more) ? keyOf(last) : null,
    before: first && (before ? more : after !== null) ? keyOf(first) : null,
  };
}

/** One mail as it would be sent now, to read, print or copy its link. Error: `page.not_found`. */
export async function getMailFor(ctx: Ctx, mailId: string): Promise<OpenedMail> {
  const row = await findMail(ctx, { scope: scopeOf(ctx) }, mailId);
  if (!row) throw notFound();
  const { manageRoles } = accessAbilities(ctx.actor, { networkId: ctx.networkId });
  const isSecret = SECRET.has(row.template) || PRIVATE.has(row.template) || (ADMINISTRATORS_ONLY.has(row.template) && !manageRoles.allowed);
  const rendered = isSecret ? null : await ctx.platform.mailer.render(mailId);
  const waitedLong = row.state === 'queued' && ctx.clock.now().getTime() - row.created_at.getTime() > 10 * 60_000;
  const line = toLine(row, ctx.clock.now());
  return {
    ...line,
    locale: row.locale,
    attempts: row.attempts,
    letter: rendered ? { subject: rendered.subject, text: rendered.text, attachments: (rendered.attachments ?? []).map(({ filename }) => filename) } : null,
    isSecret,
    maySendAgain: ctx.platform.mailer.configured && !isSecret && line.waitsUntil === null && (row.state === 'failed' || waitedLong),
  };
}

/** Sends a failed or long waiting mail again. Errors: `page.not_found`, `mail.not_sendable`. */
export async function sendMailAgain(ctx: Ctx, mailId: string): Promise<void> {
  const mail = await getMailFor(ctx, mailId);
  if (!mail.maySendAgain) throw new AppError('mail.not_sendable', 409);
  await inTransaction(ctx, async (tx) => {
    if (!(await requeueMail(tx, mailId))) throw new AppError('mail.not_sendable', 409);
    await audit(tx, { act: 'mail.sent_again', subjectType: 'mail', subjectId: mailId });
  });
}
