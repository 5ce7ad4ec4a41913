import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';

const line = (max: number) => z.string().trim().min(1).max(max);

/**
 * What a certificate says beside number, name, date and code: each line exactly as it stands on paper, in the language of the record.
 * The check page shows every one of them, so that a changed figure on a copy is seen.
 */
export const CertificateFields = z.strictObject({
  /** Chooses the fixed words: title, the lines before and after the name. */
  role: z.enum(['participant', 'speaker', 'moderator', 'organiser']),
  /** «Международный онлайн-семинар» */
  eventKind: line(200).nullable(),
  eventTitle: line(300),
  /** Who issues, in full. */
  organisation: line(250),
  /** «18–19 мая 2026 г.» */
  dates: line(150),
  /** «Доклад: «…»» */
  roleLine: line(400).nullable(),
  minutesLine: line(200).nullable(),
  hoursLine: line(200).nullable(),
  ruleLine: line(300).nullable(),
  /** Set when the minutes come from the contact person of a reading room. */
  collectiveLine: line(400).nullable(),
  /** «Не является документом о квалификации» */
  legalLine: line(200).nullable(),
  signatories: z.array(z.strictObject({ post: line(250), name: line(120) })).max(3),
});
export type CertificateFields = z.output<typeof CertificateFields>;

/** The same with the fixed words and the date as they were at the moment of issuing: later wordings must not change old papers. */
export interface PrintedFields extends CertificateFields {
  title: string;
  before: string;
  after: string;
  issuedOn: string;
}

export const NewIssue = z.strictObject({
  organisationId: z.uuid(),
  kind: z.enum(['attendance', 'speaker', 'organiser']),
  /** Language of the certificate and of its mail; fixed on the record. */
  locale: z.enum(LOCALES),
  /** Exactly as the person confirmed it. */
  holderName: line(120),
  /** Minors stand on the check page with initials. */
  holderIsMinor: z.boolean(),
  fields: CertificateFields,
  /** Who asks, for example `seminars.registration` and its id: the same source and kind are issued once. */
  sourceType: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  sourceId: z.uuid(),
  /** The day on paper, in the zone of the organisation; its year is the year of the register. */
  issuedOn: z.iso.date(),
  mailAddress: z.email().max(254).nullable(),
  /** The account in whose name a job works. */
  issuedBy: z.uuid().nullable().optional(),
  /** A rehearsal: numbered and marked like a demonstration, its mail is held, `forgetPracticeIssues` removes it. */
  practice: z.boolean().optional(),
  /** A revoked issue of the same source that this one replaces. */
  replacesId: z.uuid().optional(),
});
export type NewIssue = z.output<typeof NewIssue>;

export const Revocation = z.object({
  issueId: z.uuid(),
  /** Shown to everybody who checks the certificate, and in the mail to its holder. */
  reason: z.string({ error: 'field.required' }).trim().min(10, 'reason.too_short').max(500, 'text.too_long'),
});
export type Revocation = z.output<typeof Revocation>;
