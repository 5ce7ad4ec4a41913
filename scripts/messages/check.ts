import { parse, TYPE, type MessageFormatElement, type PluralElement } from '@formatjs/icu-messageformat-parser';
import { INTL_TAG, LOCALES, type Locale } from '../../src/lib/i18n/locales.ts';
import type { Catalogue } from './read.ts';

export interface Problem {
  readonly locale: Locale;
  readonly key: string;
  readonly reason: string;
}

/** parameter name → TypeScript type, sorted by name */
export type Signature = ReadonlyMap<string, string>;
export type Parsed = ReadonlyMap<
  string,
  { readonly nodes: readonly MessageFormatElement[]; readonly signature: Signature }
>;

interface Checked {
  readonly problems: Problem[];
  readonly parsed: Record<Locale, Parsed>;
  /** the English signature of each key, sorted by key */
  readonly signatures: ReadonlyMap<string, Signature>;
}

/** Stands in a signature for a mark; not a parameter. */
export const TAG = 'mark';

const NUMBER_STYLES = ['integer', 'percent'];
const NAME = /^[a-z][A-Za-z0-9]*$/;

/** English is the reference: every other language must have its keys and its parameters, no more and no fewer. */
export function checkCatalogue(catalogue: Catalogue): Checked {
  const problems: Problem[] = [];
  const parsed = {} as Record<Locale, Map<string, { nodes: MessageFormatElement[]; signature: Signature }>>;
  const keys = [...new Set(LOCALES.flatMap((locale) => [...catalogue[locale].keys()]))].sort();
  for (const locale of LOCALES) {
    parsed[locale] = new Map();
    for (const key of keys) {
      const text = catalogue[locale].get(key);
      const report = (reason: string) => problems.push({ locale, key, reason });
      if (text === undefined) report('missing');
      else if (!catalogue.en.has(key)) report('extra: English does not have this key');
      else {
        const message = parseMessage(text, locale, report);
        if (message) parsed[locale].set(key, message);
      }
    }
  }
  for (const locale of LOCALES) {
    for (const [key, { signature }] of parsed[locale]) {
      const english = parsed.en.get(key)?.signature;
      if (english && show(signature) !== show(english)) {
        problems.push({
          locale,
          key,
          reason: `parameters {${show(signature)}} differ from English {${show(english)}}`,
        });
      }
    }
  }
  const signatures = new Map([...parsed.en].map(([key, message]) => [key, message.signature]));
  return { problems, parsed, signatures };
}

function show(signature: Signature): string {
  return [...signature].map(([name, type]) => `${name}: ${type}`).join('; ');
}

function parseMessage(text: string, locale: Locale, report: (reason: string) => void) {
  if (text.trim() !== text) report('begins or ends with a space');
  if (text.trim() === '') {
    report('is empty');
    return null;
  }
  let nodes: MessageFormatElement[];
  try {
    nodes = parse(text, { ignoreTag: true, requiresOtherClause: true, shouldParseSkeletons: true });
  } catch (error) {
    report(`is not ICU MessageFormat: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  const signature = new Map<string, string>();
  let sound = true;
  const fail = (reason: string) => {
    sound = false;
    report(reason);
  };
  const tags = new Set<string>();
  checkTags(nodes, tags, fail);
  for (const tag of tags) signature.set(`<${tag}>`, TAG);
  walk(nodes, locale, signature, false, fail);
  return sound ? { nodes, signature: new Map([...signature].sort(([a], [b]) => (a < b ? -1 : 1))) } : null;
}

/** Marks such as <link>…</link>, which a page turns into elements, must open and close within one branch and not nest. */
function checkTags(nodes: readonly MessageFormatElement[], tags: Set<string>, fail: (reason: string) => void): void {
  let open: string | null = null;
  for (const node of nodes) {
    if (node.type === TYPE.plural || node.type === TYPE.select) {
      for (const option of Object.values(node.options)) checkTags(option.value, tags, fail);
    }
    if (node.type !== TYPE.literal) continue;
    for (const [mark, slash, tag = ''] of node.value.matchAll(/<(\/?)([a-z][a-zA-Z]*)>/g)) {
      tags.add(tag);
      if (slash === '' && open === null) open = tag;
      else if (slash === '/' && open === tag) open = null;
      else fail(`${mark} stands where it does not belong`);
    }
  }
  if (open !== null) fail(`<${open}> is not closed`);
}

function walk(
  nodes: readonly MessageFormatElement[],
  locale: Locale,
  signature: Map<string, string>,
  inPlural: boolean,
  fail: (reason: string) => void,
): void {
  const visit = (inner: readonly MessageFormatElement[], plural: boolean) =>
    walk(inner, locale, signature, plural, fail);
  for (const node of nodes) {
    switch (node.type) {
      case TYPE.literal:
        // The parser takes '#' in a select inside a plural as the character itself, which is never what was meant.
        if (inPlural && node.value.includes('#')) fail("'#' inside a select is not the number: write {name, number}");
        break;
      case TYPE.argument:
        declare(signature, node.value, 'string', fail);
        break;
      case TYPE.number:
        declare(signature, node.value, 'number', fail);
        if (typeof node.style === 'string' && !NUMBER_STYLES.includes(node.style))
          fail(`unknown number style "${node.style}"`);
        break;
      case TYPE.plural:
        declare(signature, node.value, 'number', fail);
        checkCategories(node, locale, fail);
        for (const option of Object.values(node.options)) visit(option.value, true);
        break;
      case TYPE.select:
        declare(
          signature,
          node.value,
          Object.keys(node.options)
            .sort()
            .map((option) => `'${option}'`)
            .join(' | '),
          fail,
        );
        for (const option of Object.values(node.options)) visit(option.value, inPlural);
        break;
      case TYPE.pound:
        break;
      default:
        fail('dates and times are formatted before they reach a message: give a string parameter');
    }
  }
}

/** A parameter shown bare and counted elsewhere is a number; shown bare and selected on, it is the choice. */
function declare(signature: Map<string, string>, name: string, type: string, fail: (reason: string) => void): void {
  if (!NAME.test(name)) fail(`parameter "${name}" must be camelCase`);
  const known = signature.get(name);
  if (known === undefined || known === 'string' || known === type) signature.set(name, type);
  else if (type !== 'string') fail(`parameter "${name}" is both ${known} and ${type}`);
}

function checkCategories(node: PluralElement, locale: Locale, fail: (reason: string) => void): void {
  const type = node.pluralType ?? 'cardinal';
  const wanted: readonly string[] = new Intl.PluralRules(INTL_TAG[locale], { type }).resolvedOptions().pluralCategories;
  const given = Object.keys(node.options);
  for (const category of wanted) {
    if (!given.includes(category)) fail(`${type} plural of "${node.value}" lacks the category "${category}"`);
  }
  for (const category of given) {
    if (!category.startsWith('=') && !wanted.includes(category)) {
      fail(`${type} plural of "${node.value}" has the category "${category}", which this language does not know`);
    }
  }
}
