import type { Selectable } from 'kysely';
import nodemailer, { type Transporter } from 'nodemailer';
import type { Locale } from '#lib/i18n/index.ts';
import { newId } from './ids.ts';
import { sendTask, sendTasks } from './jobs.ts';
import { systemCtx, type Ctx, type Mailer, type MailTemplate, type Platform } from './platform.ts';
import type { MailMessageTable } from './platform.tables.ts';

export type { Mailer, MailTemplate, RenderedMail } from './platform.ts';

export interface OutgoingMail {
  template: string;
  /** Ids only. */
  params: Record<string, string>;
  to: string;
  locale: Locale;
  subjectType: string;
  subjectId: string;
  /** In whose matter: coordinators read the mails of their organisations in the outbox. Null: administrators of the network only. */
  organisationId: string | null;
  /** Rehearsals: kept in the outbox for reading, never handed to SMTP. */
  hold?: boolean;
  /** Of a kind that keeps to quiet hours: by whose clocks, where no account says it. */
  zone?: string | null;
  /** And when begins what it is about: it never waits beyond that. */
  neededBy?: Date | null;
  /** Not before this moment, so that what it tells about can still be undone. */
  after?: Date | null;
}

/** Until when each mail waits: kinds that nobody asked for this minute keep to the quiet hours of whoever they go to. */
async function waitingTimes(ctx: Ctx, mails: readonly OutgoingMail[]): Promise<(Date | null)[]> {
  const { patient, quietUntil } = ctx.platform.mailer;
  const asked = mails.filter((mail) => patient.has(mail.template) && !mail.hold);
  if (!quietUntil || asked.length === 0) return mails.map(() => null);
  const until = await quietUntil(ctx, asked.map(({ to, zone = null, neededBy = null }) => ({ to, zone, neededBy })));
  const times = new Map(asked.map((mail, index) => [mail, until[index] ?? null]));
  return mails.map((mail) => times.get(mail) ?? null);
}

const later = (one: Date | null, other: Date | null): Date | null => (one && other ? (one > other ? one : other) : (one ?? other));

/** Queues a mail in the transaction of the deed it tells about. Without SMTP it stays visible in the outbox. */
export async function queueMail(tx: Ctx, mail: OutgoingMail): Promise<string> {
  const [id = ''] = await queueMails(tx, [mail]);
  return id;
}

/** Many at once, in three statements however many there are, but for those that wait. Returns their ids in the order given. */
export async function queueMails(tx: Ctx, mails: readonly OutgoingMail[]): Promise<string[]> {
  if (!tx.inTx) throw new Error('queueMails() belongs into the transaction of the deed');
  if (mails.length === 0) return [];
  const now = tx.clock.now();
  const until = await waitingTimes(tx, mails);
  const rows = mails.map((mail, index) => ({
    id: newId(),
    network_id: tx.networkId,
    organisation_id: mail.organisationId,
    template: mail.template,
    params: JSON.stringify(mail.params),
    locale: mail.locale,
    to_address: mail.to,
    subject_type: mail.subjectType,
    subject_id: mail.subjectId,
    state: mail.hold ? ('held' as const) : ('queued' as const),
    created_at: now,
    not_before: later(until[index] ?? null, mail.after ?? null),
    needed_by: mail.neededBy ?? null,
    time_zone: mail.zone ?? null,
  }));
  // PostgreSQL takes 65,535 parameters in a statement.
  for (let at = 0; at < rows.length; at += 5000) await tx.db.insertInto('platform.mail_message').values(rows.slice(at, at + 5000)).execute();
  const waiting = rows.filter((row) => row.state === 'queued');
  const tasks = waiting.filter((row) => row.not_before === null).map((row) => ({ mailId: row.id }));
  if (tasks.length > 0 && tx.platform.mailer.configured) await sendTasks(tx, 'platform.send_mail', tasks);
  for (const { id: mailId, not_before: after } of waiting) if (after !== null && tx.platform.mailer.configured) await sendTask(tx, 'platform.send_mail', { mailId }, { after });
  return rows.map((row) => row.id);
}

