import { z } from '@hono/zod-openapi';

/** By what a certificate is given, in the figures in which it is also sent (`ruleFigures`). */
export const Rule = z
  .object({
    percent: z.int().optional().openapi({ description: 'At least this share of the minutes that the sessions lasted' }),
    minutes: z.int().optional(),
    codes: z.int().optional().openapi({ description: 'At least so many of the codes read aloud' }),
    combine: z.enum(['all_of', 'any_of']),
  })
  .openapi('CertificateRule');
