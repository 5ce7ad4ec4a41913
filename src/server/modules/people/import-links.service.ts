import type { Ctx } from '#server/platform/context.ts';
import { importAbilities } from './imports.policy.ts';
import { listImportNames } from './imports.queries.ts';
import type { ImportKind } from './import-fields.ts';

/** A list as a change names it. */
export interface NamedList {
  id: string;
  /** Of the file; empty of a pasted table. */
  name: string;
  /** Whether the reader may open its page. */
  mayOpen: boolean;
}

export const namedList = (ctx: Ctx, row: { id: string; file_name: string; kind: ImportKind; created_by: string | null }): NamedList => ({
  id: row.id,
  name: row.file_name,
  mayOpen: importAbilities(ctx.actor, { networkId: ctx.networkId, kind: row.kind, createdBy: row.created_by }).read.allowed,
});

/** Lists by their ids. Whoever reads what a list has changed may know its name; its page is for who may open it. */
export async function listsNamed(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedList>> {
  if (ids.length === 0) return new Map();
  return new Map((await listImportNames(ctx, ids)).map((row) => [row.id, namedList(ctx, row)]));
}
