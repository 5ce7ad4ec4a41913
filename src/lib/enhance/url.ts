import type { EnhanceName } from './names.ts';

export type { EnhanceName };

// vite.enhance.config.ts has built them; here they become hashed files of the page build. Never inlined: the CSP allows 'self' only.
const BUILT = import.meta.glob<string>('./built/*.js', { query: '?url&no-inline', import: 'default', eager: true });

/** The address of a script, with its hash. */
export function enhanceUrl(name: EnhanceName): string {
  const url = BUILT[`./built/${name}.js`];
  if (url === undefined)
    throw new Error(`the script "${name}" is not built: run vite build -c vite.enhance.config.ts first`);
  return url;
}
