import type { AuditedLine, AuditNameSource } from '#server/modules/access/index.ts';
import { isId } from '#server/platform/ids.ts';
import { listEventsBelow, listEventTitles } from './audit-names.queries.ts';
import { shown } from './shown-text.ts';

/** The event a line is about: itself, or what belongs to it names it. */
const eventOf = ({ subjectType, subjectId, data }: AuditedLine): string | null => {
  const id = subjectType === 'event' ? subjectId : data.eventId;
  return isId(id) ? id : null;
};

/** What events are called in the journal of changes; of registrations and parts of a programme it names their event, never a participant. */
export const seminarNames: AuditNameSource = {
  name: 'seminars',
  async namesOf(ctx, lines) {
    const events = new Map(lines.flatMap((line) => (eventOf(line) ? [[line.id, eventOf(line) ?? ''] as const] : [])));
    if (events.size === 0) return new Map();
    const titles = new Map((await listEventTitles(ctx, [...new Set(events.values())])).map(({ id, title }) => [id, shown(title, ctx.locale)]));
    return new Map(
      [...events].flatMap(([lineId, eventId]) => {
        const title = titles.get(eventId);
        return title ? [[lineId, { name: title.text, ...(title.lang ? { lang: title.lang } : {}), path: `/manage/seminars/${eventId}` }] as const] : [];
      }),
    );
  },
  eventsBelow: listEventsBelow,
};
