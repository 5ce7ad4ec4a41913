import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { oneLine, severalLines, versionNumber } from '#server/platform/fields.ts';
import { OWN_EVIDENCE_KINDS } from './evidence.queries.ts';

/** Competencies that one piece may be about. */
export const MOST_SHOWN = 6;
const none = (value: unknown): unknown => (value === '' || value === null ? undefined : value);

const Row = z.object({ competencyId: z.uuid('choice.missing'), step: z.preprocess(none, z.coerce.number().int().min(0).max(20).optional()) });
/** Rows of a form that were filled in; a program sends a list. */
const Rows = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value).filter((row) => typeof row === 'object' && row !== null && Boolean((row as Record<string, unknown>).competencyId)) : value),
  z.array(Row, 'evidence.no_competency').min(1, 'evidence.no_competency').max(MOST_SHOWN),
);

/** A web address as people type it; nothing but http and https. */
const link = z
  .string()
  .trim()
  .max(1000)
  .transform((typed) => (/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`))
  .pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'address.invalid' }));

export const EvidenceInput = z
  .object({
    kind: z.enum(OWN_EVIDENCE_KINDS, 'choice.missing'),
    title: oneLine(200).min(3, 'field.required'),
    text: z.preprocess(none, severalLines(4000).optional()),
    url: z.preprocess(none, link.optional()),
    credential: z.preprocess(none, z.uuid('choice.missing').optional()),
    hours: z.preprocess(none, numberAnswer().pipe(z.number().positive('number.invalid').max(10_000)).optional()),
    happenedOn: z.preprocess(none, dateAnswer().optional()),
    shows: Rows,
    /** The item of her plan that it shows; only where it is offered. */
    item: z.preprocess(none, z.uuid('choice.missing').optional()),
  })
  .superRefine((given, check) => {
    const missing = (field: string) => check.addIssue({ code: 'custom', message: 'field.required', path: [field] });
    if (given.kind === 'link' && given.url === undefined) missing('url');
    if (given.kind === 'credential' && given.credential === undefined) missing('credential');
    if (given.kind === 'hours' && given.hours === undefined) missing('hours');
    if (given.kind === 'other' && given.text === undefined) missing('text');
  });
export type EvidenceInput = z.output<typeof EvidenceInput>;

const step = z.preprocess(none, z.coerce.number().int().min(0).max(20).optional());
export const AcceptEvidence = z.object({ steps: z.record(z.uuid(), step).default({}), words: z.preprocess(none, severalLines(2000).optional()), revision: versionNumber });
export type AcceptEvidence = z.output<typeof AcceptEvidence>;
export const ReturnEvidence = z.object({ words: severalLines(2000).min(3, 'field.required'), revision: versionNumber });
export type ReturnEvidence = z.output<typeof ReturnEvidence>;
