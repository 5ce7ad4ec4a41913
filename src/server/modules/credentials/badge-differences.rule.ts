/** Deeper than any credential: what is nested further counts as different. */
const DEEPEST = 20;
const MOST = 50;

/** Where two JSON documents differ, as paths (`credentialSubject.identifier.0.identityHash`); the order of names does not count. */
export function differencesOf(original: unknown, sent: unknown): string[] {
  const found: string[] = [];
  compare(original, sent, '', found, 0);
  return found;
}

function compare(a: unknown, b: unknown, path: string, found: string[], depth: number): void {
  if (found.length >= MOST || Object.is(a, b)) return;
  if (depth < DEEPEST && isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = path === '' ? name : `${path}.${name}`;
      if (Object.hasOwn(a, name) !== Object.hasOwn(b, name)) {
        if (found.length < MOST) found.push(at.slice(0, 200));
      } else compare(a[name], b[name], at, found, depth + 1);
    }
    return;
  }
  found.push(path.slice(0, 200));
}

const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
