import { auditAll } from '#server/platform/audit.ts';
import { actorId, type Ctx } from '#server/platform/context.ts';
import { emitAll } from '#server/platform/outbox.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { insertRecordChanges, listChangesOfAudit, type NewChange } from './changes.queries.ts';
import type { FieldChange } from './registry.tables.ts';

export type Plain = string | number | boolean | null | undefined;
export type Comparable = Readonly<Record<string, Plain | LocalizedText | readonly string[]>>;

/** Values as they stand in a change: figures and dates as text, lists joined, a text of several languages by language. */
function flat(values: Comparable): Map<string, string | null> {
  const result = new Map<string, string | null>();
  for (const [field, value] of Object.entries(values)) {
    if (Array.isArray(value)) result.set(field, value.length > 0 ? value.join(', ') : null);
    else if (typeof value === 'object' && value !== null) {
      for (const [locale, entry] of Object.entries(value as LocalizedText)) result.set(`${field}.${locale}`, entry.text);
    } else result.set(field, value === null || value === undefined || value === '' ? null : String(value));
  }
  return result;
}

/** The fields that differ. */
export function differences(before: Comparable, after: Comparable): FieldChange[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

const auditLine = ({ act, subjectType, subjectId, changes, importId }: NewChange) => ({
  act,
  subjectType,
  subjectId,
  data: { fields: changes.map(({ field }) => field), ...(importId ? { importId } : {}) },
});

/**
 * Puts changes on record: what stood there and what stands there now in the module's own table, which is erased with the record; in the
 * audit log only which fields; others learn that there was a change, of a whole list once by whoever writes it. The same few statements
 * however many changes. Belongs into the transaction of the deed.
 */
export async function recordChanges(tx: Ctx, rows: readonly NewChange[]): Promise<void> {
  const ids = await auditAll(tx, rows.map(auditLine));
  const told = rows.filter(({ importId }) => importId === undefined);
  await emitAll(tx, told.map(({ subjectType, subjectId, act }) => ({ name: `people.${subjectType}_changed`, payload: { [`${subjectType}Id`]: subjectId, act } })));
  await insertRecordChanges(tx, rows.map((row, index) => ({ ...row, auditId: ids[index]! })));
}

/** Of records that are taken out of the registry only the line of the audit remains. Belongs into the transaction of the deed. */
export async function recordGone(tx: Ctx, rows: readonly Omit<NewChange, 'changes'>[]): Promise<void> {
  await auditAll(tx, rows.map((row) => auditLine({ ...row, changes: [] })));
}

export const whoActs = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? actorId(ctx.actor) : null);

/** What lines of the audit changed in records, by their ids; one query. Asks no rights: whoever reads the line has it. */
export async function changesOfAudit(ctx: Ctx, auditIds: readonly string[]): Promise<Map<string, FieldChange[]>> {
  if (auditIds.length === 0) return new Map();
  return new Map((await listChangesOfAudit(ctx, auditIds)).map((row) => [row.audit_id ?? '', row.changes]));
}
