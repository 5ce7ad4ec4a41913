import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Locale } from '#lib/i18n/locales.ts';
import { readCatalogue, type Catalogue } from '../../scripts/messages/read.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MESSAGES = join(ROOT, 'messages');

export interface Message {
  readonly key: string;
  readonly locale: Locale;
  /** the ICU text as written */
  readonly source: string;
  /** what stands between parameters, in every branch, without marks such as <link> */
  readonly words: readonly string[];
  /** the last character of every way to read the message; '' where it ends with a parameter */
  readonly endings: ReadonlySet<string>;
}

export function json<T>(name: string): T {
  return JSON.parse(readFileSync(join(MESSAGES, name), 'utf8')) as T;
}

export function realCatalogue(): Catalogue {
  return readCatalogue(MESSAGES).catalogue;
}

export function message(locale: Locale, key: string, source: string): Message {
  const nodes = parse(source, { ignoreTag: true });
  return { key, locale, source, words: literals(nodes), endings: new Set(endings(nodes)) };
}

function literals(nodes: readonly MessageFormatElement[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === TYPE.literal) return [node.value.replace(/<\/?[a-z][a-zA-Z]*>/g, '')];
    if (node.type === TYPE.plural || node.type === TYPE.select)
      return Object.values(node.options).flatMap(({ value }) => literals(value));
    return [];
  });
}

function endings(nodes: readonly MessageFormatElement[]): string[] {
  const last = nodes.at(-1);
  if (last?.type === TYPE.literal) return [last.value.replace(/<\/?[a-z][a-zA-Z]*>/g, '').at(-1) ?? ''];
  if (last?.type === TYPE.plural || last?.type === TYPE.select)
    return Object.values(last.options).flatMap(({ value }) => endings(value));
  return [''];
}
