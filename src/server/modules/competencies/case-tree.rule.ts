import { idOf, isUuid, numberOf, stringOf, targetOf, type Raw } from './case-reading.ts';
import { cleanLine } from './plain-text.rule.ts';
import { stableUuid } from './case-types.ts';
import type { ContentItem } from './framework-content.ts';
import type { Findings } from './framework-reading.ts';

export interface CaseNode {
  /** As associations of the package name it. */
  id: string;
  identifier: string;
  code: string;
  /** The code of its parent. */
  parent: string | null;
  raw: Raw;
  translations: Raw[];
  kind: (hasLevels: boolean) => ContentItem['kind'];
}

export interface CaseTree {
  nodes: Map<string, CaseNode>;
  /** Parents before children, siblings as they follow one another; last those whose parents go round in a circle. */
  ordered: CaseNode[];
  furtherParents: { child: string; parent: string }[];
}

const LONGEST_CODE = 40;
const AREA = /^(?:area|areas|domain|strand|cluster|category|theme|topic|subject|section|competence area|область|направление)$/i;

/** The tree of the items of a package, by its isChildOf. The first parent counts. Pure. */
export function readTree(rawItems: readonly Raw[], ties: readonly Raw[], document: { documentId: string; documentUri: string; isOwn: boolean }, found: Findings): CaseTree {
  const raws = new Map<string, Raw>();
  rawItems.forEach((raw, index) => {
    const id = idOf(raw.identifier) || `#${index}`;
    if (raws.has(id)) found.problem('case.identifier_doubled', labelOf(raw), { identifier: id.slice(0, 60) });
    else raws.set(id, raw);
  });
  const translationOf = new Map<string, string>();
  for (const tie of ties) {
    if (tie.associationType !== 'isTranslationOf') continue;
    const [from, to] = [targetOf(tie.originNodeURI).id, targetOf(tie.destinationNodeURI).id];
    if (from !== to && raws.has(from) && raws.has(to) && !translationOf.has(to) && !translationOf.has(from)) translationOf.set(from, to);
  }
  // Something that others are translated from is an original, in whatever order its ties stood.
  for (const original of [...translationOf.values()]) translationOf.delete(original);

  const codes = new CodesOf(found);
  const nodes = new Map<string, CaseNode>();
  for (const [id, raw] of raws) {
    if (translationOf.has(id)) continue;
    const identifier = isUuid(id) ? id : stableUuid(document.documentId, 'item', id);
    if (identifier !== id) found.note('case.identifier_malformed', labelOf(raw));
    nodes.set(id, { id, identifier, code: codes.codeFor(raw, identifier), parent: null, raw, translations: [], kind: () => 'competency' });
  }
  for (const [from, to] of translationOf) nodes.get(to)?.translations.push(raws.get(from) ?? {});

  const places = placesOf(ties, nodes, document, found);
  const children = new Map<string | null, { node: CaseNode; place: number; index: number }[]>();
  let index = 0;
  for (const [id, node] of nodes) {
    const at = places.parents.get(id);
    // Said nothing of its place: it stands at the top, as it does in every reader of CASE.
    if (!at && !document.isOwn) found.note('case.no_parent', node.code);
    const parent = at?.parent ?? null;
    node.parent = parent === null ? null : (nodes.get(parent)?.code ?? at?.label ?? null);
    const beside = children.get(parent) ?? [];
    children.set(parent, beside);
    beside.push({ node, place: at?.place ?? Number.MAX_SAFE_INTEGER, index: index++ });
  }
  for (const beside of children.values()) beside.sort((a, b) => a.place - b.place || a.index - b.index);
  for (const [id, node] of nodes) node.kind = kindOf(node.raw, document.isOwn, (children.get(id)?.length ?? 0) > 0);
  return { nodes, ordered: inOrder(nodes, children), furtherParents: places.further };
}

interface Place {
  /** The id of the parent; null: at the top. */
  parent: string | null;
  /** What to call a parent that is not there. */
  label: string;
  place: number;
}

function placesOf(ties: readonly Raw[], nodes: ReadonlyMap<string, CaseNode>, { documentId, documentUri }: { documentId: string; documentUri: string }, found: Findings) {
  const parents = new Map<string, Place>();
  const further: CaseTree['furtherParents'] = [];
  for (const tie of ties) {
    if (tie.associationType !== 'isChildOf') continue;
    const [child, to] = [nodes.get(targetOf(tie.originNodeURI).id), targetOf(tie.destinationNodeURI)];
    if (!child) continue;
    const isTop = (to.id !== '' && to.id === documentId) || (to.uri !== '' && to.uri === documentUri);
    if (!parents.has(child.id)) {
      parents.set(child.id, { parent: isTop ? null : to.id, label: `«${to.title.slice(0, 60) || to.id.slice(0, 60)}»`, place: numberOf(tie.sequenceNumber) ?? Number.MAX_SAFE_INTEGER });
      continue;
    }
    const second = nodes.get(to.id);
    if (isTop || !second || parents.get(child.id)?.parent === to.id) continue;
    further.push({ child: child.code, parent: second.code });
    found.note('case.several_parents', child.code, { parent: second.code });
  }
  return { parents, further };
}

/** From the top down without calling itself: a chain of fifty thousand is no reason to fall over. */
function inOrder(nodes: ReadonlyMap<string, CaseNode>, children: ReadonlyMap<string | null, { node: CaseNode }[]>): CaseNode[] {
  const ordered: CaseNode[] = [];
  const seen = new Set<CaseNode>();
  const open = [...(children.get(null) ?? [])].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next.node)) continue;
    seen.add(next.node);
    ordered.push(next.node);
    const below = children.get(next.node.id) ?? [];
    for (let at = below.length - 1; at >= 0; at--) open.push(below[at] as { node: CaseNode });
  }
  for (const node of nodes.values()) if (!seen.has(node)) ordered.push(node);
  return ordered;
}

function kindOf(raw: Raw, isOwn: boolean, hasChildren: boolean): CaseNode['kind'] {
  const type = cleanLine(stringOf(raw.CFItemType));
  if (isOwn) return () => (type === 'Area' ? 'area' : 'competency');
  // In our trees competencies are the leaves: what has something below it is an area, whatever it calls itself.
  return (hasLevels) => (hasChildren || (AREA.test(type) && !hasLevels) ? 'area' : 'competency');
}

const labelOf = (raw: Raw): string => (cleanLine(stringOf(raw.humanCodingScheme)) || cleanLine(stringOf(raw.fullStatement))).slice(0, 60) || '—';

/** Codes as they are in the package; those that are missing, doubled or too long get one that is the same at every import. */
class CodesOf {
  readonly #taken = new Set<string>();
  readonly #found: Findings;
  constructor(found: Findings) {
    this.#found = found;
  }

  codeFor(raw: Raw, identifier: string): string {
    const given = cleanLine(stringOf(raw.humanCodingScheme));
    const hex = identifier.replaceAll('-', '');
    if (given !== '' && given.length <= LONGEST_CODE && !this.#taken.has(given)) return this.#take(given);
    const made = given === '' ? `x-${hex.slice(0, 8)}` : `${given.slice(0, LONGEST_CODE - 9).trim()}~${hex.slice(0, 8)}`;
    const code = this.#taken.has(made) ? `x-${hex}` : made;
    if (given === '') this.#found.note('case.code_missing', code, { title: labelOf(raw) });
    else this.#found.note(given.length > LONGEST_CODE ? 'case.code_long' : 'case.code_doubled', code, { code: given.slice(0, 80) });
    return this.#take(code);
  }

  #take(code: string): string {
    this.#taken.add(code);
    return code;
  }
}

