import { findLinkFor } from '#server/modules/access/index.ts';
import {
  addCampaign,
  addMember,
  answerCampaignSheet,
  campaignVersions,
  changeAudience,
  choosePerson,
  decide,
  Decision,
  endCollecting,
  getCampaignDetail,
  getCampaignSheet,
  handInCampaignSheet,
  nameRater,
  NewCampaign,
  NewMember,
  NewRater,
  SheetAnswers,
  startCampaign,
} from '#server/modules/competencies/index.ts';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { personLink } from './campaign-link.ts';

/** What fills the parameters of an address. */
type Ids = Record<string, string>;

/** A campaign that runs, with a rater from outside who holds her link, and one that is calibrated. */
export async function seedCampaigns(system: Ctx, desk: Ctx, organisationId: string, personId: string, mark: string): Promise<{ running: Ids; calibrated: Ids; draft: Ids; link: string }> {
  const [version] = await campaignVersions(desk);
  // Somebody who goes on working: sheets about those who left are closed.
  const lasting = await createPersonWithPost(system, { familyName: `${mark} Lasting`, givenName: 'Vera', patronymic: null, locale: 'ru', organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
  const make = async (name: string, rated: string, isStarted = true): Promise<Ids> => {
    const campaignId = await addCampaign(desk, NewCampaign.parse({ organisationId, versionId: version?.id, title: { ru: `${name} ${mark}` }, note: { ru: mark }, closesOn: '2026-06-20', kinds: ['peer', 'external', 'commission'], anonymous: ['external'] }));
    const { campaign } = await getCampaignDetail(desk, campaignId);
    await changeAudience(desk, campaignId, { revision: campaign.revision, organisationIds: [], positionIds: [], kinds: [] });
    await choosePerson(desk, campaignId, rated, true);
    if (!isStarted) return { campaignId };
    await startCampaign(desk, campaignId);
    const { participants } = await getCampaignDetail(desk, campaignId);
    const participantId = participants[0]?.id ?? '';
    const raterId = await nameRater(desk, participantId, NewRater.parse({ kind: 'external', name: `${mark} Guest`, email: `${mark}-guest@example.kz`.toLowerCase() }));
    return { campaignId, participantId, raterId };
  };
  const [running, calibrated] = [await make('Оценка', personId), await make('Согласование', personId)];
  const draft = await make('Черновик', personId, false);
  const sheet = await make('Лист', lasting);
  // A colleague with an account, too: programs hold no cookie of a personal link.
  running.raterId = await nameRater(desk, sheet.participantId ?? '', NewRater.parse({ kind: 'peer', personId }));
  const { pages } = await getCampaignSheet(personLink(desk, sheet.raterId ?? ''), sheet.raterId ?? '');
  const competencyId = pages[0]?.items[0]?.competencyId ?? '';
  const there = personLink(desk, calibrated.raterId ?? '');
  await answerCampaignSheet(there, calibrated.raterId ?? '', SheetAnswers.parse({ steps: { [competencyId]: '2' }, comments: { [competencyId]: mark } }));
  await handInCampaignSheet(there, calibrated.raterId ?? '');
  await endCollecting(desk, calibrated.campaignId ?? '');
  await addMember(desk, calibrated.campaignId ?? '', NewMember.parse({ name: `${mark} Member` }));
  await decide(desk, calibrated.campaignId ?? '', Decision.parse({ participantId: calibrated.participantId, competencyId, step: '2', comment: mark }));
  return { running, calibrated, draft, link: (await findLinkFor(desk, 'rater', sheet.raterId ?? ''))?.token ?? '' };
}
