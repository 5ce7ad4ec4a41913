import { needAccount } from '#routes/go.ts';
import { listOwnParticipations, ownCampaignSheets } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** What campaigns ask of the reader: sheets to fill in, and where she herself is rated. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const [sheets, own] = [await ownCampaignSheets(locals.ctx), await listOwnParticipations(locals.ctx)];
  return {
    sheets: sheets.map(({ id, kind, ratedName, endsAt, answered }) => ({ id, kind, name: ratedName, endsAt, answered })),
    own: own.map(({ id, title, endsAt, isHandedIn, kinds }) => ({ id, title: textIn(title, locals.locale), endsAt, isHandedIn, mayPropose: kinds.some((kind) => kind === 'peer' || kind === 'mentor' || kind === 'external') })),
  };
};
