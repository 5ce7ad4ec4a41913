import { createHash } from 'node:crypto';
import { isLocale, type Locale } from '#lib/i18n/index.ts';
import { dayKind, networkOf, networksOf, rulesOf } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { sendTasks } from '#server/platform/jobs.ts';
import { queueMail } from '#server/platform/mail.ts';
import { makeCtx, systemCtx, type Platform } from '#server/platform/platform.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { findAccount, listGrants } from './access.queries.ts';
import { claimDays, closeDigest, deleteOldDigests, findLastTold, listDue, lockDigest, type DueRow } from './digest.queries.ts';
import { findLinkFor, issueLink, type IssuedLink } from './links.service.ts';
import { mailHabits } from './mail-habits.ts';
import { findMailSettings } from './mail-settings.queries.ts';
import { isQuiet } from './quiet-hours.ts';
import { listTaskSources, type Task } from './tasks.port.ts';

const LOOK = 'access.digests';
const TELL = 'access.digest';
const AT_ONCE = 1_000;
const KEPT_DAYS = 60;
const LINK_DAYS = 365;

/** Every quarter of an hour: some zones differ by quarters. */
export function registerDigest(platform: Platform): void {
  platform.jobs.handleTask(LOOK, async (_ids, at) => void (await lookForDigests(at)));
  platform.jobs.handleTask(TELL, async ({ digestId = '' }, at) => tellWaiting(at, digestId));
  platform.jobs.schedule(LOOK, '*/15 * * * *');
}

/** What waits for the actor, from all modules: what is due soonest first, what has no day last. */
export async function waitingTasks(ctx: Ctx): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const source of listTaskSources()) tasks.push(...(await source.tasksFor(ctx)));
  return tasks.sort((a, b) => (a.until?.getTime() ?? Infinity) - (b.until?.getTime() ?? Infinity) || a.id.localeCompare(b.id));
}

/** The account as it would act by itself in the network: with its own roles. Undefined when it is gone. */
export async function actingCtx(ctx: Ctx, accountId: string): Promise<(Ctx & { email: string | null }) | undefined> {
  const account = await findAccount(ctx.db, accountId);
  if (!account) return undefined;
  const grants = await listGrants(ctx.db, accountId, ctx.clock.now());
  const { defaultLocale } = await networkOf(ctx);
  const locale: Locale = account.preferred_locale !== null && isLocale(account.preferred_locale) ? account.preferred_locale : defaultLocale;
  const actor = { kind: 'account', accountId, name: account.name, email: account.email ?? '', grants } as const;
  return { ...makeCtx(ctx.platform, { actor, networkId: ctx.networkId, locale }), db: ctx.db, inTx: ctx.inTx, afterCommit: ctx.afterCommit, email: account.email };
}

/** Takes the day of everybody whose hour has come and who works today, and leaves one task for each. Called twice it finds nothing more. */
export async function lookForDigests(platform: Platform): Promise<number> {
  let found = 0;
  for (const network of await networksOf(platform)) {
    const ctx = systemCtx(platform, network.id, LOOK);
    const due = await thoseAtWork(ctx, await listDue(ctx.db, network, ctx.clock.now()));
    for (let from = 0; from < due.length; from += AT_ONCE) {
      found += await inTransaction(ctx, async (tx) => {
        const taken = await claimDays(tx.db, tx.networkId, due.slice(from, from + AT_ONCE).map((row) => ({ accountId: row.account_id, day: row.day })), tx.clock.now());
        await sendTasks(tx, TELL, taken.map((digestId) => ({ digestId })));
        return taken.length;
      });
    }
  }
  await deleteOldDigests(platform.db, addDays(localDate(platform.clock.now(), 'UTC'), -KEPT_DAYS));
  return found;
}

/** The digest of today at once, whatever the hour: a demonstration shows one. */
export async function tellToday(ctx: Ctx, accountId: string): Promise<void> {
  const [now, { timeZone }] = [ctx.clock.now(), await mailHabits(ctx, accountId)];
  const [digestId] = await claimDays(ctx.db, ctx.networkId, [{ accountId, day: localDate(now, timeZone) }], now);
  if (digestId) await tellWaiting(ctx.platform, digestId);
}

/** Those for whom it is neither a quiet hour nor a day off by the rules of the country they work in. */
async function thoseAtWork(ctx: Ctx, due: readonly DueRow[]): Promise<DueRow[]> {
  const isOff = new Map<string, boolean>();
  for (const { country, day } of due) {
    const key = `${country} ${day}`;
    if (!isOff.has(key)) isOff.set(key, dayKind(await rulesOf(ctx, country), day) === 'off');
  }
  return due.filter((row) => !isOff.get(`${row.country} ${row.day}`) && !isQuiet(row.hour, { from: row.quiet_from, until: row.quiet_until }));
}

/** What a digest tells, as far as it can be compared: the matters and until when, not how many minutes are left. */
const toldOf = (tasks: readonly Task[]): string =>
  createHash('sha256')
    .update(JSON.stringify(tasks.map(({ id, until, what }) => [id, until?.toISOString() ?? null, what.params ?? {}])))
    .digest('base64url');

/** The link by which its owner stops the digest, good for half a year at least. */
export async function unsubscribeLink(ctx: Ctx, accountId: string): Promise<IssuedLink> {
  const inDays = (days: number) => new Date(ctx.clock.now().getTime() + days * 24 * 3600_000);
  const known = await findLinkFor(ctx, 'unsubscribe', accountId);
  // Of an old mail, too, the link must still be good.
  if (known && known.expiresAt > inDays(LINK_DAYS / 2)) return known;
  return issueLink(ctx, { purpose: 'unsubscribe', subjectId: accountId, expiresAt: inDays(LINK_DAYS), anyNetwork: true });
}

/**
 * Queues the digest of one account and day if something waits and it differs from the last one. Mail and the state of the day are one
 * transaction: killed in between, it begins anew and nobody gets two.
 */
export async function tellWaiting(platform: Platform, digestId: string): Promise<void> {
  await inTransaction(systemCtx(platform, '', TELL), async (outer) => {
    const row = await lockDigest(outer.db, digestId);
    if (row?.state !== 'waiting') return;
    const tx: Ctx = { ...outer, networkId: row.network_id };
    const ctx = await actingCtx(tx, row.account_id);
    const isOff = (await findMailSettings(tx.db, row.account_id))?.digest === false;
    if (!ctx?.email || isOff) return closeDigest(tx.db, digestId, { state: 'off', told: null });
    const tasks = await waitingTasks(ctx);
    if (tasks.length === 0) return closeDigest(tx.db, digestId, { state: 'nothing', told: null });
    const told = toldOf(tasks);
    if (told === (await findLastTold(tx.db, row.network_id, row.account_id))) return closeDigest(tx.db, digestId, { state: 'same', told });
    await unsubscribeLink(tx, row.account_id);
    await queueMail(tx, { template: 'account.digest', params: { accountId: row.account_id }, to: ctx.email, locale: ctx.locale, subjectType: 'account', subjectId: row.account_id, organisationId: null });
    return closeDigest(tx.db, digestId, { state: 'sent', told });
  });
}
