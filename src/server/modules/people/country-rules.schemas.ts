import { z } from 'zod';
import { LOCALES } from '#lib/i18n/locales.ts';
import { dateAnswer, numberAnswer, readDate } from '#lib/forms/index.ts';
import { isZone } from '#server/platform/time/wall-time.ts';
import type { RuleKey, RuleValues } from './country-facts.ts';
import type { SourceKind, TrustMark } from './country-profiles.data.ts';
import { RULE_SHAPES, type RuleField } from './country-shapes.ts';

/** How far a rule can be trusted, as one question: the mark and, for what was read, the kind of source. */
export const TRUST = {
  act: { mark: 'S', kind: 'L' },
  organisation: { mark: 'S', kind: 'O' },
  press: { mark: 'S', kind: 'P' },
  commentary: { mark: 'S', kind: 'C' },
  data_set: { mark: 'V', kind: null },
  own: { mark: 'D', kind: null },
  unconfirmed: { mark: 'M', kind: null },
} as const satisfies Record<string, { mark: TrustMark; kind: SourceKind | null }>;
export type Trust = keyof typeof TRUST;
export const TRUSTS = Object.keys(TRUST) as [Trust, ...Trust[]];

export function trustOf({ mark, kind }: { mark: TrustMark; kind: SourceKind | null }): Trust {
  return TRUSTS.find((trust) => TRUST[trust].mark === mark && TRUST[trust].kind === kind) ?? 'unconfirmed';
}

/** More rows than any country has of anything. */
const MOST_ROWS = 120;

const line = (max: number) =>
  z
    .string('field.required')
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/\p{Cc}|[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u.test(text), 'text.wrong_form');

/** "25.02" as people write it, "02-25" as it is stored; given back as `MM-DD`. A leap day has its place. */
function monthDay(text: string): string | null {
  const [, stored, day, month] = /^(?:(\d\d-\d\d)|(\d{1,2})\.(\d{1,2})\.?)$/.exec(text.trim()) ?? [];
  const date = readDate(stored ? `2024-${stored}` : `${day}.${month}.2024`);
  return date ? date.slice(5) : null;
}

function answerOf(field: RuleField): z.ZodType {
  switch (field.kind) {
    case 'whole':
      return numberAnswer().pipe(z.number().int('number.invalid').min(field.min).max(field.max));
    case 'text':
      return line(field.max);
    case 'choice':
      return z.enum(field.of as [string, ...string[]], 'choice.missing');
    case 'flag':
      return z.union([z.boolean(), z.enum(['yes', 'no'])], 'choice.missing').transform((answer) => answer === true || answer === 'yes');
    case 'date':
      return dateAnswer();
    case 'month_day':
      return z.string('field.required').transform((text, context) => {
        const date = monthDay(text);
        if (date === null) context.addIssue({ code: 'custom', message: 'date.no_such_day' });
        return date ?? z.NEVER;
      });
    case 'zone':
      return z.string('choice.missing').max(64).refine(isZone, 'choice.missing');
    case 'locale':
      return z.enum(LOCALES, 'choice.missing');
  }
}

const isBlank = (value: unknown) => value === undefined || value === null || value === '';

/** Fields of which the second may not be less than the first. */
const PAIRS = [
  ['from', 'to'],
  ['from_year', 'to_year'],
  ['age_from', 'age_to'],
  ['least', 'most'],
] as const;

function backwards(record: Record<string, unknown>): string[] {
  return PAIRS.flatMap(([low, high]) => {
    const [from, to] = [record[low], record[high]];
    return (typeof from === 'number' && typeof to === 'number' && to < from) || (typeof from === 'string' && typeof to === 'string' && to < from) ? [high] : [];
  });
}

function recordOf(fields: readonly RuleField[]) {
  const shape = Object.fromEntries(
    fields.map((field) => {
      const answer = answerOf(field);
      return [field.name, z.preprocess((given) => (isBlank(given) ? undefined : given), field.optional ? answer.optional().transform((given) => given ?? null) : answer)];
    }),
  );
  return z.preprocess((given) => {
    // Absent is asked like empty: an optional field is null, another one says that it is missing.
    const row = typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {};
    return Object.fromEntries(fields.map(({ name }) => [name, Object.hasOwn(row, name) ? row[name] : undefined]));
  }, z.object(shape).superRefine((record, context) => {
    for (const name of backwards(record)) context.addIssue({ code: 'custom', path: [name], message: 'period.backwards' });
  }));
}

/** Rows of a form come as an object by number, those of the API as a list; empty rows are none, and each problem stays at its own row. */
function listOf(fields: readonly RuleField[]) {
  const row = recordOf(fields);
  return z.any().optional().transform((given, context) => {
    const found: unknown[] = [];
    const entries = Object.entries(typeof given === 'object' && given !== null ? given : {});
    if (entries.length > MOST_ROWS) {
      context.addIssue({ code: 'custom', message: 'list.too_large' });
      return z.NEVER;
    }
    for (const [place, one] of entries) {
      if (typeof one !== 'object' || one === null || (one as { remove?: unknown }).remove === 'yes' || fields.every(({ name }) => !Object.hasOwn(one, name) || isBlank((one as Record<string, unknown>)[name]))) continue;
      const read = row.safeParse(one);
      if (read.success) found.push(read.data);
      else for (const issue of read.error.issues) context.addIssue({ ...issue, path: [place, ...issue.path] } as Parameters<typeof context.addIssue>[0]);
    }
    return found;
  });
}

/** The value of a rule, out of whatever was sent. */
export function valueSchema<Key extends RuleKey>(key: Key): z.ZodType<RuleValues[Key]> {
  const { form, fields } = RULE_SHAPES[key];
  return (form === 'one' ? recordOf(fields) : listOf(fields)) as unknown as z.ZodType<RuleValues[Key]>;
}

const address = z.url({ protocol: /^https?$/ }).max(500);
const emptied = <S extends z.ZodType>(schema: S) => z.preprocess((given) => (isBlank(given) ? undefined : given), schema.optional());

/** What a change says beside the value: the same for every rule, and for form and API. */
export const RuleChangeFacts = z.object({
  trust: z.enum(TRUSTS, 'choice.missing'),
  source: emptied(line(500)),
  valid_from: emptied(dateAnswer()),
  valid_to: emptied(dateAnswer()),
  note: emptied(z.string().trim().max(1000)),
  /** The newest change that the writer has seen; absent: does not matter. */
  known: emptied(z.string().max(40)),
});

export type RuleChange<Key extends RuleKey = RuleKey> = z.output<typeof RuleChangeFacts> & { value: RuleValues[Key] };

const markOf = ({ trust }: { trust: Trust }) => (Object.hasOwn(TRUST, trust) ? TRUST[trust].mark : null);
/** Asked even when other fields are wrong: everything is said at once. */
const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** A change of one rule. What was read needs its address; a period ends after it begins. */
export function ruleChange<Key extends RuleKey>(key: Key) {
  return RuleChangeFacts.extend({ value: valueSchema(key) })
    .refine((change) => markOf(change) !== 'S' || address.safeParse(change.source).success, { path: ['source'], message: 'source.address_needed', ...always })
    .refine((change) => markOf(change) !== 'V' || change.source, { path: ['source'], message: 'field.required', ...always })
    .refine(({ valid_from, valid_to }) => !valid_from || !valid_to || valid_from <= valid_to, { path: ['valid_to'], message: 'period.backwards', ...always });
}
