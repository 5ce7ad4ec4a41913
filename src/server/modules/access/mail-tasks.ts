import { outboxScope } from './outbox.service.ts';
import { countMails } from './outbox.queries.ts';
import type { TaskSource } from './tasks.port.ts';

/** Mails that did not reach anybody: somebody has to look why. */
export const mailTasks: TaskSource = {
  name: 'access.mails',
  async tasksFor(ctx) {
    const scope = outboxScope(ctx.actor, ctx.networkId);
    if (scope !== 'network' && scope.length === 0) return [];
    const count = await countMails(ctx, { scope, address: null, state: 'failed' });
    if (count === 0) return [];
    return [
      {
        id: 'access.failed_mails',
        what: { key: 'access.task.failed_mails', params: { count } },
        about: null,
        path: '/manage/settings/outbox?state=failed',
        until: null,
        minutes: Math.min(30, 2 + count),
        timeZone: null,
      },
    ];
  },
  appointmentsFor: async () => [],
};
