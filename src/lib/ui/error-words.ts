import { isMessageKey, type MessageKey, type T } from '#lib/i18n/index.ts';

/** After `errors.<noun>_<reason>`: modules whose `<module>.error.<noun>_<reason>` messages are searched, in this order. */
export const ERROR_MODULES = ['access', 'account', 'people', 'lists', 'webhooks', 'imports', 'profiles', 'credentials', 'templates', 'competencies', 'evidence', 'offers', 'exchange', 'rooms', 'seminars', 'assessment', 'plans', 'growth', 'campaigns'];

/** The message that words an error code; null for a code without words. */
export function errorKey(code: string): MessageKey | null {
  const tail = code.replaceAll('.', '_');
  return [`errors.${tail}`, ...ERROR_MODULES.map((module) => `${module}.error.${tail}`)].find(isMessageKey) ?? null;
}

/** Title and sentence of an error page; codes without words of their own get the general ones. */
export function errorWords(t: T, code: string, status: number, seconds = 60): { title: string; text: string } {
  const say = t as (key: MessageKey, params: object) => string;
  const key = errorKey(code);
  const text = key && status < 500 ? say(key, { seconds }) : null;
  if (status === 404) return { title: t('errors.title_page_not_found'), text: text ?? t('errors.page_not_found') };
  if (status === 429) return { title: t('ui.error.rate_limit.title'), text: text ?? t('errors.request_bad') };
  if (status >= 500) return { title: t('errors.title_server_fault'), text: t('errors.server_fault') };
  return { title: t('errors.title_problem'), text: text ?? t('errors.request_bad') };
}
