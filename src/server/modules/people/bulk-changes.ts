import { audit } from '#server/platform/audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { insertBulkChange, insertBulkLines, type NewLine } from './bulk-changes.queries.ts';
import { recordChanges } from './changes.ts';

export interface BulkDone {
  /** What was made, to be looked at and taken back. */
  id: string;
  count: number;
}

/** Puts a change for many on record: a line in the history of each, one in the audit log, and what taking it back needs. Belongs into the transaction of the deed. */
export async function keepBulkChange(tx: Ctx, change: { subjectType: 'person' | 'organisation'; act: string; lines: readonly NewLine[] }): Promise<BulkDone> {
  const { subjectType, act, lines } = change;
  const id = await insertBulkChange(tx, { subjectType, act, count: lines.length });
  await insertBulkLines(tx, id, lines);
  await recordChanges(tx, lines.flatMap(({ subjectId, written }) => written.flatMap(({ records }) => records.map((record) => ({ subjectType, subjectId, act: record.act, changes: record.changes })))));
  await audit(tx, { act: subjectType === 'person' ? 'people.changed_in_bulk' : 'organisations.changed_in_bulk', subjectType: 'network', subjectId: tx.networkId, data: { change: act, count: lines.length } });
  return { id, count: lines.length };
}
