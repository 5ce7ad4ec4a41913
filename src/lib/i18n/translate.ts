import { messages as be } from './compiled/be.ts';
import { messages as en } from './compiled/en.ts';
import { messages as hy } from './compiled/hy.ts';
import type { MessageParams } from './compiled/keys.ts';
import { messages as kk } from './compiled/kk.ts';
import { messages as ky } from './compiled/ky.ts';
import { messages as ru } from './compiled/ru.ts';
import type { Locale } from './locales.ts';

export type { MessageParams };
export type MessageKey = keyof MessageParams;
/** Keys whose message takes no parameters: what a table of labels may hold. */
export type PlainMessageKey = { [K in MessageKey]: {} extends MessageParams[K] ? K : never }[MessageKey];

/** `t('ui.button.save')`, `t('ui.table.count', { count: 5 })`: key and parameters are checked by the compiler. */
export type T = <K extends MessageKey>(
  key: K,
  ...params: {} extends MessageParams[K] ? [] : [MessageParams[K]]
) => string;

type Table = Readonly<Record<string, string | ((params: unknown) => string)>>;
const TABLES = { kk, ru, en, ky, be, hy } as unknown as Readonly<Record<Locale, Table>>;

function make(table: Table): T {
  return (key, ...params) => {
    const message = Object.hasOwn(table, key) ? table[key] : undefined;
    if (message === undefined) throw new Error(`no message "${key}"`);
    return typeof message === 'string' ? message : message(params[0]);
  };
}

const TRANSLATORS = Object.fromEntries(
  Object.entries(TABLES).map(([locale, table]) => [locale, make(table)]),
) as Record<Locale, T>;

/** The words of one language. The same function is returned each time. */
export function translator(locale: Locale): T {
  return TRANSLATORS[locale];
}

/** For keys put together from data, such as `seminars.error.${code}`: true when the catalogue has the key (in any language it is in all). */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(TABLES.en, key);
}

/** As isMessageKey, for a message without parameters. */
export function isPlainMessageKey(key: string): key is PlainMessageKey {
  return isMessageKey(key) && typeof TABLES.en[key] === 'string';
}
