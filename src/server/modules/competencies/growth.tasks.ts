import type { TaskSource } from '#server/modules/access/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { ownOpenSheets } from './sheets.service.ts';

/** Sheets that were begun and not handed in, on the day of whoever began them. */
export const sheetTasks: TaskSource = {
  name: 'competencies',
  async tasksFor(ctx) {
    return (await ownOpenSheets(ctx)).map(({ id, personId, kind, familyName, givenName }) => ({
      id: `competencies.sheet.${id}`,
      what: { key: 'competencies.sheet.task' as const },
      about: kind === 'self' ? null : localized(ctx.locale, [familyName, givenName].filter(Boolean).join(' ')),
      path: `/people/${personId}/competencies/sheets/${id}`,
      until: null,
      minutes: 20,
      timeZone: null,
    }));
  },
  appointmentsFor: () => Promise.resolve([]),
};
