import { z } from 'zod';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { severalLines } from '#server/platform/fields.ts';
import { CERTIFICATE_ROLES } from '#server/platform/pdf/index.ts';
import { QUALIFICATIONS } from './legal-status.rule.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';

const line = (max: number) => z.string().trim().min(1).max(max);

/**
 * What a certificate says beside number, name, date and code: each line exactly as it stands on paper, in the language of the record.
 * The check page shows every one of them, so that a changed figure on a copy is seen.
 */
export const CertificateFields = z.strictObject({
  /** Chooses the fixed words: title, the lines before and after the name. */
  role: z.enum(CERTIFICATE_ROLES),
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

export interface PrintedSignatory {
  post: string;
  name: string;
  /** Where the post is written in another language than the paper. */
  lang?: Locale;
  /** The picture of the signature, when it comes from a template. */
  signatureId?: string;
}

/** What stands on a paper in one language. */
export interface PrintedHalf extends Omit<CertificateFields, 'role' | 'signatories'> {
  title: string;
  before: string;
  after: string;
  issuedOn: string;
  /** «действителен по 19 мая 2028 г. включительно»; lines of papers issued before this was printed have none. */
  validLine?: string | null;
  /** «Дубликат сертификата PVL-2026-ATT-00417», for a paper that stands for a lost one. */
  duplicateLine?: string | null;
  competenciesLine?: string | null;
  /** The template's own sentence. */
  closing?: string | null;
  signatories: PrintedSignatory[];
}

/** The same with the fixed words and the date as they were at the moment of issuing: later wordings must not change old papers. */
export interface PrintedFields extends PrintedHalf {
  role: CertificateFields['role'];
  /** A paper in two languages: the other half. The language of the record is that of the first. */
  second?: PrintedHalf & { locale: Locale };
}

/** A competency as whoever keeps it names it (Open Badges `Alignment`); the caller gives it, we never look one up. */
const Alignment = z.strictObject({ name: line(250), url: z.url({ protocol: /^https?$/ }).max(500), framework: line(250).optional(), code: line(100).optional(), level: line(100).optional() });

/** What the printed lines say, in figures that machines can compare. All optional: a paper of a speaker states no minutes. */
export const IssueFacts = z.strictObject({
  /** First and last day of what took place. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  minutes: z.number().int().min(0).max(1_000_000).optional(),
  /** Per cent of the minutes held. */
  presence: z.number().min(0).max(100).optional(),
  /** Academic hours. */
  hours: z.number().min(0).max(10_000).optional(),
  alignments: z.array(Alignment).max(50).optional(),
  /** Competencies in words only, where nobody keeps them under an address. */
  gained: z.array(line(250)).max(50).optional(),
});
export type IssueFacts = z.output<typeof IssueFacts>;

export const NewIssue = z.strictObject({
  organisationId: z.uuid(),
  kind: z.enum(CREDENTIAL_KINDS),
  /** Language of the certificate and of its mail; fixed on the record. */
  locale: z.enum(LOCALES),
  /** Exactly as the person confirmed it. */
  holderName: line(120),
  /** Minors stand on the check page with initials. */
  holderIsMinor: z.boolean(),
  fields: CertificateFields,
  facts: IssueFacts.optional(),
  /** A document of qualification, if the issuer's licence, country and hours allow it; else, and without this, it states participation. */
  qualification: z.enum(QUALIFICATIONS).optional(),
  /** The last day on which it counts; none: for good. */
  validUntil: z.iso.date().optional(),
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
  /** What is issued in one go: it can be annulled together. */
  batchId: z.uuid().optional(),
  /** Its mail goes out then, not before: as long as it has not, the line can be annulled. */
  deliverAfter: z.date().nullable().optional(),
  /** A line whose validity this one prolongs; both stand in the register. */
  renewsId: z.uuid().optional(),
  /** Stands for a lost paper, whose number it names; `replacesId` is that paper. */
  duplicateOf: z.string().max(60).optional(),
  /** A revoked issue of the same source that this one replaces. */
  replacesId: z.uuid().optional(),
  /** How it looks: a template of the organisation or one above it; null: our own design; not said: the organisation's choice for the kind. */
  templateId: z.uuid().nullable().optional(),
});
export type NewIssue = z.output<typeof NewIssue>;

export const Revocation = z.object({
  issueId: z.uuid(),
  /** Shown to everybody who checks the certificate, and in the mail to its holder. */
  reason: severalLines(500).min(10, 'reason.too_short'),
});
export type Revocation = z.output<typeof Revocation>;
