import { formatters, translator } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPdfError, listTexts, printable, type ListData } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { getMinutes } from './campaign-calibration.service.ts';

/** The minutes of a calibration on paper. Errors: `page.not_found`, `campaign.wrong_state` (409), `paper.busy` (503). */
export async function printMinutes(ctx: Ctx, campaignId: string): Promise<{ title: string; pdf: Uint8Array }> {
  const { campaign, version, participants, decisions, items, members } = await getMinutes(ctx, campaignId);
  const t = translator(ctx.locale);
  const fmt = formatters(ctx.locale);
  const network = await networkOf(ctx);
  const title = t('campaigns.minutes.title', { title: textIn(campaign.title, ctx.locale) });
  const label = (step: number) => textIn(version.steps.find((one) => one.step === step)?.label, ctx.locale);
  const there = members.filter(({ wasThere }) => wasThere).map(({ name }) => name);
  const rows = participants.flatMap((person) =>
    items.flatMap((item) => {
      const decision = decisions.find(({ participantId, competencyId }) => participantId === person.id && competencyId === item.competencyId);
      return decision ? [[[person.familyName, person.givenName].filter(Boolean).join(' '), `${item.code}. ${textIn(item.title, ctx.locale)}`, `${decision.step} · ${label(decision.step)}`, decision.comment ?? '–']] : [];
    }),
  );
  const data: ListData = {
    lang: ctx.locale,
    texts: listTexts(t),
    organisation: textIn(campaign.organisationName, ctx.locale),
    title,
    caption: there.length > 0 ? t('campaigns.minutes.there', { names: fmt.list(there) }) : t('campaigns.minutes.nobody'),
    columns: [
      { title: t('campaigns.audience.person'), width: 3, numeric: false },
      { title: t('competencies.data.competency'), width: 4, numeric: false },
      { title: t('campaigns.calibration.decision'), width: 2.5, numeric: false },
      { title: t('ui.field.comment'), width: 4, numeric: false },
    ],
    rows,
    asOf: t('ui.table.as_of', { date: fmt.date(ctx.clock.now(), campaign.timeZone) }),
    watermark: network.isDemo ? 'demo' : null,
  };
  try {
    return { title, pdf: await ctx.platform.pdf.render({ template: 'list', data: printable(data), createdAt: ctx.clock.now() }) };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
