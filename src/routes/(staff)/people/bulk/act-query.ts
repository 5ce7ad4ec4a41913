/** A change as a part of an address. */
export function actQuery(act: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(act) as [string, unknown][]) if (value) parameters.set(name, String(value));
  return parameters.toString();
}

/** What an address says of a change: fields that were left empty are not there. */
export const saidIn = (url: URL): Record<string, string> => Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''));

/** What was made, as the list after it is told. */
export const madeIn = (url: URL): string | null => /^[0-9a-f-]{36}$/.exec(url.searchParams.get('change') ?? '')?.[0] ?? null;

/** How many were changed, as the page after it is told. */
export const toldIn = (url: URL, deed: 'invited' | 'changed'): number | null => (url.searchParams.get('done') === deed ? Math.max(0, Number(url.searchParams.get(deed)) || 0) : null);
