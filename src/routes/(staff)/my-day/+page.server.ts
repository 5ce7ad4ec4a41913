import { needAccount } from '#routes/go.ts';
import { readMyDay } from '#server/modules/access/index.ts';
import { pick } from '#server/platform/text/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const zone = locals.network?.timeZone ?? 'UTC';
  const { now, tasks, appointments } = await readMyDay(locals.ctx, zone);
  const shown = (text: LocalizedText) => {
    const { text: words, isFallback, locale } = pick(text, locals.locale);
    return { text: words, lang: isFallback ? locale : undefined };
  };
  return {
    zone,
    now,
    tasks: tasks.map((task) => ({ ...task, about: task.about ? shown(task.about).text : null })),
    appointments: appointments.map((entry) => ({ ...entry, title: shown(entry.title) })),
  };
};
