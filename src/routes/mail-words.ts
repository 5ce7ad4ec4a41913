import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

/** What a mail is, in one word: `credentials.issued` → the message `credentials.mail.issued_kind`. */
export function mailKind(t: T, template: string): string {
  const [module = '', name = ''] = template.split('.');
  const key = `${module}.mail.${name}_kind`;
  return isPlainMessageKey(key) ? t(key) : t('access.mail.other_kind');
}

export const MAIL_BADGE = { queued: 'wait', sent: 'ok', failed: 'bad', held: 'neutral', caught: 'neutral' } as const;
