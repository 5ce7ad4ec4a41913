import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { importAbilities, type ImportAbility } from './imports.policy.ts';
import { findImport, type ImportRow } from './imports.queries.ts';
import type { ImportState } from './imports.tables.ts';

/**
 * The list, if the actor holds the ability; else `page.not_found`. `states`: what it must be in, else `import.not_possible_now` (409).
 * `lock` takes the row for the rest of the transaction.
 */
export async function getImportFor(ctx: Ctx, id: string, ability: ImportAbility, options: { lock?: boolean; states?: readonly ImportState[] } = {}): Promise<ImportRow> {
  const row = isId(id) ? await findImport(ctx, id, options.lock ?? false) : undefined;
  if (!row || !importAbilities(ctx.actor, { networkId: ctx.networkId, kind: row.kind, createdBy: row.created_by })[ability].allowed) throw notFound();
  if (options.states && !options.states.includes(row.state)) throw new AppError('import.not_possible_now', 409);
  if (row.forgotten_at && ability !== 'read') throw new AppError('import.forgotten', 409);
  return row;
}
