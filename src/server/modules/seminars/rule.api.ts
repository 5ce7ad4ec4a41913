import { z } from '@hono/zod-openapi';
import type { EligibilityRule } from './eligibility.rule.ts';

/** By what a certificate is given, in the figures in which it is also sent. */
export const Rule = z
  .object({
    percent: z.int().optional().openapi({ description: 'At least this share of the minutes that the sessions lasted' }),
    minutes: z.int().optional(),
    codes: z.int().optional().openapi({ description: 'At least so many of the codes read aloud' }),
    combine: z.enum(['all_of', 'any_of']),
  })
  .openapi('CertificateRule');

export function ruleFigures(rule: EligibilityRule): z.output<typeof Rule> {
  const parts = rule.kind === 'all_of' || rule.kind === 'any_of' ? rule.rules : [rule];
  const figure = <N extends string>(kind: EligibilityRule['kind'], name: N) => {
    const found = parts.find((part) => part.kind === kind);
    return found && 'atLeast' in found ? { [name]: found.atLeast } : {};
  };
  return { ...figure('minutes_percent', 'percent'), ...figure('minutes', 'minutes'), ...figure('codes', 'codes'), combine: rule.kind === 'any_of' ? 'any_of' : 'all_of' };
}
