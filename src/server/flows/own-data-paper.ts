import { formatters, translator } from '#lib/i18n/index.ts';
import { ownAccount } from '#server/modules/access/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPdfError, ownDataTexts, unprintable } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { ownDataOnPaper } from './personal-data.ts';

/** More on paper nobody reads; the file for programs holds all. */
const MOST_ITEMS = 200;

/** Without signs that no font of ours has: people typed what they wanted. */
function clean(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  return unprintable(plain).reduce((rest, sign) => rest.replaceAll(sign, ''), plain).trim();
}

/** What is held about the actor, to be read and printed. Error: `paper.busy`. */
export async function ownDataPdf(ctx: Ctx): Promise<Uint8Array> {
  const [account, network, sections] = [await ownAccount(ctx), await networkOf(ctx), await ownDataOnPaper(ctx)];
  const now = ctx.clock.now();
  const data = {
    lang: ctx.locale,
    texts: ownDataTexts(translator(ctx.locale), formatters(ctx.locale).dateTimeShort(now, network.timeZone)),
    network: clean(textIn(network.name, ctx.locale)),
    name: clean(account.name),
    sections: sections.map(({ title, items }) => ({ title, items: items.slice(0, MOST_ITEMS).map((item) => item.map(({ term, text }) => ({ term, text: clean(text).slice(0, 2000) }))) })),
    watermark: network.isDemo ? ('demo' as const) : null,
  };
  try {
    return await ctx.platform.pdf.render({ template: 'own-data', data, createdAt: now });
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
