/** What one change for many has in common, whatever it changes: it is shown line by line first, and what was shown is done or nothing. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FieldChange } from './registry.tables.ts';

/** One transaction: more are changed in parts. */
export const BULK_MOST = 500;

export interface BulkRecord {
  act: string;
  /** What of it, in words (a post and where it is); null: the record itself. */
  about: string | null;
  changes: FieldChange[];
}

export interface BulkLine<Reason extends string = string> {
  id: string;
  name: string;
  /** Why nothing changes here; null: it does. */
  reason: Reason | null;
  records: BulkRecord[];
  /** Mark of what was shown: the deed does this and nothing else. */
  seen: string;
}

export interface BulkPreview<Reason extends string = string> {
  lines: BulkLine<Reason>[];
  /** More than can be changed at once: nothing is shown, the list has to be narrowed. */
  tooMany: boolean;
}

export const markOf = (...shown: unknown[]): string => createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 10);

/** Rows as they were shown: id and mark of what the preview said. A program that wants to be sure sends the marks too. `none`: when nothing is ticked. */
export const bulkChosen = (none: string) => z.array(z.string().regex(/^[0-9a-f-]{36}(\.[\w-]{10})?$/, 'choice.missing')).min(1, none).max(BULK_MOST);

/** The mark of each row chosen, empty where none was sent. */
export const marksOf = (chosen: readonly string[]): Map<string, string> => new Map(chosen.map((one) => [one.slice(0, 36), one.slice(37)]));

/** Whether each line is still as it was shown, and can be done. */
export const isAsShown = (lines: readonly BulkLine[], marks: ReadonlyMap<string, string>): boolean => lines.every(({ id, reason, seen }) => reason === null && (marks.get(id) || seen) === seen);
