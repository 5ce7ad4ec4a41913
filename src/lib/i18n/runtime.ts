import type { MessageParams } from './compiled/keys.ts';
import { INTL_TAG, type Locale } from './locales.ts';

/** The shape of a compiled language: text, or a function where the message has parameters. */
export type CompiledMessages = {
  readonly [K in keyof MessageParams]: {} extends MessageParams[K] ? string : (params: MessageParams[K]) => string;
};

/** What compiled messages call. Intl objects are made at first use and kept: making one costs more than a hundred uses. */
export function runtime(locale: Locale) {
  const tag = INTL_TAG[locale];
  const byOptions = new Map<string, Intl.NumberFormat>();
  let plain: Intl.NumberFormat | undefined;
  let cardinal: Intl.PluralRules | undefined;
  let ordinal: Intl.PluralRules | undefined;
  return {
    n(value: number, options?: Intl.NumberFormatOptions): string {
      if (options === undefined) return (plain ??= new Intl.NumberFormat(tag)).format(value);
      const key = JSON.stringify(options);
      let format = byOptions.get(key);
      if (format === undefined) byOptions.set(key, (format = new Intl.NumberFormat(tag, options)));
      return format.format(value);
    },
    card: (value: number): string => (cardinal ??= new Intl.PluralRules(tag)).select(value),
    ord: (value: number): string => (ordinal ??= new Intl.PluralRules(tag, { type: 'ordinal' })).select(value),
  };
}
