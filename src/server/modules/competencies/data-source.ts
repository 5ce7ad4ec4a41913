import type { Ctx } from '#server/platform/context.ts';
import { fact, type DataClaims, type DataSubject, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { countRatingsOf, deleteRatingsOf, forgetInCampaigns, forgetRater, listRatingsForData } from './data-source.queries.ts';
import { changingLevels } from './summary.service.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';

const claims: DataClaims = {
  tables: {
    'competencies.framework': { kept: { [AUTHOR]: 'created_by' }, plain: 'key origin' },
    'competencies.framework_version': { plain: 'title description notes sources creator licence source_url languages unread_languages variants state' },
    'competencies.scale': { plain: 'steps' },
    'competencies.item': { plain: 'kind code title description' },
    'competencies.descriptor': { plain: 'variant text' },
    'competencies.association': { plain: 'to_uri to_title kind note' },
    'competencies.framework_import': { kept: { [AUTHOR]: 'created_by' }, plain: 'origin file_names content report wish' },
    'competencies.profile': { plain: 'key title description' },
    'competencies.profile_position': { plain: 'organisation_kind' },
    'competencies.rating_rule': { plain: 'rule weights' },
    'competencies.rating': { erased: 'person_id comment author_id author_name', plain: 'kind source_type source_id' },
    'competencies.sheet': { erased: 'person_id author_id author_name', plain: 'kind state' },
    'competencies.sheet_answer': { erased: 'comment' },
    'competencies.campaign': { kept: { [AUTHOR]: 'created_by' }, plain: 'title note state closes_on time_zone kinds anonymous breadth competency_ids audience remind_days' },
    'competencies.campaign_choice': { erased: 'person_id' },
    'competencies.campaign_participant': { erased: 'person_id', plain: 'state competency_ids' },
    'competencies.campaign_rater': { erased: 'person_id account_id name email locale', plain: 'kind state' },
    'competencies.campaign_member': { erased: 'person_id name' },
    'competencies.campaign_decision': { erased: 'comment', kept: { [AUTHOR]: 'decided_by' } },
    'competencies.effective_level': { erased: 'person_id', plain: 'rule' },
    'competencies.person_place': { erased: 'person_id' },
  },
};

/** What was said of her, and what she said of others. */
export const competenciesData: PersonalDataSource = {
  name: 'competencies',
  claims,
  async describe(ctx: Ctx, subject: DataSubject) {
    if (subject.personIds.length === 0) return [];
    const ratings = await listRatingsForData(ctx, subject.personIds);
    return [
      {
        id: 'ratings',
        title: 'privacy.data.ratings' as const,
        items: ratings.map((rating) => [
          fact('competency', 'competencies.data.competency', { text: rating.title }),
          fact('step', 'competencies.data.step', rating.step),
          fact('kind', 'competencies.data.rater', { choice: 'competencies.rater', code: rating.kind }),
          // Raters are promised that their words go to her; who they are only where it was said openly.
          fact('author', 'competencies.data.author', rating.isAnonymous ? null : rating.authorName),
          fact('comment', 'competencies.data.comment', rating.comment),
          fact('ratedAt', 'ui.field.date', rating.ratedAt),
        ]),
      },
    ];
  },
  async preview(ctx, subject) {
    const { of, by } = await countRatingsOf(ctx, subject.personIds, subject.accountId);
    return [
      { what: 'privacy.erase.ratings' as const, count: of, stays: null },
      { what: 'privacy.erase.ratings_given' as const, count: by, stays: 'privacy.stays.ratings_given' as const },
    ];
  },
  async erase(tx, subject) {
    if (subject.personIds.length > 0) await changingLevels(tx, subject.personIds, () => deleteRatingsOf(tx, subject.personIds));
    if (subject.accountId) await forgetRater(tx, subject.accountId);
    await forgetInCampaigns(tx, subject);
  },
};
