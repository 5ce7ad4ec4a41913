import { goTo, needAccount } from '#routes/go.ts';
import { offerView } from '#routes/offer-view.ts';
import { submit } from '#routes/submit.ts';
import { offersInPlan, showGaps, takeOffer, TakeOffer, type GapLine, type OffersInPlan } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is missing of a person for her post, why, and what closes it. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, may, frameworks, gaps, unrated } = await showGaps(locals.ctx, params.personId);
  const own = await offersInPlan(locals.ctx, params.personId);
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
    offers: offers.map(({ offer, ...why }) => ({ ...why, offer: offerView(offer, locale, now), plan: own && standing(own, offer.id, competency.competencyId) })),
  });
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' ') },
    isOwn: may.rateSelf.allowed,
    plan: own && { id: own.planId },
    frameworks: frameworks.map((one) => ({ ...one, title: textIn(one.title, locale), profile: textIn(one.profile, locale) })),
    gaps: gaps.map(line),
    unrated: unrated.map(line),
  };
};

/** How an offer stands in her plan: there with its item, instead of another one, or new. */
function standing({ items }: OffersInPlan, offerId: string, competencyId: string): { itemId: string } | 'instead' | 'new' {
  const its = items.filter((item) => item.competencyId === competencyId);
  const there = its.find((item) => item.offerId === offerId);
  if (there) return { itemId: there.itemId };
  return its.some((item) => item.isOpen && item.offerId !== null) ? 'instead' : 'new';
}

export const actions: Actions = {
  take: async ({ request, locals, params }) => {
    const form = await request.formData();
    const done = await submit(locals, form, TakeOffer, (input) => takeOffer(locals.ctx, String(form.get('planId') ?? ''), input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan/${String(form.get('planId') ?? '')}/items/${done.result}?done=taken`);
  },
};
