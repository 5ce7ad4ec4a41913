import type { T } from '#lib/i18n/index.ts';
import type {
  AttendanceSheetTexts,
  CertificateTexts,
  DevelopmentPlanTexts,
  LetterTexts,
  OwnDataTexts,
  ListTexts,
  ParticipantCardTexts,
  ProgrammeTexts,
  SignInCardTexts,
} from './templates.ts';

/** The same on every demonstration, whatever its language: whoever finds the paper shall understand it. */
const DEMO_MARK = 'DEMO · ҮЛГІ · ОБРАЗЕЦ';

export const CERTIFICATE_ROLES = ['participant', 'speaker', 'moderator', 'organiser', 'graduate', 'learner', 'mentor', 'volunteer'] as const;
export type CertificateRole = (typeof CERTIFICATE_ROLES)[number];

/** The fixed words of a certificate. `verifyUrl` is spoken where the eye sees the QR code. */
export function certificateTexts(t: T, role: CertificateRole, verifyUrl: string): CertificateTexts {
  return {
    title: t(`pdf.certificate.title_${role}`),
    before: t(`pdf.certificate.before_${role}`),
    after: t(`pdf.certificate.after_${role}`),
    number: t('pdf.certificate.number'),
    issued: t('pdf.certificate.issued'),
    verify: t('pdf.certificate.verify'),
    code: t('pdf.certificate.code'),
    qrAlt: t('pdf.certificate.qr_alt', { address: verifyUrl }),
    attached: t('pdf.certificate.attached'),
    demo: t('pdf.certificate.demo'),
    demoMark: DEMO_MARK,
  };
}

/** Which rule was met, as the certificate states it. */
export type CertificateRule =
  /** Ratios between 0 and 1. */
  { kind: 'share'; share: number; required: number } | { kind: 'minutes'; required: number } | { kind: 'codes' };

export interface CertificateLines {
  minutesLine: string | null;
  hoursLine: string | null;
  ruleLine: string | null;
  collectiveLine: string | null;
  legalLine: string | null;
  roleLine: string | null;
}

/** The lines of a certificate that carry figures, in words; what is null is left out. */
export function certificateLines(
  t: T,
  facts: {
    minutes: number | null;
    academicHours: number | null;
    rule: CertificateRule | null;
    /** Name of the reading room whose contact person confirmed the minutes. */
    collectivePlace: string | null;
    talkTitle: string | null;
    /** True when the issuer has no licence for documents of qualification. */
    statesNoQualification: boolean;
  },
): CertificateLines {
  const { minutes, academicHours, rule, collectivePlace, talkTitle } = facts;
  return {
    minutesLine: minutes === null ? null : t('pdf.certificate.minutes', { minutes }),
    hoursLine: academicHours === null ? null : t('pdf.certificate.hours', { hours: academicHours }),
    ruleLine: rule === null ? null : ruleLine(t, rule),
    collectiveLine: collectivePlace === null ? null : t('pdf.certificate.collective', { place: collectivePlace }),
    legalLine: facts.statesNoQualification ? t('pdf.certificate.legal') : null,
    roleLine: talkTitle === null ? null : t('pdf.certificate.talk', { title: talkTitle }),
  };
}

function ruleLine(t: T, rule: CertificateRule): string {
  if (rule.kind === 'codes') return t('pdf.certificate.rule_codes');
  if (rule.kind === 'minutes') return t('pdf.certificate.rule_minutes', { required: rule.required });
  // Rounded down: 84.6 % must never be printed as 85 %.
  const share = Math.floor(rule.share * 100 + 1e-9) / 100;
  return t('pdf.certificate.rule_share', { share, required: rule.required });
}

export function letterTexts(t: T, registerUrl: string): LetterTexts {
  return {
    kind: t('pdf.letter.kind'),
    topics: t('pdf.letter.topics'),
    dates: t('pdf.letter.dates'),
    place: t('pdf.letter.place'),
    localTime: t('pdf.letter.local_time'),
    formats: t('pdf.letter.formats'),
    deadlines: t('pdf.letter.deadlines'),
    languages: t('pdf.letter.languages'),
    register: t('pdf.letter.register'),
    scan: t('pdf.letter.scan'),
    qrAlt: t('pdf.letter.qr_alt', { address: registerUrl }),
    contacts: t('pdf.letter.contacts'),
    ...demo(t),
  };
}

