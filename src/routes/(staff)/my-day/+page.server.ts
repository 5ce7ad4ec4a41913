import { needAccount } from '#routes/go.ts';
import type { Appointment, Wording } from '#server/modules/access/index.ts';
import { translator } from '#lib/i18n/index.ts';
import { readMyDay } from '#server/flows/my-day.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import { pick, type LocalizedText } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const day = await readMyDay(locals.ctx);
  const t = translator(locals.locale);
  const words = ({ key, params }: Wording) => (t as (key: string, params?: Wording['params']) => string)(key, params);
  const shown = (text: LocalizedText | null) => (text ? pick(text, locals.locale).text : null);
  const appointment = ({ id, start, end, title, about, part, place, path, isNow }: Appointment) => ({
    id,
    start: start.getTime(),
    end: end.getTime(),
    title: shown(title) ?? '',
    about: shown(about),
    part: part && words(part),
    place: typeof place === 'string' ? place : place && words(place),
    path,
    isNow,
  });
  return {
    ownPersonId: await ownPersonId(locals.ctx),
    now: day.now.getTime(),
    zone: day.timeZone,
    dayEnds: day.dayEnds.getTime(),
    dueToday: day.dueToday,
    minutesToday: day.minutesToday,
    tasks: day.tasks.map(({ id, what, about, path, until, minutes }) => ({ id, text: words(what), about: shown(about), path, until: until?.getTime() ?? null, minutes })),
    appointments: day.appointments.map(appointment),
    soon: day.soon.map(appointment),
  };
};
