import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { needAccount } from '#routes/go.ts';
import { showExperts } from '#server/modules/competencies/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { wishOf } from '../view-wish.ts';
import type { PageServerLoad } from './$types';

const Language = orNothing(z.enum(LOCALES));

/** Who can help with what. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'private, no-store' });
  const wish = wishOf(url);
  const language = Language.parse(url.searchParams.get('language') ?? undefined) ?? null;
  const { version, frameworks, areas, competency, districts, experts, isMore } = await showExperts(locals.ctx, { frameworkId: wish.framework, competencyId: wish.competency, districtId: wish.district, language });
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  return {
    frameworks: frameworks.map(({ frameworkId, title }) => ({ value: frameworkId, text: say(title) })),
    frameworkId: version.frameworkId,
    scale: version.steps.map(({ step, label }) => ({ step, label: say(label) })),
    areas: areas.map(({ area, items }) => ({ group: area.item ? `${area.item.code}. ${say(area.item.title)}` : '', options: items.map((item) => ({ value: item.competencyId, text: `${item.code} ${say(item.title)}` })) })),
    competency: competency && { id: competency.competencyId, title: `${competency.code} ${say(competency.title)}` },
    districts: districts.map(({ id, name }) => ({ value: id, text: name })),
    ...{ district: wish.district ?? '', language: language ?? '', locales: LOCALES, isMore, ownPersonId: await ownPersonId(locals.ctx) },
    experts: experts.map(({ skills, ...expert }) => ({ ...expert, skills: skills.map(({ item, step }) => ({ code: item.code, title: say(item.title), step })) })),
  };
};
