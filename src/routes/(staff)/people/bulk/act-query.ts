import type { BulkAct } from '#server/modules/people/index.ts';

/** A change as a part of an address. */
export function actQuery(act: BulkAct): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(act)) if (value) parameters.set(name, value);
  return parameters.toString();
}
