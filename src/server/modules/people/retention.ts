import { holds } from '#server/platform/rights.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { RetentionKind } from '#server/platform/personal-data.ts';
import { countOldAddresses, listOldAddresses } from './consents.queries.ts';
import { ASK_DAYS, forgetParents } from './consents.service.ts';
import { UNDO_DAYS } from './undo.ts';
import { countLeft, countOldBulkChanges, countOldChanges, countOldImports, countOldViews, deleteOldChanges, deleteOldViews, listLeft, listOldBulkChanges, listOldChanges, listOldImports, listOldViews } from './retention.queries.ts';

const YEAR = 365;

/** How long is kept what is known about people is set by who administers the whole network. */
export const setsRetention = (ctx: Ctx): boolean => holds(ctx.actor, ['network_admin'], { networkId: ctx.networkId });

/** Kinds of data of this module that go by themselves. Nobody is erased before the network has set a time. */
export const peopleRetention: readonly RetentionKind[] = [
  {
    kind: 'people.left',
    title: 'privacy.kept.left',
    days: null,
    bounds: { least: YEAR, most: 75 * YEAR },
    count: countLeft,
    examples: (ctx, before) => listLeft(ctx, before, 5),
    persons: async (ctx, before, limit) => (await listLeft(ctx, before, limit)).map(({ id }) => id),
  },
  { kind: 'people.changes', title: 'privacy.kept.changes', days: 5 * YEAR, bounds: { least: YEAR, most: 10 * YEAR }, count: countOldChanges, examples: listOldChanges, remove: deleteOldChanges },
  { kind: 'people.views', title: 'privacy.kept.views', days: 3 * YEAR, bounds: { least: YEAR, most: 10 * YEAR }, count: countOldViews, examples: listOldViews, remove: deleteOldViews },
  { kind: 'people.parents', title: 'privacy.kept.parents', days: ASK_DAYS, bounds: null, count: countOldAddresses, examples: listOldAddresses, remove: forgetParents },
  { kind: 'people.imports', title: 'privacy.kept.imports', days: UNDO_DAYS, bounds: null, count: countOldImports, examples: listOldImports },
  { kind: 'people.bulk_changes', title: 'privacy.kept.bulk_changes', days: UNDO_DAYS, bounds: null, count: countOldBulkChanges, examples: listOldBulkChanges },
];
