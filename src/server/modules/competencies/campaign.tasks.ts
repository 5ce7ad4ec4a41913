import type { TaskSource } from '#server/modules/access/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { ownCampaignSheets } from './campaign-sheets.service.ts';

/** Sheets of campaigns that wait for whoever was asked, by the day they close. */
export const campaignTasks: TaskSource = {
  name: 'competencies.campaigns',
  async tasksFor(ctx) {
    return (await ownCampaignSheets(ctx)).map(({ id, kind, ratedName, endsAt }) => ({
      id: `competencies.campaign.${id}`,
      what: { key: kind === 'self' ? ('campaigns.task.self' as const) : ('campaigns.task.other' as const) },
      about: kind === 'self' ? null : localized(ctx.locale, ratedName),
      path: `/rate/${id}`,
      // The end of the last day, not the first minute of the next.
      until: new Date(endsAt.getTime() - 60_000),
      minutes: 15,
      timeZone: null,
    }));
  },
  appointmentsFor: () => Promise.resolve([]),
};
