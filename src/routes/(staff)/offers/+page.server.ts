import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { offerView } from '#routes/offer-view.ts';
import { listOffersFor } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** All that one can still come to, by what it teaches. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const mine = url.searchParams.get('show') === 'mine';
  const frameworkId = z.uuid().safeParse(url.searchParams.get('framework')).data ?? null;
  const { frameworks, hasGaps, groups, count } = await listOffersFor(locals.ctx, { frameworkId, mine });
  const { locale } = locals;
  const now = locals.ctx.clock.now();
  return {
    ...{ mine, frameworkId, hasGaps, count },
    frameworks: frameworks.map((one) => ({ value: one.frameworkId, text: textIn(one.title, locale) })),
    groups: groups.map(({ competency, offers }) => ({
      competencyId: competency.competencyId,
      code: competency.code,
      title: textIn(competency.title, locale),
      framework: textIn(competency.frameworkTitle, locale),
      offers: offers.map(({ offer, toStep, closes }) => ({ ...offerView(offer, locale, now), closes, to: { step: toStep, label: textIn(competency.steps.find(({ step }) => step === toStep)?.label ?? {}, locale) } })),
    })),
  };
};
