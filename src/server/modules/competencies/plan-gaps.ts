import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ScaleStep } from './framework-content.ts';
import { showGrowth } from './growth.service.ts';
import { proposalsOf, type GapLine } from './plan.rule.ts';

export interface GapProposal extends GapLine {
  code: string;
  title: LocalizedText;
  steps: ScaleStep[];
}

/**
 * Gaps of a person in all frameworks that have a profile for her post, the biggest first. Hidden from her while her own sheet is open. The caller has checked
 * that the actor reads her competencies.
 */
export async function listGaps(ctx: Ctx, personId: string, taken: ReadonlySet<string> = new Set()): Promise<{ lines: GapProposal[]; isHidden: boolean; hasProfile: boolean }> {
  const first = await showGrowth(ctx, personId);
  const asked = first.frameworks.filter(({ profile }) => profile !== null).map(({ frameworkId }) => frameworkId);
  const all = [];
  for (const id of asked) all.push(id === first.version.frameworkId ? first : await showGrowth(ctx, personId, id));
  const lines = all.flatMap(({ version, lines: own }) =>
    own.flatMap(({ item, level, target, gap }): GapProposal[] =>
      gap === null || target === null
        ? []
        : [{ competencyId: item.competencyId, versionId: version.id, fromStep: level?.step ?? null, toStep: target.least, gap, code: item.code, title: item.title, steps: version.steps }],
    ),
  );
  return { lines: proposalsOf(lines, taken), isHidden: all.some(({ isTargetHidden }) => isTargetHidden), hasProfile: asked.length > 0 };
}
