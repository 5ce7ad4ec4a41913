import type { RequestLocals } from '#server/http/request.ts';
import { getVersionDetail, treeLines } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

export interface AskedOf {
  value: string;
  text: string;
}

/** Competencies of a version to choose from. */
export async function competencyChoices(locals: RequestLocals, versionId: string): Promise<AskedOf[]> {
  const { items } = await getVersionDetail(locals.ctx, versionId);
  return treeLines(items.filter(({ kind, retiredAt }) => kind === 'competency' || retiredAt === null)).flatMap(({ item }) => (item.kind === 'competency' && item.retiredAt === null ? [{ value: item.competencyId, text: `${item.code}. ${textIn(item.title, locals.locale)}` }] : []));
}

/** What a new campaign begins with: two weeks, head and colleagues, whose words are shown as a group. */
export const firstSettings = (today: string) => ({
  ...{ title: null, note: null, closesOn: today, peers: 3, anonymous: ['peer', 'external'], minimumGroup: 3, breadth: 'profile', remindDays: [7, 2] },
  kinds: ['head', 'peer'],
  competencyIds: [] as string[],
});
