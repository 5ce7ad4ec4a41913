import { needAccount } from '#routes/go.ts';
import { offerView } from '#routes/offer-view.ts';
import { showGaps, type GapLine } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** What is missing of a person for her post, why, and what closes it. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, may, frameworks, gaps, unrated } = await showGaps(locals.ctx, params.personId);
  const { locale } = locals;
  const now = locals.ctx.clock.now();
  const line = ({ competency, profile, asked, level, gap, rule, apart, offers, more }: GapLine) => ({
    ...{ asked, size: gap.size, rule, apart, more },
    competencyId: competency.competencyId,
    frameworkId: competency.frameworkId,
    code: competency.code,
    title: textIn(competency.title, locale),
    framework: textIn(competency.frameworkTitle, locale),
    profile: textIn(profile, locale),
    level: level && { step: level.step, label: textIn(competency.steps.find(({ step }) => step === level.step)?.label ?? {}, locale) },
    offers: offers.map(({ offer, ...why }) => ({ ...why, offer: offerView(offer, locale, now) })),
  });
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' ') },
    isOwn: may.rateSelf.allowed,
    frameworks: frameworks.map((one) => ({ ...one, title: textIn(one.title, locale), profile: textIn(one.profile, locale) })),
    gaps: gaps.map(line),
    unrated: unrated.map(line),
  };
};
