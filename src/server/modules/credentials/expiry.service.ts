import type { TaskSource } from '#server/modules/access/index.ts';
import { networksOf } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { queueMails } from '#server/platform/mail.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { issuingScope } from './credentials.policy.ts';
import { countExpiring, takeExpiring } from './expiry.queries.ts';
import { firstValidDay, REMIND_DAYS } from './expiry.rule.ts';

/** As many as one transaction tells. */
const CHUNK = 200;

/**
 * Tells the holders of certificates that end within {@link REMIND_DAYS} days, each once: the mark and the mail are one transaction, so that
 * whoever runs it twice or kills it tells nobody twice. Returns how many were marked.
 */
export async function remindOfExpiry(platform: Platform): Promise<number> {
  let count = 0;
  for (const { id: networkId } of await networksOf(platform)) {
    const ctx = systemCtx(platform, networkId, 'expiry');
    for (let done = CHUNK; done === CHUNK; count += done) done = await inTransaction(ctx, remindSome);
  }
  return count;
}

async function remindSome(tx: Ctx): Promise<number> {
  const today = firstValidDay(tx.clock.now());
  const rows = await takeExpiring(tx, { from: today, to: addDays(today, REMIND_DAYS), limit: CHUNK });
  await queueMails(
    tx,
    rows.flatMap(({ id, mailAddress, locale, organisationId }) =>
      mailAddress === null
        ? []
        : [{ template: 'credentials.expiring', params: { issueId: id }, to: mailAddress, locale, subjectType: 'credential', subjectId: id, organisationId }],
    ),
  );
  return rows.length;
}

/** What waits for whoever issues: certificates whose holders may want them prolonged. */
export const expiryTasks: TaskSource = {
  name: 'credentials',
  async tasksFor(ctx) {
    const scope = issuingScope(ctx.actor, ctx.networkId);
    if (ctx.actor.kind !== 'account' || (scope !== 'network' && scope.length === 0)) return [];
    const today = firstValidDay(ctx.clock.now());
    const { count, first } = await countExpiring(ctx, scope, { from: today, to: addDays(today, REMIND_DAYS) });
    if (count === 0 || first === null) return [];
    return [{ id: 'credentials.expiring', what: { key: 'credentials.task.expiring', params: { count } }, about: null, path: '/manage/register?state=expiring', until: new Date(`${first}T12:00:00Z`), minutes: 5, timeZone: null }];
  },
  appointmentsFor: () => Promise.resolve([]),
};
