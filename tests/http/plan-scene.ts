import { addPlanItem, agreePlan, AgreePlan, beginPlan, NewPlan, NewPlanItem, proposePlan } from '#server/modules/competencies/index.ts';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** A plan of a person that her head has agreed to, with an item in words of its own. */
export async function seedPlan(desk: Ctx, organisationId: string, mark: string): Promise<Record<string, string>> {
  const personId = await createPersonWithPost({ ...desk, actor: { kind: 'system', name: 'test' } }, { familyName: `${mark} Saule`, givenName: null, patronymic: null, locale: 'ru', organisationId, position: `Пост ${mark}`, rate: '1', fromDate: '2020-09-01' });
  const planId = await beginPlan(desk, personId, NewPlan.parse({ fromOn: '2026-05-18', untilOn: '2026-12-31', reviewOn: '2026-12-20', goal: `Цель ${mark}` }));
  const itemId = await addPlanItem(desk, planId, NewPlanItem.parse({ title: `Пункт ${mark}`, reason: 'wish', measure: 'course', action: `Курс ${mark}`, dueOn: '2026-10-01' }));
  await proposePlan(desk, planId, { revision: 2, words: `Слово ${mark}` });
  await agreePlan(desk, planId, AgreePlan.parse({ revision: 3 }));
  return { personId, planId, itemId };
}
