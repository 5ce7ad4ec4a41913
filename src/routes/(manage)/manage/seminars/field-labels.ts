import type { T } from '#lib/i18n/index.ts';

const LABELS = {
  form: 'seminars.event.field_form',
  organisationId: 'seminars.event.field_organisation',
  title: 'seminars.event.field_title',
  summary: 'seminars.event.field_summary',
  description: 'seminars.event.field_description',
  aim: 'seminars.event.field_aim',
  requirements: 'seminars.event.field_requirements',
  timeZone: 'seminars.event.field_zone',
  languages: 'seminars.event.field_languages',
  countries: 'seminars.event.field_countries',
  capacity: 'seminars.event.field_capacity',
  opensDate: 'seminars.event.field_opens',
  opensTime: 'seminars.event.field_opens',
  closesDate: 'seminars.event.field_closes',
  closesTime: 'seminars.event.field_closes',
  approvalRequired: 'seminars.event.field_approval',
  certificateMonths: 'seminars.event.field_certificate_months',
  percent: 'seminars.event.field_percent',
  minutes: 'seminars.event.field_minutes',
  codes: 'seminars.event.field_codes',
  combine: 'seminars.event.field_combine',
  contactName: 'seminars.event.field_contact_name',
  contactEmail: 'seminars.event.field_contact_email',
  date: 'seminars.event.field_date',
  starts: 'seminars.programme.field_starts',
  ends: 'seminars.programme.field_ends',
  hall: 'seminars.programme.field_hall',
  sessionId: 'seminars.programme.field_session',
  sectionId: 'seminars.programme.field_section',
  kind: 'seminars.programme.field_kind',
  abstract: 'seminars.programme.abstract',
  language: 'seminars.programme.filter_language',
  interpretation: 'seminars.programme.field_interpretation',
  country: 'seminars.public.country',
  name: 'seminars.programme.field_name',
  organisation: 'seminars.programme.field_organisation',
  post: 'seminars.programme.field_post',
  email: 'ui.field.email',
} as const;

/** All labels, for the summary of errors. */
export function fieldLabels(t: T): Record<string, string> {
  const people = ['person1', 'person2', 'person3', 'person4'];
  return Object.fromEntries([...Object.keys(LABELS), ...people].map((name) => [name, fieldLabel(t, name)]));
}

/** How a field of a seminar's forms is called; names of people in numbered fields share one word. */
export function fieldLabel(t: T, name: string): string {
  if (/^person\d$/.test(name)) return t('seminars.programme.field_person', { number: Number(name.slice(6)) });
  return name in LABELS ? t(LABELS[name as keyof typeof LABELS]) : name;
}
