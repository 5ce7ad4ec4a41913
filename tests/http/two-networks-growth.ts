import { addProfile, answerSheet, evidenceForm, EvidenceInput, fillShipped, getVersionDetail, listFrameworksFor, NewProfile, offerEvidence, openSheet, SheetAnswers } from '#server/modules/competencies/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Served } from './served.ts';

/** A profile, and a sheet of the coordinator about a person. */
export async function seedGrowth(desk: Ctx, organisationId: string, personId: string, mark: string): Promise<{ profileId: string; sheetId: string }> {
  await fillShipped(desk);
  const framework = (await listFrameworksFor(desk)).find(({ key }) => key === 'library-specialist');
  const frameworkId = framework?.frameworkId ?? '';
  const { items } = await getVersionDetail(desk, framework?.versions.find(({ state }) => state === 'published')?.id ?? '');
  const competencyId = items.find(({ kind }) => kind === 'competency')?.competencyId ?? '';
  const profileId = await addProfile(desk, NewProfile.parse({ organisationId, frameworkId, title: { ru: `Профиль ${mark}` }, levels: { [competencyId]: '2' } }));
  const sheetId = await openSheet(desk, { personId, frameworkId, kind: 'head' });
  await answerSheet(desk, sheetId, SheetAnswers.parse({ steps: { [competencyId]: '2' }, comments: { [competencyId]: mark } }));
  return { profileId, sheetId };
}

/** Evidence of hers, with a file. */
export async function seedEvidence(served: Served, desk: Ctx, who: { personId: string; accountId: string; mark: string }): Promise<{ evidenceId: string }> {
  const ctx = served.ctx({ kind: 'account', accountId: who.accountId, name: who.mark, email: '', grants: [] }, desk.networkId);
  const { competencies } = await evidenceForm(ctx, who.personId);
  const input = EvidenceInput.parse({ kind: 'file', title: `Список ${who.mark}`, text: who.mark, shows: [{ competencyId: competencies[0]?.competencyId, step: 2 }] });
  return { evidenceId: await offerEvidence(ctx, who.personId, input, { file: { name: `${who.mark}.txt`, bytes: new TextEncoder().encode(who.mark) } }) };
}
