import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { invalid } from '#server/platform/errors.ts';
import { STREAM_PROVIDERS } from './rooms.tables.ts';

/** One stream of a room. `url` is checked against its provider by the service, which knows its hosts. */
export const StreamInput = z.object({
  provider: z.enum(STREAM_PROVIDERS),
  url: z.string().trim().min(1).max(1000),
  locale: z.enum(LOCALES),
  purpose: z.enum(['live', 'recording']).default('live'),
});
export type StreamInput = z.infer<typeof StreamInput>;

/** Why a person changed what machines had witnessed. */
export const Reason = z.string({ error: 'reason.too_brief' }).trim().min(3, 'reason.too_brief').max(500);

/** The form of links: rows by their number; rows left empty are dropped by the service. */
export const StreamsForm = z.object({
  streams: z
    .record(
      z.string().regex(/^\d{1,2}$/),
      z.object({ url: z.string().max(1000).default(''), locale: z.enum(LOCALES), purpose: z.enum(['live', 'recording']) }),
    )
    .default({})
    .transform((rows) => Object.entries(rows).toSorted(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row)),
});

/** A reason from whatever caller; `reason.too_brief` or `text.too_long` beside the field `reason`. */
export function readReason(given: string): string {
  const text = given.trim();
  if (text.length < 3) throw invalid('reason', 'reason.too_brief');
  if (text.length > 500) throw invalid('reason', 'text.too_long', { max: 500 });
  return text;
}
