import { formatters, translator } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isPdfError, printable, signInCardTexts, type SignInCardData } from '#server/platform/pdf/index.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import type { PrintedCards } from './cards.service.ts';

const PURPOSE = 'printed-sign-in-cards';
const SEALED_MS = 60 * 60_000;

interface Sealed {
  accountId: string;
  networkId: string;
  printed: Omit<PrintedCards, 'cards'> & { cards: (Omit<PrintedCards['cards'][number], 'expiresAt'> & { expiresAt: string })[] };
}

/** Cards that were just made, sealed for the browser that shows them: so the same ones can be had as a paper, and nobody keeps their codes. */
export function sealPrinted(ctx: Ctx, printed: PrintedCards): string {
  if (ctx.actor.kind !== 'account') throw notFound();
  return seal(ctx.platform.keys, PURPOSE, { accountId: ctx.actor.accountId, networkId: ctx.networkId, printed }, new Date(ctx.clock.now().getTime() + SEALED_MS));
}

/**
 * The paper of cards that this account has just printed: eight on a sheet, to be cut apart. It is compiled in memory and kept nowhere. Errors:
 * `card.print_again` (410) after an hour or for somebody else, `paper.busy` (503).
 */
export async function paperOfPrinted(ctx: Ctx, sealed: string): Promise<{ title: string; pdf: Uint8Array }> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.token || actor.viewedBy) throw notFound();
  const made = unseal<Sealed>(ctx.platform.keys, PURPOSE, sealed, ctx.clock.now());
  if (!made || made.accountId !== actor.accountId || made.networkId !== ctx.networkId) throw new AppError('card.print_again', 410);
  const { network, address, cards } = made.printed;
  const { timeZone, isDemo } = await networkOf(ctx);
  const t = translator(ctx.locale);
  const fmt = formatters(ctx.locale);
  const data: SignInCardData = {
    lang: ctx.locale,
    texts: signInCardTexts(t, address),
    network,
    address,
    cards: cards.map(({ name, signInName, code, expiresAt }) => ({ name, signInName, code, lastDay: fmt.date(new Date(expiresAt), timeZone) })),
    watermark: isDemo ? 'demo' : null,
  };
  try {
    return { title: t('access.card.print_title'), pdf: await ctx.platform.pdf.render({ template: 'sign-in-card', data: printable(data), createdAt: ctx.clock.now() }) };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
