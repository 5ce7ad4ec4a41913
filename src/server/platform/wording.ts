import type { MessageKey } from '#lib/i18n/index.ts';

/** Words that are chosen at the page: a message of the module with its figures. */
export interface Wording {
  key: MessageKey;
  params?: Readonly<Record<string, string | number>>;
}
