import { z } from 'zod';
import { oneLine, tick } from '#server/platform/fields.ts';
import type { ContentProblem } from './framework-content.ts';

export interface ImportReport {
  problems: ContentProblem[];
  notes: ContentProblem[];
  problemCount: number;
  noteCount: number;
  needsScale: boolean;
  counts: { areas: number; competencies: number; descriptors: number; associations: number; steps: number };
}

const none = (value: unknown) => (value === '' ? undefined : value);
/** The scale of the house, where the file brings none. */
export const HOUSE_SCALE = 'house';

export const ImportWish = z.object({
  /** A framework that gets a new version; nothing: it becomes a framework of its own. */
  into: z.preprocess(none, z.uuid('choice.missing').optional()),
  organisationId: z.preprocess(none, z.uuid('choice.missing').optional()),
  key: z.preprocess(none, oneLine(80).regex(/^[a-z0-9][a-z0-9-]{1,79}$/, 'framework.key_malformed').optional()),
  /** `house`, or the version whose scale is taken. */
  scaleOf: z.preprocess(none, z.union([z.literal(HOUSE_SCALE), z.uuid('choice.missing')], 'choice.missing').optional()),
  isOpen: tick,
});
export type ImportWish = z.output<typeof ImportWish>;
