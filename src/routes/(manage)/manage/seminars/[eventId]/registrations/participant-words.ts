import type { T } from '#lib/i18n/index.ts';

const FIELDS = {
  name: 'seminars.registration.name',
  country: 'ui.field.country',
  email: 'ui.field.email',
  organisation: 'ui.field.organisation',
  position: 'ui.field.position',
  role: 'seminars.registration.role',
  certificateLocale: 'seminars.registration.certificate_language',
  mailLocale: 'seminars.registration.mail_language',
  reason: 'ui.field.reason',
} as const;

/** How the fields of a participant are called, for the summary of errors and for the history. */
export function participantLabels(t: T): Record<string, string> {
  return Object.fromEntries(Object.entries(FIELDS).map(([name, key]) => [name, t(key)]));
}
