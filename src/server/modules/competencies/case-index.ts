import type { Ctx } from '#server/platform/context.ts';
import type { CasePackage, Link } from './case-types.ts';
import { packageOf } from './framework-export.service.ts';
import type { VersionRow } from './frameworks.queries.ts';

/** What is kept of published versions between two requests: whole packages while there is room, and of every version which derived identifiers it has. */

/** Things that packages in memory hold together, some 1 kB each; the one that is asked for is kept whatever its size. */
const MOST_ENTITIES = 100_000;
/** Identifiers that are known by where they are, 8 bytes each. */
const MOST_INDEXED = 8_000_000;

export interface Visible {
  ctx: Ctx;
  row: VersionRow;
}
export interface Ready {
  pkg: CasePackage;
  entities: Map<string, object>;
  document: Link;
}
/** First halves of identifiers in their order; two that share one cost a look into the package. */
interface Known {
  /** Made of what they name: nobody can store one that is the same on purpose before it is there. */
  derived: BigUint64Array;
  stored: BigUint64Array;
}

/** The newest used stay, as long as all together are not more than `most`. */
export class Kept<T> {
  readonly #most: number;
  readonly #values = new Map<string, { value: Promise<T>; size: number }>();
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Promise<T>, sizeOf: (value: T) => number): Promise<T> {
    const kept = this.#values.get(key) ?? { value: make(), size: 0 };
    // The one asked for last goes last.
    this.#values.delete(key);
    this.#values.set(key, kept);
    if (kept.size === 0)
      kept.value.then(
        (value) => {
          kept.size = Math.max(1, sizeOf(value));
          this.#shrink();
        },
        () => this.#values.delete(key),
      );
    return kept.value;
  }

  #shrink(): void {
    let sum = 0;
    for (const { size } of this.#values.values()) sum += size;
    for (const [key, { size }] of this.#values) {
      if (sum <= this.#most || this.#values.size === 1) return;
      this.#values.delete(key);
      sum -= size;
    }
  }

  get size(): number {
    return this.#values.size;
  }
}

const packages = new Kept<Ready>(MOST_ENTITIES);
const indexes = new Kept<Known>(MOST_INDEXED);
const keyOf = ({ ctx, row }: Visible) => `${ctx.platform.publicAddress()} ${row.id} ${row.revision}`;

export const readyOf = (one: Visible): Promise<Ready> => packages.get(keyOf(one), async () => ready(await packageOf(one.ctx, one.row)), ({ entities }) => entities.size);

function ready(pkg: CasePackage): Ready {
  const entities = new Map<string, object>();
  const put = (kind: string, list: readonly { identifier: string }[]) => list.forEach((entity) => entities.set(`${kind}/${entity.identifier}`, entity));
  put('CFItems', pkg.CFItems);
  put('CFAssociations', pkg.CFAssociations);
  put('CFRubrics', pkg.CFRubrics);
  put('CFItemTypes', pkg.CFDefinitions.CFItemTypes);
  put('CFLicenses', pkg.CFDefinitions.CFLicenses ?? []);
  const { identifier, uri, title } = pkg.CFDocument;
  return { pkg, entities, document: { identifier, uri, title } };
}

const half = (identifier: string): bigint => BigInt(`0x${identifier.slice(0, 8)}${identifier.slice(9, 13)}${identifier.slice(14, 18)}`);
const sorted = (identifiers: readonly string[]) => BigUint64Array.from(identifiers, half).sort();

function has(list: BigUint64Array, wanted: bigint): boolean {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((list[middle] ?? 0n) < wanted) from = middle + 1;
    else to = middle;
  }
  return list[from] === wanted;
}

const OF_THE_TREE = new Set(['isChildOf', 'isTranslationOf']);

function known({ pkg }: Ready): Known {
  const translations = pkg.CFAssociations.flatMap(({ associationType, originNodeURI }) => (associationType === 'isTranslationOf' ? [originNodeURI.identifier] : []));
  const [tree, others] = [pkg.CFAssociations.filter((one) => OF_THE_TREE.has(one.associationType)), pkg.CFAssociations.filter((one) => !OF_THE_TREE.has(one.associationType))];
  return { derived: sorted([...translations, ...tree.map(({ identifier }) => identifier)]), stored: sorted(others.map(({ identifier }) => identifier)) };
}

/** The versions that have a translation or a tie of this identifier, those that derive it first. Each version is read once for it, however often is asked. */
export async function versionsWith(all: readonly Visible[], identifier: string): Promise<Visible[]> {
  const wanted = half(identifier);
  const [derived, stored]: [Visible[], Visible[]] = [[], []];
  for (const one of all) {
    const index = await indexes.get(keyOf(one), async () => known(await readyOf(one)), (made) => made.derived.length + made.stored.length);
    if (has(index.derived, wanted)) derived.push(one);
    else if (has(index.stored, wanted)) stored.push(one);
  }
  return [...derived, ...stored];
}
