import { goTo, needAccount } from '#routes/go.ts';
import { fullName } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { AgreeSeveral, agreeSeveral, headsSomebody, ownRecord, showTeamPlans, TeamFilter } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Plans of development: one's own, and those of the people one heads. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  const filter = TeamFilter.parse(Object.fromEntries(url.searchParams));
  const team = headsSomebody(locals.ctx) ? await showTeamPlans(locals.ctx, filter) : null;
  const count = (name: string) => Number(/^\d{1,4}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? 0);
  return {
    ownPersonId: await ownRecord(locals.ctx),
    filter: { organisation: filter.organisation ?? '', state: filter.state ?? '' },
    team: team && {
      ...{ figures: team.figures, today: team.today, after: team.after, before: team.before },
      lines: team.lines.map((row) => ({ ...row, name: fullName(row), organisation: say(row.organisationName), position: say(row.positionName) })),
      gaps: team.gaps.map(({ competencyId, code, title, people, planned }) => ({ competencyId, code, title: say(title), people, planned })),
      organisations: team.organisations.map(({ id, name }) => ({ value: id, text: say(name) })),
    },
    agreed: count('agreed'),
    leftOut: count('left_out'),
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), AgreeSeveral, (input) => agreeSeveral(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/plans?agreed=${done.result.agreed}&left_out=${done.result.leftOut}`);
  },
};
