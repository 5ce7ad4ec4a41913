import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { entryOf, idOf, isRaw, isUuid, listOf, localeOf, localesOf, nativeFirst, oursIn, sourcesOf, stringOf, targetOf, variantsOf, scaleOf, textsOf, webAddress, type Raw } from './case-reading.ts';
import { readRubrics } from './case-rubrics.rule.ts';
import { readTree, type CaseNode } from './case-tree.rule.ts';
import { stableUuid } from './case-types.ts';
import { CONTENT_LIMITS, contentProblems, type ContentAssociation, type ContentItem, type FrameworkContent } from './framework-content.ts';
import { Findings, keyOf, type ReadContent } from './framework-reading.ts';
import { cleanLine, cleanText, plainText } from './plain-text.rule.ts';

/** The longest texts that come in; descriptions hold what was too long for a title. */
const MOST = { title: 1000, description: 20_000 };
/** Each item may come in each language, and lists beyond that are nobody's framework. */
const MOST_ENTITIES = 8 * CONTENT_LIMITS.items;

/**
 * A CFPackage as content, with what was wrong in it. Whatever it holds, this ends in time that grows with its length only, and throws
 * nothing. What can be read in one way only is read so and noted; what cannot is a problem, and nothing is stored. Pure.
 */
export function fromCase(value: unknown, now: Date): ReadContent {
  const found = new Findings();
  const document = isRaw(value) && isRaw(value.CFDocument) ? value.CFDocument : null;
  if (!isRaw(value) || !document) return found.nothing('framework.not_case');
  const [rawItems, rawTies] = [listOf(value.CFItems), listOf(value.CFAssociations)];
  if (rawItems.length > MOST_ENTITIES || rawTies.length > 2 * MOST_ENTITIES) return found.nothing('framework.too_many_items', { max: CONTENT_LIMITS.items });
  const own = oursIn(document);
  const isOwn = own.form === 1;
  const first = firstLanguage(document, isOwn ? localesOf(own.languages) : [], found);
  const documentId = idOf(document.identifier);
  const tree = readTree(rawItems, rawTies, { documentId, documentUri: stringOf(document.uri), isOwn }, found);
  const declared = isOwn ? variantsOf(own.variants) : [];
  const rubrics = readRubrics(listOf(value.CFRubrics), { first, isOwn, declared, known: (id) => tree.nodes.has(id) }, found);
  const items = tree.ordered.map((node) => itemOf(node, { first, isOwn, now, levels: rubrics.levels.get(node.id) ?? {} }, found));
  const associations = associationsOf(rawTies, tree, found);
  const languages = isOwn && localesOf(own.languages).length > 0 ? localesOf(own.languages) : [first, ...localesIn(items).filter((locale) => locale !== first)];
  const text = (name: string, most: number): LocalizedText => {
    const native = isOwn ? cleanText(stringOf(document[name])) : plainText(stringOf(document[name])).slice(0, most);
    return isOwn ? nativeFirst(textsOf(own[name]), native, first) : native === '' ? {} : { [first]: entryOf(native, first, first) };
  };
  const title = text('title', 300);
  const creator = cleanLine(stringOf(document.creator)).slice(0, 300) || null;
  const content: FrameworkContent = {
    key: isOwn && stringOf(own.key) !== '' ? keyOf(stringOf(own.key)) : keyOf(title[first]?.text ?? ''),
    title: Object.keys(title).length > 0 ? title : { [first]: entryOf(documentId || 'CASE', first, first) },
    description: text('description', 4000),
    notes: text('notes', 8000),
    sources: isOwn ? sourcesOf(own.sources) : foreignSource(document, title[first]?.text ?? ''),
    creator: isOwn && own.creator === null ? null : creator,
    licence: licenceOf(value, document),
    sourceUrl: webAddress(stringOf(document.officialSourceURL)),
    identifier: isUuid(documentId) ? documentId : null,
    languages,
    unreadLanguages: isOwn ? localesOf(own.unreadLanguages) : [],
    variants: isOwn ? declared : rubrics.variants,
    scale: isOwn ? scaleOf(own.scale) : rubrics.scale,
    items,
    associations,
  };
  return found.read(content, contentProblems);
}

function firstLanguage(document: Raw, own: readonly Locale[], found: Findings): Locale {
  const named = stringOf(document.language);
  const locale = own[0] ?? localeOf(named);
  if (locale) return locale;
  if (named !== '') found.note('case.language_unknown', null, { language: cleanLine(named).slice(0, 40) });
  return 'en';
}

const localesIn = (items: readonly ContentItem[]): Locale[] => [...new Set(items.flatMap(({ title }) => Object.keys(title) as Locale[]))];

function foreignSource(document: Raw, title: string) {
  const [url, publisher] = [webAddress(stringOf(document.officialSourceURL)) ?? webAddress(stringOf(document.uri)), cleanLine(stringOf(document.publisher))];
  const name = [title, publisher].filter(Boolean).join('. ').slice(0, 500);
  return name === '' ? [] : [{ title: name, url, licence: null }];
}

function licenceOf(value: Raw, document: Raw): string | null {
  const link = isRaw(document.licenseURI) ? targetOf(document.licenseURI) : null;
  if (!link) return null;
  const definitions = isRaw(value.CFDefinitions) ? listOf(value.CFDefinitions.CFLicenses) : [];
  const defined = definitions.find(({ identifier }) => idOf(identifier) === link.id);
  return (cleanLine(stringOf(defined?.title)) || link.title || cleanLine(link.uri)).slice(0, 300) || null;
}

