import type { Ctx } from '#server/platform/context.ts';
import { removeFilesOf } from '#server/platform/files.ts';
import { fact, mentionsOf, type DataClaims, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { CASE_FILE_OWNER } from './cases.service.ts';
import { blankComments, listAnswersWithFile, listHeldAttempts, partAttempts } from './data-source.queries.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';
const FIGURES = 'points without a person, for the figures of the items';

const claims: DataClaims = {
  tables: {
    'assessment.item': { plain: 'code framework competency competency_title state' },
    'assessment.item_version': { kept: { [AUTHOR]: 'created_by' }, plain: 'type content languages' },
    'assessment.test': { plain: 'code framework competency competency_title' },
    'assessment.test_version': { kept: { [AUTHOR]: 'created_by' }, plain: 'settings languages' },
    'assessment.attempt': { erased: 'person_id', plain: 'locale state' },
    'assessment.answer': { erased: 'comment', kept: { [FIGURES]: 'answer marks', [AUTHOR]: 'scored_by' } },
  },
};

const heldOf = (ctx: Ctx, personIds: readonly string[]) => (personIds.length === 0 ? Promise.resolve([]) : listHeldAttempts(ctx, personIds));

/** Attempts are taken from the person: what she wrote goes, points stay without her. */
export const assessmentData: PersonalDataSource = {
  name: 'assessment',
  claims,
  async describe(ctx, subject) {
    const items = (await heldOf(ctx, subject.personIds)).map((row) => [
      fact('test', 'ui.field.title', { text: row.title }),
      fact('startedAt', 'assessment.started', row.started_at),
      fact('handedInAt', 'assessment.handed_in', row.handed_in_at),
      fact('points', 'assessment.points', row.points),
      fact('mostPoints', 'assessment.most_points', row.most_points),
      fact('passed', 'assessment.passed', row.passed),
      fact('texts', 'assessment.case_text', row.texts),
      fact('comments', 'assessment.comment', row.comments),
    ]);
    return [{ id: 'tests', title: 'assessment.own_title', items }];
  },
  async preview(ctx, subject) {
    return [{ what: 'assessment.erase_attempts', count: (await heldOf(ctx, subject.personIds)).length, stays: 'assessment.stays_figures' }];
  },
  async erase(tx, subject) {
    if (subject.personIds.length > 0) {
      for (const id of await listAnswersWithFile(tx, subject.personIds)) await removeFilesOf(tx, CASE_FILE_OWNER, id);
      await partAttempts(tx, subject.personIds);
    }
    await blankComments(tx, mentionsOf(subject));
  },
};