export function programmeTexts(t: T): ProgrammeTexts {
  return {
    kind: t('pdf.programme.kind'),
    dates: t('pdf.sheet.dates'),
    hostTime: t('pdf.sheet.host_time'),
    talk: t('pdf.programme.talk'),
    ...demo(t),
  };
}

/** The line of a section that names its moderators; null when it has none. */
export function moderatorsLine(t: T, names: readonly string[]): string | null {
  return names.length === 0 ? null : t('pdf.programme.moderator', { names: names.join(', ') });
}

export function attendanceSheetTexts(t: T): AttendanceSheetTexts {
  return {
    kind: t('pdf.attendance_sheet.kind'),
    dates: t('pdf.sheet.dates'),
    organisation: t('pdf.attendance_sheet.organisation'),
    contact: t('pdf.attendance_sheet.contact'),
    right: t('pdf.attendance_sheet.right'),
    number: t('pdf.attendance_sheet.number'),
    name: t('pdf.attendance_sheet.name'),
    signature: t('pdf.attendance_sheet.signature'),
    minutes: t('pdf.attendance_sheet.minutes'),
    confirmed: t('pdf.attendance_sheet.confirmed'),
    contactSignature: t('pdf.attendance_sheet.contact_signature'),
    date: t('pdf.attendance_sheet.date'),
    ...demo(t),
  };
}

export const listTexts = (t: T): ListTexts => demo(t);

/** What the contact person stated when giving the names, with the date written out. */
export function rightStatement(t: T, date: string): string {
  return t('pdf.attendance_sheet.right_statement', { date });
}

export function participantCardTexts(t: T): ParticipantCardTexts {
  return {
    kind: t('pdf.participant_card.kind'),
    name: t('pdf.participant_card.name'),
    open: t('pdf.participant_card.open'),
    scan: t('pdf.participant_card.scan'),
    private: t('pdf.participant_card.private'),
    ...demo(t),
  };
}

/** The fixed words of sign-in cards; `address` is spoken where the eye sees the QR code. */
export function signInCardTexts(t: T, address: string): SignInCardTexts {
  return {
    kind: t('access.card.heading'),
    address: t('access.card.address'),
    signInName: t('access.card.sign_in_name'),
    code: t('access.card.code'),
    lastDay: t('access.card.last_day'),
    how: t('access.card.how'),
    qrAlt: t('pdf.sign_in_card.qr_alt', { address }),
    ...demo(t),
  };
}

/** `zone` as printed: «Павлодар, UTC+5». */
export function cardHostLine(t: T, zone: string): string {
  return t('pdf.participant_card.host_time', { zone });
}

/** `contact` as printed: name and telephone. */
export function cardHelpLine(t: T, contact: string): string {
  return t('pdf.participant_card.help', { contact });
}

/** What a listener hears for the QR code of a card. */
export function cardQrAlt(t: T, name: string): string {
  return t('pdf.participant_card.qr_alt', { name });
}

/** What a listener hears for the picture of a handwritten signature. */
export function signatureAlt(t: T, name: string): string {
  return t('pdf.sheet.signature', { name });
}

/** The fixed words of the paper that shows somebody what is held about her; `date` is written out. */
export function ownDataTexts(t: T, date: string): OwnDataTexts {
  return { kind: t('privacy.data.title'), made: t('privacy.data.made', { date }), ...demo(t) };
}

/** The fixed words of a plan of development; `date` is written out. */
export function developmentPlanTexts(t: T, date: string): DevelopmentPlanTexts {
  return {
    kind: t('plans.paper.kind'),
    made: t('plans.paper.made', { date }),
    employee: t('plans.paper.employee'),
    post: t('plans.paper.post'),
    head: t('plans.paper.head'),
    number: t('plans.paper.number'),
    signature: t('plans.paper.signature'),
    date: t('plans.paper.date'),
    talk: t('plans.paper.talk'),
    ...demo(t),
  };
}

function demo(t: T): { demo: string; demoMark: string } {
  return { demo: t('pdf.sheet.demo'), demoMark: DEMO_MARK };
}
