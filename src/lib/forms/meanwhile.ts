import type { FormValue, FormValues } from './read-form.ts';

/**
 * Two people edited one record. What the form was filled with comes back with it (`was`); beside what is stored now, and what was typed,
 * it says who changed what: nobody is asked about what only one of the two has touched.
 */
export interface Divergence {
  /** What is decided as one: a field, all languages somebody speaks, one spelling of a name. */
  unit: string;
  now: FormValues;
  mine: FormValues;
  /** Chosen beforehand where the reader has not touched it. */
  take: 'theirs' | '';
}

export function unitOf(field: string): string {
  const [first = '', second = ''] = field.split('.');
  if (first === 'languages') return first;
  return first === 'names' ? `${first}.${second}` : field;
}

const text = (value: FormValue | undefined): string => (typeof value === 'string' ? value : [...(value ?? [])].toSorted().join(', ')).trim();
const ofUnit = (values: FormValues, unit: string): FormValues => Object.fromEntries(Object.entries(values).filter(([field, value]) => unitOf(field) === unit && text(value) !== ''));
const words = (values: FormValues): string => JSON.stringify(Object.entries(values).map(([field, value]) => [field, text(value)]).toSorted());

/** What the reader must decide; `sent` as the form came back, hidden fields and all. */
export function divergences(sent: FormValues, stored: FormValues): Divergence[] {
  const before = readStored(sent['base'] ?? sent['was']);
  const units = [...new Set(Object.keys({ ...before, ...stored }).map(unitOf))];
  return units.flatMap((unit): Divergence[] => {
    const [was, now, mine] = [before, stored, sent].map((values) => ofUnit(values, unit)) as [FormValues, FormValues, FormValues];
    if (words(now) === words(mine) || words(was) === words(now)) return asked(sent).includes(unit) ? [{ unit, now, mine, take: '' }] : [];
    return [{ unit, now, mine, take: words(was) === words(mine) ? 'theirs' : '' }];
  });
}

/** What the reader was asked about before. */
export const asked = (sent: FormValues): readonly string[] => (Array.isArray(sent['asked']) ? (sent['asked'] as string[]) : []);

/** The fields as a form was filled with them, out of its hidden field. Anything else than text is left out: it comes from outside. */
export function readStored(json: FormValue | undefined): FormValues {
  try {
    const read: unknown = JSON.parse(typeof json === 'string' ? json : '{}');
    if (typeof read !== 'object' || read === null) return {};
    const isValue = (value: unknown): value is FormValue => typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
    return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, FormValue] => isValue(entry[1])));
  } catch {
    return {};
  }
}

/**
 * Puts what was decided into the form: where `take.<unit>` is theirs, the fields take what the hidden `was` says. Returns the units that
 * nobody has decided about.
 */
export function settle(form: FormData): string[] {
  const stored = readStored(form.get('was') as string);
  const open: string[] = [];
  for (const unit of form.getAll('asked[]').map(String)) {
    if (unit === '') continue;
    const take = form.get(`take.${unit}`);
    if (take === 'theirs') {
      for (const field of [...form.keys()]) if (!field.startsWith('take.') && unitOf(field.replace('[]', '')) === unit) form.set(field, '');
      for (const [field, value] of Object.entries(ofUnit(stored, unit))) {
        if (typeof value === 'string') form.set(field, value);
        else for (const one of value) form.append(`${field}[]`, one);
      }
    } else if (take !== 'mine') open.push(unit);
  }
  return open;
}
