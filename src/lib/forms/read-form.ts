export type FormValue = string | readonly string[];
export type FormValues = Readonly<Record<string, FormValue>>;

/** A form with more parts than this is not one of ours. */
const MOST_ENTRIES = 10_000;
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);
const SECRET = /password|^(new)?pin$/i;

/**
 * A sent form, read twice: `values` is everything typed, to be shown again (no passwords, no files); `input` is the object for the
 * schema that the API shares. An empty answer is no answer: it reaches the schema as absent, so that `z.coerce.number()` does not
 * read it as 0. `languages[]` is a list however many boxes were ticked, `title.kk` a part of `title`.
 */
export function readForm(form: FormData): {
  values: Record<string, string | string[]>;
  input: Record<string, unknown>;
} {
  const values: Record<string, string | string[]> = {};
  const input: Record<string, unknown> = {};
  let count = 0;
  for (const name of new Set(form.keys())) {
    const entries = form.getAll(name);
    if ((count += entries.length) > MOST_ENTRIES) break;
    const key = plainName(name);
    const isList = key !== name;
    if (key.split('.').some((part) => FORBIDDEN.has(part))) continue;
    // Browsers send CRLF from a textarea; what was typed and what is stored have LF. A zero byte nobody types, and no database of ours holds one.
    const answers = entries.map((entry) => (typeof entry === 'string' ? entry.replaceAll('\r\n', '\n').replaceAll('\0', '') : entry));
    const texts = answers.filter((answer) => typeof answer === 'string');
    if (!SECRET.test(key) && texts.length > 0)
      values[key] = isList ? texts.filter((text) => text !== '') : (texts.at(-1) ?? '');
    const given = answers.filter((answer) => (typeof answer === 'string' ? answer.trim() !== '' : answer.size > 0));
    if (isList) place(input, key, given);
    else if (given.length > 0) place(input, key, given.at(-1));
  }
  return { values, input };
}

/** The name of a field without the mark of a list. */
export function plainName(name: string): string {
  return name.endsWith('[]') ? name.slice(0, -2) : name;
}

function place(target: Record<string, unknown>, key: string, value: unknown): void {
  const parts = key.split('.');
  const last = parts.pop() ?? key;
  let at = target;
  for (const part of parts) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined;
    at = (typeof next === 'object' && next !== null ? next : (at[part] = {})) as Record<string, unknown>;
  }
  at[last] = value;
}
