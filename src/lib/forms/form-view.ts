import { plainName, type FormValue, type FormValues } from './read-form.ts';

/** What an action gives back when a form could not be accepted: everything typed, and a sentence for each problem, already worded. */
export interface FormState {
  readonly values?: Readonly<Record<string, string | string[]>> | undefined;
  readonly problems?: readonly { readonly field: string; readonly text: string }[] | undefined;
}

/** What the fields of a page read. `errors` is in the order of the problems; the empty name stands for the form as a whole. */
export interface FormView {
  readonly wasSent: boolean;
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
  /** Where two forms of a page have fields of one name: which of them it is. */
  readonly scope?: string | undefined;
}

/** The view of a page's `form` property. Without one (first visit) it is empty and the fields show their defaults. */
export function formView(state: FormState | null | undefined, scope?: string): FormView {
  const errors: Record<string, string> = {};
  for (const { field, text } of state?.problems ?? []) errors[field] ??= text;
  return { wasSent: state?.values !== undefined, values: state?.values ?? {}, errors, ...(scope === undefined ? {} : { scope }) };
}

/** The id of a field's control; the error summary links to it. */
export function fieldId(name: string, scope?: string): string {
  const id = plainName(name).replace(/[^A-Za-z0-9_-]+/g, '-');
  return scope === undefined ? `f-${id}` : `f-${scope}-${id}`;
}

export interface FieldState {
  readonly id: string;
  readonly value: FormValue;
  readonly error: string | undefined;
  /** For aria-describedby: the ids of hint and error, in the order in which they stand on the page. */
  readonly describedBy: string | undefined;
}

/** The state of one field: what was typed wins over what is stored, and emptiness was typed, too. */
export function fieldState(
  view: FormView | null | undefined,
  name: string,
  stored: string | number | readonly string[] | null | undefined,
  hasHint: boolean,
  ownError?: string,
): FieldState {
  const id = fieldId(name, view?.scope);
  const key = plainName(name);
  const error = ownError ?? view?.errors[key] ?? view?.errors[name];
  const empty: FormValue = Array.isArray(stored) ? [] : '';
  const fallback: FormValue = Array.isArray(stored)
    ? (stored as readonly string[])
    : stored == null
      ? ''
      : String(stored);
  const typed = view?.values[key] ?? view?.values[name];
  const ids = [hasHint ? `${id}-hint` : null, error ? `${id}-error` : null].filter((part) => part !== null);
  return {
    id,
    value: typed ?? (view?.wasSent ? empty : fallback),
    error,
    describedBy: ids.length > 0 ? ids.join(' ') : undefined,
  };
}

export interface SummaryLine {
  readonly text: string;
  /** The label of the field, when the page has named it. */
  readonly label: string | null;
  readonly href: string | null;
}

/** The lines of the error summary: each links to its field; errors of the whole form have none to link to. */
export function summaryLines(view: FormView, labels: Readonly<Record<string, string>> = {}): SummaryLine[] {
  return Object.entries(view.errors).map(([field, text]) => ({
    text,
    label: labels[field] ?? labels[field.split('.')[0] ?? ''] ?? null,
    href: field === '' ? null : `#${fieldId(field, view.scope)}`,
  }));
}
