import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

/** What a mail is, in one word: `seminars.registration_changed` → `seminars.mail.registration_changed_kind`, else `seminars.mail.registration_kind`. */
export function mailKind(t: T, template: string): string {
  const [module = '', name = ''] = template.split('.');
  const key = [`${module}.mail.${name}_kind`, `${module}.mail.${name.split('_')[0] ?? ''}_kind`].find(isPlainMessageKey);
  return key ? t(key) : t('access.mail.other_kind');
}

export const MAIL_BADGE = { queued: 'wait', sent: 'ok', failed: 'bad', held: 'neutral', caught: 'neutral' } as const;
