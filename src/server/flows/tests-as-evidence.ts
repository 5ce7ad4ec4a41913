import { z } from 'zod';
import { resultsOf } from '#server/modules/assessment/index.ts';
import { competencyByCode, ratedPersonId, recordEvidence, recordRatings } from '#server/modules/competencies/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { registerOutboxReader, type OutboxReader } from '#server/platform/outbox-reader.ts';
import type { Ctx, Platform } from '#server/platform/platform.ts';
import { localDate } from '#server/platform/time/wall-time.ts';

const Passed = z.object({ attemptId: z.uuid(), personId: z.uuid(), framework: z.string(), code: z.string(), step: z.int() });
export const ATTEMPT = 'assessment.attempt';

/**
 * A passed test is evidence, and a rating of kind `test`: of the competency that has this code in the published version of the framework now. One that
 * has gone, a step that is not on its scale and a person who was erased meanwhile leave nothing, and a line in the log. The same attempt a second time
 * changes nothing.
 */
export async function recordPassedTest(tx: Ctx, payload: unknown): Promise<void> {
  const passed = Passed.parse(payload);
  const { log } = tx.platform;
  const competency = await competencyByCode(tx, passed.framework, passed.code);
  if (!competency?.steps.some(({ step }) => step === passed.step)) {
    log.warn({ attempt: passed.attemptId, framework: passed.framework, code: passed.code, step: passed.step }, 'a passed test is of no competency in use');
    return;
  }
  const personId = await ratedPersonId(tx, passed.personId);
  const result = personId === null ? undefined : (await resultsOf(tx, [personId])).find(({ attemptId }) => attemptId === passed.attemptId);
  if (personId === null || !result) {
    log.warn({ attempt: passed.attemptId }, 'a passed test is of nobody in the registry');
    return;
  }
  const { timeZone } = await networkOf(tx);
  await recordEvidence(tx, { type: ATTEMPT, id: passed.attemptId }, [{ personId, kind: 'test', title: result.title, minutes: null, happenedOn: localDate(result.passedAt, timeZone), shows: [{ competencyId: competency.competencyId, step: passed.step }] }]);
  const { competencyId, scaleId, versionId } = competency;
  await recordRatings(tx, [{ personId, competencyId, scaleId, versionId, kind: 'test', step: passed.step, comment: null, authorId: null, authorName: null, isAnonymous: false, sourceType: ATTEMPT, sourceId: passed.attemptId }]);
}

const reader: OutboxReader = {
  name: 'flows.tests_as_evidence',
  events: ['assessment.test_passed'],
  handle: (tx, event) => recordPassedTest(tx, event.payload),
};

export function registerTestsAsEvidence(platform: Platform): void {
  registerOutboxReader(platform, reader);
}
