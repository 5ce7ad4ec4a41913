/**
 * Data that a page needs to be rendered and nobody needs afterwards. SvelteKit writes the data of every load out for a client, also where
 * there is none (`csr = false`); on a page with many lines that is a fifth of its cost. What cannot be enumerated is not written out.
 */
export function renderOnly<V>(value: V): { readonly value: V } {
  return Object.defineProperty({} as { value: V }, 'value', { value, enumerable: false });
}
