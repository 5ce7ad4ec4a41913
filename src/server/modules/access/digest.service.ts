import { createHash } from 'node:crypto';
import { isLocale, type Locale } from '#lib/i18n/index.ts';
import { dayKind, networksOf, rulesOf, type Network } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { sendTasks } from '#server/platform/jobs.ts';
import { queueMail } from '#server/platform/mail.ts';
import { makeCtx, systemCtx, type Platform } from '#server/platform/platform.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { findAccount, listGrants } from './access.queries.ts';
import { claimDays, closeDigest, deleteOldDigests, findLastTold, lockDigest } from './digest.queries.ts';
import { findLinkFor, issueLink, type IssuedLink } from './links.service.ts';
import { homesOf, mailHabits, ordered } from './mail-habits.ts';
import { hourAt, isQuiet } from './quiet-hours.ts';
import { listDue, type DueRow } from './seats.queries.ts';
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

/** An account in each network to which it belongs, that at home first; undefined when it is gone or belongs to none. */
export interface Everywhere {
  email: string | null;
  name: string;
  locale: Locale;
  /** As it would act by itself: with its own roles. */
  places: { network: Network; ctx: Ctx }[];
}

export async function actingEverywhere(ctx: Ctx, accountId: string): Promise<Everywhere | undefined> {
  const account = await findAccount(ctx.db, accountId);
  const { networks } = await homesOf(ctx, accountId);
  const [home] = networks;
  if (!account || !home) return undefined;
  const grants = await listGrants(ctx.db, accountId, ctx.clock.now());
  const locale: Locale = account.preferred_locale !== null && isLocale(account.preferred_locale) ? account.preferred_locale : home.defaultLocale;
  const actor = { kind: 'account', accountId, name: account.name, email: account.email ?? '', grants } as const;
  const at = (network: Network): Ctx => ({ ...makeCtx(ctx.platform, { actor, networkId: network.id, locale }), db: ctx.db, inTx: ctx.inTx, afterCommit: ctx.afterCommit });
  return { email: account.email, name: account.name, locale, places: networks.map((network) => ({ network, ctx: at(network) })) };
}

/** Takes the day of everybody whose hour has come and who works today, and leaves one task for each. Called twice it finds nothing more. */
export async function lookForDigests(platform: Platform): Promise<number> {
  const ctx = systemCtx(platform, '', LOOK);
  const networks = ordered(await networksOf(platform));
  const due = await thoseAtWork(ctx, await listDue(ctx.db, networks, ctx.clock.now()));
  let found = 0;
  for (let from = 0; from < due.length; from += AT_ONCE) {
    found += await inTransaction(ctx, async (tx) => {
      const taken = await claimDays(tx.db, due.slice(from, from + AT_ONCE).map((row) => ({ accountId: row.account_id, day: row.day })), tx.clock.now());
      await sendTasks(tx, TELL, taken.map((digestId) => ({ digestId })));
      return taken.length;
    });
  }
  await deleteOldDigests(platform.db, addDays(localDate(platform.clock.now(), 'UTC'), -KEPT_DAYS));
  return found;
}

/** The digest of today at once, whatever the hour: a demonstration shows one. */
export async function tellToday(ctx: Ctx, accountId: string): Promise<void> {
  const [now, { timeZone }] = [ctx.clock.now(), await mailHabits(ctx, accountId)];
  const [digestId] = await claimDays(ctx.db, [{ accountId, day: localDate(now, timeZone) }], now);
  if (digestId) await tell(ctx.platform, digestId, { always: true });
}

/** Those for whom it is neither a quiet hour nor a day off by the rules of the country they work in, as their network has them. */
async function thoseAtWork(ctx: Ctx, due: readonly DueRow[]): Promise<DueRow[]> {
  const isOff = new Map<string, boolean>();
  const keyOf = ({ network_id: networkId, country, day }: DueRow) => `${networkId} ${country} ${day}`;
  for (const row of due) {
    const key = keyOf(row);
    // A network may have written rules of its own.
    if (!isOff.has(key)) isOff.set(key, dayKind(await rulesOf({ ...ctx, networkId: row.network_id }, row.country), row.day) === 'off');
  }
  return due.filter((row) => !isOff.get(keyOf(row)) && !isQuiet(row.hour, { from: row.quiet_from, until: row.quiet_until }));
}

/** What a digest tells, as far as it can be compared: the matters and until when, not how many minutes are left. */
const toldOf = (parts: readonly (readonly [networkId: string, tasks: readonly Task[]])[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(([networkId, tasks]) => [networkId, tasks.map(({ id, until, what }) => [id, until?.toISOString() ?? null, what.params ?? {}])])))
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
 * Queues the digest of one account and day, over all its networks, if something waits and it differs from the last one. Mail and the state of
 * the day are one transaction: killed in between, it begins anew and nobody gets two. A task that comes when the day is over or in quiet
 * hours tells nothing: the next morning does.
 */
export async function tellWaiting(platform: Platform, digestId: string): Promise<void> {
  await tell(platform, digestId, { always: false });
}

async function tell(platform: Platform, digestId: string, { always }: { always: boolean }): Promise<void> {
  await inTransaction(systemCtx(platform, '', TELL), async (tx) => {
    const row = await lockDigest(tx.db, digestId);
    if (row?.state !== 'waiting') return;
    const close = (state: 'sent' | 'nothing' | 'same' | 'off' | 'late', told: string | null = null) => closeDigest(tx.db, digestId, { state, told });
    const account = await actingEverywhere(tx, row.account_id);
    const home = account?.places[0]?.ctx;
    if (!account?.email || !home) return close('off');
    const habits = await mailHabits(home, row.account_id);
    if (!habits.digest) return close('off');
    const now = tx.clock.now();
    const isLate = localDate(now, habits.timeZone) !== row.day || isQuiet(hourAt(now, habits.timeZone), { from: habits.quietFrom, until: habits.quietUntil });
    if (isLate && !always) return close('late');
    const parts: [string, Task[]][] = [];
    for (const { network, ctx } of account.places) parts.push([network.id, await waitingTasks(ctx)]);
    const waiting = parts.filter(([, tasks]) => tasks.length > 0);
    if (waiting.length === 0) return close('nothing');
    const told = toldOf(waiting);
    if (told === (await findLastTold(tx.db, row.account_id))) return close('same', told);
    const from: Ctx = { ...tx, networkId: home.networkId };
    await unsubscribeLink(from, row.account_id);
    await queueMail(from, { template: 'account.digest', params: { accountId: row.account_id }, to: account.email, locale: account.locale, subjectType: 'account', subjectId: row.account_id, organisationId: null });
    return close('sent', told);
  });
}
