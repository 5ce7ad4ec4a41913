import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = /\.(?:ts|svelte)$/;

/**
 * Keys that no source file names: words that six translators keep for nobody. A key counts as named when it stands in quotes, or when a
 * template such as `ui.state.${state}` begins like it.
 */
export function unusedKeys(keys: Iterable<string>, sourceFolder: string): string[] {
  const named = new Set<string>();
  const prefixes = new Set<string>();
  for (const text of sources(sourceFolder)) {
    for (const [, key = ''] of text.matchAll(/['"`]([a-z][a-z0-9-]*(?:\.[A-Za-z0-9_-]+)+)['"`]/g)) named.add(key);
    for (const [, prefix = ''] of text.matchAll(/`([a-z][a-z0-9-]*\.[A-Za-z0-9_.-]*)\$\{/g)) prefixes.add(prefix);
  }
  return [...keys].filter((key) => !named.has(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)));
}

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'compiled') yield* sources(path);
    } else if (SOURCE.test(entry.name) && !entry.name.endsWith('.test.ts')) yield readFileSync(path, 'utf8');
  }
}
