import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { HelpInput, offerHelp, showHelp, withdrawHelp } from '#server/modules/competencies/index.ts';
import { orNothing, plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const frameworkOf = (url: URL) => orNothing(z.uuid()).parse(url.searchParams.get('framework') ?? undefined) ?? null;

/** "I help colleagues with this": said by oneself, and taken back at any time. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, version, frameworks, areas, offer } = await showHelp(locals.ctx, params.personId, frameworkOf(url));
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' ') },
    frameworks: frameworks.map(({ frameworkId, title }) => ({ value: frameworkId, text: say(title) })),
    frameworkId: version.frameworkId,
    areas: areas.map(({ area, items }) => ({
      title: area.item ? `${area.item.code}. ${say(area.item.title)}` : '',
      items: items.map(({ item, step }) => ({ id: item.competencyId, code: item.code, title: say(item.title), step })),
    })),
    offer,
    ...{ locales: LOCALES, locale: locals.locale, done: url.searchParams.get('done') },
  };
};

export const actions: Actions = {
  save: async ({ request, locals, params, url }) => {
    const form = await request.formData();
    const frameworkId = z.uuid().safeParse(form.get('frameworkId')).data ?? frameworkOf(url) ?? '';
    const done = await submit(locals, form, HelpInput, (input) => offerHelp(locals.ctx, params.personId, frameworkId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/help?framework=${frameworkId}&done=saved`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => withdrawHelp(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/help?done=withdrawn`);
  },
};
