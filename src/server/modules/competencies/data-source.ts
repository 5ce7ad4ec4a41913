import type { Ctx } from '#server/platform/context.ts';
import { fact, type DataClaims, type DataSubject, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { removeFilesOf } from '#server/platform/files.ts';
import { textIn } from '#server/platform/text/index.ts';
import { countRatingsOf, deleteEvidenceOf, deleteRatingsOf, forgetInCampaigns, forgetRater, listEvidenceForData, listHelpForData, listRatingsForData } from './data-source.queries.ts';
import { EVIDENCE } from './evidence.service.ts';
import { countPlansOf, deletePlansOf, forgetPlanner, listPlansForData } from './plans-data.queries.ts';
import { deleteHelp } from './experts.queries.ts';
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
    'competencies.evidence': { erased: 'person_id title text url happened_on reviewer_id reviewer_name review', plain: 'kind credential_number source_type state' },
    'competencies.offer': { plain: 'source_type kind title path languages' },
    'competencies.campaign': { kept: { [AUTHOR]: 'created_by' }, plain: 'title note state closes_on time_zone kinds anonymous breadth competency_ids audience remind_days' },
    'competencies.campaign_choice': { erased: 'person_id' },
    'competencies.campaign_participant': { erased: 'person_id', plain: 'state competency_ids' },
    'competencies.campaign_rater': { erased: 'person_id account_id name email locale', plain: 'kind state' },
    'competencies.campaign_member': { erased: 'person_id name' },
    'competencies.campaign_decision': { erased: 'comment', kept: { [AUTHOR]: 'decided_by' } },
    'competencies.effective_level': { erased: 'person_id', plain: 'rule' },
    'competencies.person_place': { erased: 'person_id account_id', plain: 'kind' },
    'competencies.plan': { erased: 'person_id goal agreed_by agreed_name reviewed_by reviewed_name summary created_by', plain: 'from_on until_on review_on state closed_reason' },
    'competencies.plan_item': { erased: 'title action drop_reason result review_note', plain: 'reason measure offer_title offer_path due_on state done_on agreed_as' },
    'competencies.plan_item_evidence': {},
    'competencies.plan_note': { erased: 'author_id author_name body', plain: 'kind' },
    'competencies.helper': { erased: 'person_id languages words' },
    'competencies.helper_competency': { erased: 'person_id' },
    'competencies.summary_month': { plain: 'month way' },
    'competencies.summary_month_sum': { plain: 'month' },
    'competencies.summary_month_place': { plain: 'month' },
  },
};

