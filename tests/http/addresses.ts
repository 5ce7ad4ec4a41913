import { globSync, readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface Address {
  /** The folder under src/routes, with its group: `(public)/seminars/[eventId]`. */
  route: string;
  /** `public`, `staff`, `manage`, or empty. */
  group: string;
  /** `/seminars/[eventId]` */
  path: string;
  params: string[];
  /** Names of form actions; `default` for the one without a name. */
  actions: string[];
  /** Answers GET by itself or as a page. */
  reads: boolean;
  /** Methods beside GET of an end-point. */
  writes: string[];
}

const file = (path: string) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Names in `export const actions: Actions = { … }`. */
export function actionNames(source: string): string[] {
  const begin = source.indexOf('export const actions');
  if (begin < 0) return [];
  const text = source.slice(source.indexOf('{', begin));
  const names: string[] = [];
  let depth = 0;
  for (const part of text.matchAll(/[{}()]|(?<![\w.])(\w+)(?=\s*:|\s*,|\s*\}|\()/g)) {
    const [sign, name] = part;
    if (sign === '{' || sign === '(') depth++;
    else if (sign === '}' || sign === ')') {
      depth--;
      if (depth === 0) break;
    } else if (name && depth === 1 && /[{,]\s*(?:\/\*\*[\s\S]*?\*\/\s*|\/\/.*\s*)*(?:async\s+)?$/.test(text.slice(0, part.index))) names.push(name);
  }
  return names;
}

/** Everything under src/routes that has an address. */
export function addresses(): Address[] {
  const folders = [...new Set(globSync('src/routes/**/+{page,server}{,.server}.{svelte,ts}').map((path) => path.replace(/^src\/routes\//, '').replace(/\/?\+[^/]+$/, '')))].sort();
  return folders.map((route) => {
    const server = file(`src/routes/${route}/+server.ts`);
    const methods = [...server.matchAll(/export (?:const|function|async function) (GET|POST|PUT|PATCH|DELETE)\b|handle as (GET|POST|PUT|PATCH|DELETE)/g)].map(([, a, b]) => a ?? b ?? '');
    return {
      route,
      group: /^\((\w+)\)/.exec(route)?.[1] ?? '',
      path: `/${route
        .split('/')
        .filter((part) => part && !/^\(.*\)$/.test(part))
        .join('/')}`,
      params: [...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name]) => name ?? ''),
      actions: actionNames(file(`src/routes/${route}/+page.server.ts`)),
      reads: methods.length === 0 || methods.includes('GET'),
      writes: methods.filter((method) => method !== 'GET'),
    };
  });
}

/** The address with its parameters filled in; null when the scene has nothing for one of them. */
export function fill(address: Pick<Address, 'path' | 'params'>, scene: Record<string, string>): string | null {
  if (address.params.some((name) => !scene[name])) return null;
  return address.path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => scene[name] ?? '');
}

/** What a reader of a file sees: tables are zipped. */
export function readable(body: Buffer): string {
  if (body.subarray(0, 2).toString() !== 'PK') return body.toString();
  let text = '';
  // Central directory: sizes in local headers may be missing.
  for (let at = body.indexOf('PK\x01\x02'); at >= 0; at = body.indexOf('PK\x01\x02', at + 4)) {
    const size = body.readUInt32LE(at + 20);
    const local = body.readUInt32LE(at + 42);
    const start = local + 30 + body.readUInt16LE(local + 26) + body.readUInt16LE(local + 28);
    const data = body.subarray(start, start + size);
    text += body.readUInt16LE(at + 10) === 8 ? inflateRawSync(data).toString() : data.toString();
  }
  return text;
}
