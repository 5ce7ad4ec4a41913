import { readForm, type FormState, type FormView } from '#lib/forms/index.ts';

/** Rows of a form that are added and taken away by buttons of the form itself, so that no script is needed: `steps.0.label.ru`, `steps.1.label.ru`. */

/** What was typed, with one row more or without row `remove`; nothing is saved by it. The marker keeps an added row, though it is empty. */
export function changedRows(form: FormData, list: string): FormState {
  const { values } = readForm(form);
  const given = form.get('remove');
  const remove = typeof given === 'string' && /^\d{1,3}$/.test(given) ? Number(given) : null;
  const count = rowCount(values, list);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(values)) {
    const at = rowOf(name, list);
    if (at === null) kept[name] = value;
    else if (at !== remove) kept[remove !== null && at > remove ? name.replace(`${list}.${at}.`, `${list}.${at - 1}.`) : name] = value;
  }
  kept[`${list}-rows`] = String(remove === null ? count + 1 : Math.max(0, count - 1));
  return { values: kept };
}

/** How many rows a page shows: what came back with the form, else what is stored. */
export function rowsShown(view: FormView, list: string, stored: number): number {
  if (!view.wasSent) return stored;
  return Math.max(rowCount(view.values, list), Number(view.values[`${list}-rows`]) || 0);
}

function rowOf(name: string, list: string): number | null {
  const found = name.startsWith(`${list}.`) ? /^(\d{1,3})\./.exec(name.slice(list.length + 1)) : null;
  return found ? Number(found[1]) : null;
}

function rowCount(values: Readonly<Record<string, unknown>>, list: string): number {
  return Math.max(-1, ...Object.keys(values).map((name) => rowOf(name, list) ?? -1)) + 1;
}
