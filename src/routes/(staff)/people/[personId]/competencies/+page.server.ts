import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { areaMeans, openSheet, SHEET_KINDS, showGrowth } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a person can do, what her post asks, who said what. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const growth = await showGrowth(locals.ctx, params.personId, z.uuid().safeParse(url.searchParams.get('framework')).data ?? null);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  const { person, may, version, lines, sheets, rule, counts, isTargetHidden } = growth;
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' '), post: say(person.positionName), organisation: say(person.organisationName) },
    may: { rateSelf: may.rateSelf.allowed, rateAsHead: may.rateAsHead.allowed },
    frameworks: growth.frameworks.map((one) => ({ value: one.frameworkId, text: say(one.title) })),
    frameworkId: version.frameworkId,
    profile: growth.profile ? say(growth.profile) : null,
    scale: version.steps.map(({ step, label }) => ({ step, label: say(label) })),
    open: sheets.filter(({ state, authorId }) => state === 'open' && locals.actor.kind === 'account' && authorId === locals.actor.accountId).map(({ id, kind }) => ({ id, kind })),
    ...{ rule, counts, isTargetHidden },
    lines: lines.map((line) => ({ ...line, item: { ...line.item, title: say(line.item.title) } })),
    areas: areaMeans(lines).map(({ item, ...means }) => ({ ...means, code: item?.code ?? '–', title: say(item?.title ?? null) })),
    asOf: locals.ctx.clock.now(),
    handedIn: Number(/^\d{1,4}$/.exec(url.searchParams.get('handed_in') ?? '')?.[0] ?? 0),
  };
};

const Wish = z.object({ frameworkId: z.uuid(), kind: z.enum(SHEET_KINDS) });

export const actions: Actions = {
  open: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Wish, (wish) => openSheet(locals.ctx, { ...wish, personId: params.personId }));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/sheets/${done.result}`);
  },
};