interface Reading {
  first: Locale;
  isOwn: boolean;
  now: Date;
  levels: ContentItem['levels'];
}

function itemOf(node: CaseNode, { first, isOwn, now, levels }: Reading, found: Findings): ContentItem {
  const [title, description]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const raw of [node.raw, ...node.translations]) {
    const locale = localeOf(stringOf(raw.language)) ?? (raw === node.raw ? first : null);
    if (!locale || title[locale] !== undefined) {
      if (raw !== node.raw) found.note('case.translation_left', node.code, { language: cleanLine(stringOf(raw.language)).slice(0, 40) });
      continue;
    }
    const said = oursIn(raw);
    const words = isOwn ? { title: cleanText(stringOf(raw.fullStatement)), description: cleanText(stringOf(raw.notes)) } : foreignWords(raw, node.code, found);
    if (words.description.length > MOST.description) found.problem('framework.text_long', node.code, { max: MOST.description });
    if (words.title !== '' && said.untitled !== true) title[locale] = entryOf(words.title, locale, first, said.title);
    if (words.description !== '') description[locale] = entryOf(words.description, locale, first, said.notes);
  }
  if (Object.keys(title).length === 0 && !isOwn) found.problem('framework.title_missing', node.code);
  return {
    code: node.code,
    parent: node.parent,
    kind: node.kind(Object.keys(levels).length > 0),
    title: title as LocalizedText,
    description: description as LocalizedText,
    levels,
    identifier: node.identifier,
    isRetired: isOver(node, now, found),
  };
}

/** A statement with a short form has a title and a text; a statement alone is the title while it is short enough. */
function foreignWords(raw: Raw, code: string, found: Findings): { title: string; description: string } {
  const full = plainText(stringOf(raw.fullStatement));
  const short = plainText(stringOf(raw.abbreviatedStatement)).replace(/\s+/g, ' ');
  const notes = plainText(stringOf(raw.notes));
  const line = full.replace(/\s+/g, ' ');
  const join = (...parts: string[]) => parts.filter(Boolean).join('\n\n');
  if (short !== '' && short !== line && short.length <= MOST.title) return { title: short, description: join(full, notes) };
  if (line.length <= MOST.title) return { title: line, description: notes };
  found.note('case.statement_long', code, { max: MOST.title });
  const cut = line.slice(0, 300);
  return { title: `${cut.slice(0, Math.max(200, cut.lastIndexOf(' ')))}…`, description: join(full, notes) };
}

function isOver({ raw, code }: CaseNode, now: Date, found: Findings): boolean {
  const end = stringOf(raw.statusEndDate);
  if (end === '') return false;
  const isDate = /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(end) && !Number.isNaN(Date.parse(end.slice(0, 10)));
  if (!isDate) found.note('case.date_malformed', code, { value: cleanLine(end).slice(0, 40) });
  return isDate && Date.parse(end.slice(0, 10)) <= now.getTime();
}

const FOREIGN_KINDS: ReadonlyMap<string, ContentAssociation['kind']> = new Map([['exactMatchOf', 'exact'], ['isRelatedTo', 'related'], ['isPeerOf', 'related'], ['replacedBy', 'replaced_by']]);
const OWN_KINDS = ['near', 'broader', 'narrower'] as const;
const IN_THE_TREE = new Set(['isChildOf', 'isTranslationOf']);

function associationsOf(ties: readonly Raw[], tree: ReturnType<typeof readTree>, found: Findings): ContentAssociation[] {
  const known = new Set<string>();
  const associations: ContentAssociation[] = [];
  const left = new Map<string, number>();
  const take = (association: ContentAssociation): void => {
    const target = 'code' in association.to ? association.to.code : association.to.uri;
    const key = JSON.stringify([association.from, target, association.kind]);
    if (association.from === target || known.has(key)) return;
    known.add(key);
    associations.push(association);
  };
  for (const raw of ties) {
    const type = stringOf(raw.associationType);
    if (IN_THE_TREE.has(type)) continue;
    const word = OWN_KINDS.find((kind) => type === 'isRelatedTo' && oursIn(raw).kind === kind);
    const kind = word ?? FOREIGN_KINDS.get(type);
    const [from, to] = [tree.nodes.get(targetOf(raw.originNodeURI).id), targetOf(raw.destinationNodeURI)];
    const inside = tree.nodes.get(to.id);
    const uri = inside ? null : outside(to.uri);
    if (!kind || !from || (!inside && !uri)) {
      const name = cleanLine(type).slice(0, 60);
      left.set(name, (left.get(name) ?? 0) + 1);
      continue;
    }
    const identifier = isUuid(idOf(raw.identifier)) ? idOf(raw.identifier) : stableUuid('association', stringOf(raw.identifier), from.id, to.id);
    const title = oursIn(raw).untitled === true ? null : to.title.slice(0, 1000) || null;
    take({ from: from.code, to: inside ? { code: inside.code } : { uri: uri ?? '', title }, kind, note: cleanText(stringOf(raw.notes)).slice(0, 1000) || null, identifier });
  }
  for (const { child, parent } of tree.furtherParents) take({ from: child, to: { code: parent }, kind: 'related', note: null, identifier: null });
  for (const [type, count] of left) found.note('case.association_left', null, { type: type || '—', count });
  return associations;
}

/** Addresses of the web, and names that lead nowhere; never a script. */
const outside = (uri: string): string | null => webAddress(uri) ?? (/^urn:[a-z0-9][a-z0-9-]{1,31}:[^\s]{1,900}$/i.test(uri) ? uri : null);

