/** A copy with another value at the path; none: taken out. */
export function changedAt(document: object, path: string, value?: unknown): string {
  const copy = structuredClone(document);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const place = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy as Record<string, unknown>);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return JSON.stringify(copy);
}