/** What these mails would tell is undone: those that still wait never go out, and the outbox says why. */
export async function dropWaitingMails(tx: Ctx, subjectType: string, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await tx.db
    .updateTable('platform.mail_message')
    .set({ state: 'failed', error_code: 'mail.subject_gone' })
    .where('network_id', '=', tx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', 'in', subjectIds)
    .where('state', '=', 'queued')
    .execute();
}

/** Erasure: the addresses to which mails about these subjects went. What still waits is not sent: its subject is gone. */
export async function forgetAddresses(tx: Ctx, subjectType: string, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await tx.db
    .updateTable('platform.mail_message')
    .set({ to_address: '', time_zone: null })
    .where('network_id', '=', tx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', 'in', subjectIds)
    .execute();
}

/**
 * Hands a mail that was not sent to the workers once more: one that failed, or one that has waited for ten minutes (a mail server was set
 * up later). False when there is nothing to send again.
 */
export async function requeueMail(tx: Ctx, mailId: string): Promise<boolean> {
  if (!tx.inTx) throw new Error('requeueMail() belongs into a transaction');
  if (!tx.platform.mailer.configured) return false;
  const longAgo = new Date(tx.clock.now().getTime() - 10 * 60_000);
  const row = await tx.db
    .updateTable('platform.mail_message')
    .set({ state: 'queued', error_code: null })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', mailId)
    .where((eb) => eb.or([eb('state', '=', 'failed'), eb.and([eb('state', '=', 'queued'), eb('created_at', '<', longAgo)])]))
    .returning('id')
    .executeTakeFirst();
  if (row) await sendTask(tx, 'platform.send_mail', { mailId: row.id });
  return row !== undefined;
}

/** The mails about one subject, oldest first; the caller has checked the right to the subject. */
export async function listMailsAbout(ctx: Ctx, subjectType: string, subjectId: string) {
  return ctx.db
    .selectFrom('platform.mail_message')
    .select(['id', 'template', 'to_address', 'state', 'error_code', 'created_at', 'sent_at'])
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', '=', subjectId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(50)
    .execute();
}

export function createMailer(platform: Platform): Mailer {
  const url = platform.config.smtpUrl;
  const transport: Transporter | null = url
    ? nodemailer.createTransport(url, { from: platform.config.mailFrom, disableFileAccess: true, disableUrlAccess: true })
    : null;
  const templates = new Map<string, MailTemplate>();

  const load = (mailId: string) =>
    platform.db.selectFrom('platform.mail_message').selectAll().where('id', '=', mailId).executeTakeFirst();
  const render = async (mailId: string) => {
    const row = await load(mailId);
    const template = row && templates.get(row.template);
    if (!row || !template) return null;
    return template({ id: row.id, networkId: row.network_id, locale: row.locale as Locale, to: row.to_address, params: row.params as Record<string, string> }, platform);
  };

  return {
    configured: transport !== null,
    templates,
    patient: new Set(),
    quietUntil: null,
    render,
    async send(mailId) {
      const row = await load(mailId);
      if (!row || row.state === 'sent' || row.state === 'held' || !transport) return;
      const waits = await stillWaits(platform, row);
      if (waits !== null) {
        await platform.jobs.send(platform.db, 'platform.send_mail', { mailId }, { after: waits });
        return;
      }
      const mail = await render(mailId);
      if (!mail) {
        // The subject was erased or withdrawn meanwhile: there is nothing left to tell.
        await mark(platform, mailId, 'failed', 'mail.subject_gone');
        return;
      }
      try {
        await transport.sendMail({
          to: row.to_address,
          subject: mail.subject,
          text: mail.text,
          ...(mail.html ? { html: mail.html } : {}),
          ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
          messageId: `<${row.id}@${hostOf(platform.config.mailFrom)}>`,
          ...(mail.calendar ? { icalEvent: { method: mail.calendar.method, content: mail.calendar.content } } : {}),
          attachments: (mail.attachments ?? []).map((a) => ({
            filename: a.filename,
            contentType: a.contentType,
            content: typeof a.content === 'string' ? a.content : Buffer.from(a.content),
          })),
          headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
        });
      } catch (error) {
        const code = (error as { code?: string }).code ?? 'mail.failed';
        await mark(platform, mailId, 'failed', code);
        throw error;
      }
      await mark(platform, mailId, 'sent', null);
    },
    close: () => transport?.close(),
  };
}

const LATE_MS = 15 * 60_000;

/**
 * Until when a mail waits that was taken from the queue: it lost its place there and was given a new one too early, or a mail server that did
 * not answer has kept it into quiet hours. Null: it goes out now.
 */
async function stillWaits(platform: Platform, row: Selectable<MailMessageTable>): Promise<Date | null> {
  const now = platform.clock.now();
  if (row.not_before !== null && row.not_before > now) return row.not_before;
  const { patient, quietUntil } = platform.mailer;
  const isLate = now.getTime() - (row.not_before ?? row.created_at).getTime() > LATE_MS;
  if (!quietUntil || !patient.has(row.template) || !isLate) return null;
  const [until = null] = await quietUntil(systemCtx(platform, row.network_id, 'mail'), [{ to: row.to_address, zone: row.time_zone, neededBy: row.needed_by }]);
  if (until !== null) await platform.db.updateTable('platform.mail_message').set({ not_before: until }).where('id', '=', row.id).execute();
  return until;
}

async function mark(platform: Platform, mailId: string, state: 'sent' | 'failed', errorCode: string | null): Promise<void> {
  await platform.db
    .updateTable('platform.mail_message')
    .set((eb) => ({
      state,
      error_code: errorCode,
      attempts: eb('attempts', '+', 1),
      sent_at: state === 'sent' ? platform.clock.now() : null,
    }))
    .where('id', '=', mailId)
    .execute();
}

function hostOf(from: string): string {
  return /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
}

/** Mails of the whole installation that wait to be sent, for the metrics. */
export async function countQueuedMails(platform: Platform): Promise<number> {
  const row = await platform.db
    .selectFrom('platform.mail_message')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
