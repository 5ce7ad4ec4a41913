import { isMessageKey, type MessageKey, type T } from '#lib/i18n/index.ts';

/** Title and sentence of an error page; codes without words of their own get the general ones. */
export function errorWords(t: T, code: string, status: number): { title: string; text: string } {
  const say = t as (key: MessageKey, params: object) => string;
  const key = `errors.${code.replaceAll('.', '_')}`;
  const known = isMessageKey(key) && status < 500;
  if (status === 404) return { title: t('errors.title_page_not_found'), text: known ? say(key, {}) : t('errors.page_not_found') };
  if (status >= 500) return { title: t('errors.title_server_fault'), text: t('errors.server_fault') };
  return { title: t('errors.title_problem'), text: known ? say(key, { seconds: 60 }) : t('errors.request_bad') };
}
