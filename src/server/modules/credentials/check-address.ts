import type { Ctx } from '#server/platform/context.ts';
import type { IssueRow } from './issues.queries.ts';

/** The page where the code on paper is typed; its host is the one that was public when it was printed. */
export function checkPage(ctx: Ctx, issue: Pick<IssueRow, 'series' | 'public_address' | 'locale'>): string {
  // A demonstration has no lasting address: it leads to wherever the demonstration runs now.
  const address = issue.series === 'register' ? issue.public_address : ctx.platform.publicAddress();
  return `${address}/${issue.locale}/check`;
}

/** The address in the QR: it names no network and no module, for paper outlives menus. */
export function checkUrl(ctx: Ctx, issue: Pick<IssueRow, 'series' | 'public_address' | 'locale' | 'check_code'>): string {
  return `${checkPage(ctx, issue)}/${issue.check_code}`;
}