/** What was said of her and planned for her, and what she said of others. */
export const competenciesData: PersonalDataSource = {
  name: 'competencies',
  claims,
  async describe(ctx: Ctx, subject: DataSubject) {
    if (subject.personIds.length === 0) return [];
    const ratings = await listRatingsForData(ctx, subject.personIds);
    const evidence = await listEvidenceForData(ctx, subject.personIds);
    const { plans, items, notes } = await listPlansForData(ctx, subject.personIds);
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
      {
        id: 'evidence',
        title: 'evidence.title' as const,
        items: evidence.map((piece) => [
          fact('kind', 'evidence.field.kind', { choice: 'evidence.kind', code: piece.kind }),
          fact('title', 'evidence.field.title', { text: piece.title }),
          fact('text', 'evidence.field.text', piece.text),
          fact('url', 'evidence.field.url', piece.url),
          fact('file', 'evidence.field.file', piece.fileName),
          fact('credential', 'evidence.field.credential', piece.credentialNumber),
          fact('minutes', 'evidence.field.minutes', piece.minutes),
          fact('happenedOn', 'evidence.field.happened_on', piece.happenedOn === null ? null : { day: piece.happenedOn }),
          fact('shows', 'evidence.field.shows', piece.codes.join(', ') || null),
          fact('state', 'ui.field.status', { choice: 'evidence.state', code: piece.state }),
          fact('review', 'evidence.field.review', piece.review),
          fact('reviewer', 'evidence.field.reviewer', piece.reviewerName),
          fact('offeredAt', 'evidence.field.offered_at', piece.offeredAt),
        ]),
      },
      {
        id: 'plans',
        title: 'plans.data.title' as const,
        items: plans.map((plan) => [
          fact('from', 'plans.field.from', { day: plan.fromOn }),
          fact('until', 'plans.field.until', { day: plan.untilOn }),
          fact('review', 'plans.field.review', { day: plan.reviewOn }),
          fact('state', 'plans.field.state', { choice: 'plans.state', code: plan.state }),
          fact('goal', 'plans.field.goal', plan.goal),
          fact('agreedBy', 'plans.field.agreed', plan.agreedName),
          fact('summary', 'plans.field.summary', plan.summary),
        ]),
      },
      {
        id: 'planItems',
        title: 'plans.data.items' as const,
        items: items.map((item) => [
          fact('item', 'plans.field.item', item.competency ? { text: item.competency } : item.title),
          fact('action', 'plans.field.action', item.action),
          fact('due', 'plans.field.due', { day: item.dueOn }),
          fact('state', 'plans.field.state', { choice: 'plans.item_state', code: item.state }),
          fact('doneOn', 'plans.field.done_on', item.doneOn === null ? null : { day: item.doneOn }),
          fact('result', 'plans.field.result', item.result),
          fact('evidence', 'plans.evidence.title', item.evidence.map((title) => textIn(title, ctx.locale)).join('; ') || null),
          fact('dropReason', 'plans.field.drop_reason', item.dropReason),
          fact('reviewNote', 'plans.review.note', item.reviewNote),
        ]),
      },
      {
        id: 'planNotes',
        title: 'plans.data.notes' as const,
        items: notes.map((note) => [fact('author', 'competencies.data.author', note.authorName), fact('words', 'plans.field.words', note.body), fact('at', 'ui.field.date', note.at)]),
      },
      ...(await listHelpForData(ctx, subject.personIds)).map((help) => ({
        id: 'help',
        title: 'growth.data.help' as const,
        items: help.titles.map((title) => [
          fact('competency', 'competencies.data.competency', { text: title }),
          fact('languages', 'growth.help.languages', help.languages.join(', ')),
          fact('words', 'growth.help.words', help.words),
          fact('offeredAt', 'ui.field.date', help.offeredAt),
        ]),
      })),
    ];
  },
  async preview(ctx, subject) {
    const { of, by } = await countRatingsOf(ctx, subject.personIds, subject.accountId);
    const plans = await countPlansOf(ctx, subject.personIds, subject.accountId);
    return [
      { what: 'privacy.erase.ratings' as const, count: of, stays: null },
      { what: 'evidence.erase' as const, count: (await listEvidenceForData(ctx, subject.personIds)).length, stays: null },
      { what: 'growth.erase.help' as const, count: (await listHelpForData(ctx, subject.personIds)).length, stays: null },
      { what: 'privacy.erase.ratings_given' as const, count: by, stays: 'privacy.stays.ratings_given' as const },
      { what: 'plans.data.erase' as const, count: plans.of, stays: null },
      { what: 'plans.data.erase_said' as const, count: plans.by, stays: 'plans.data.stays_said' as const },
    ];
  },
  async erase(tx, subject) {
    if (subject.personIds.length > 0) {
      await deleteHelp(tx, subject.personIds);
      await deletePlansOf(tx, subject.personIds);
      await changingLevels(tx, subject.personIds, () => deleteRatingsOf(tx, subject.personIds));
      for (const id of await deleteEvidenceOf(tx, subject.personIds)) await removeFilesOf(tx, EVIDENCE, id);
    }
    if (subject.accountId) {
      await forgetRater(tx, subject.accountId);
      await forgetPlanner(tx, subject.accountId);
    }
    await forgetInCampaigns(tx, subject);
  },
};
