import type { Locale } from '#lib/i18n/index.ts';
import type { CertificateDesign, CertificateTexts, CertificateWords, SecondHalf, Signatory } from './certificate-design.ts';

export type * from './certificate-design.ts';

/**
 * What each printed document holds. All texts are plain strings in the reader's language: fixed words come from `texts.ts`, dates,
 * times and numbers are already written out by the caller. Nothing here is read as markup, so nothing has to be escaped.
 */
interface Document<Texts> {
  lang: Locale;
  texts: Texts;
}

/** Always one page: A4 landscape (`certificate`), portrait (`certificate-portrait`), or landscape in two languages (`certificate-bilingual`, needs `second`). */
export interface CertificateData extends Document<CertificateTexts>, CertificateWords {
  /** Exactly as the person confirmed it. */
  name: string;
  number: string;
  /** Goes into the QR code and is printed without its scheme. */
  verifyUrl: string;
  /** The short address to type by hand together with the code; without it the one in the QR code is printed. */
  verifyPage?: string;
  /** The code to type on the check page; null when the address alone is enough. */
  verifyCode: string | null;
  /** The signed credential that says the same to machines, attached to the paper (relationship *data*); null: none. */
  credential: string | null;
  /** The organisation's template; without it our own design. */
  design?: CertificateDesign | null;
  second?: SecondHalf | null;
  watermark: 'demo' | null;
}

export interface LetterTexts {
  kind: string;
  topics: string;
  dates: string;
  place: string;
  localTime: string;
  formats: string;
  deadlines: string;
  languages: string;
  register: string;
  scan: string;
  qrAlt: string;
  contacts: string;
  demo: string;
  demoMark: string;
}

/** One time in all countries that take part. */
export interface LetterMoment {
  /** «18 мая, понедельник, 1-й день» */
  label: string;
  /** Time at the host with the day when it differs: «10:00–17:30». */
  host: string;
  /** In the order of `zones`. */
  local: string[];
}

/** A4 portrait, one to three pages. */
export interface InformationLetterData extends Document<LetterTexts> {
  organisation: string;
  /** Address, phone, mail of the organisation, one line each. */
  letterhead: string[];
  /** Outgoing number and date as printed, or null. */
  reference: string | null;
  addressee: string | null;
  title: string;
  eventKind: string | null;
  /** Aim and invitation, a paragraph each. */
  paragraphs: string[];
  topics: string[];
  /** «Павлодар, UTC+5» */
  hostZone: string;
  /** «Беларусь (Минск), UTC+3» */
  zones: string[];
  moments: LetterMoment[];
  place: string | null;
  languages: string | null;
  formats: { name: string; note: string | null }[];
  deadlines: { what: string; when: string }[];
  registerText: string | null;
  registerUrl: string;
  contacts: { label: string; value: string }[];
  signatory: Signatory | null;
  watermark: 'demo' | null;
}

export interface ProgrammeTexts {
  kind: string;
  dates: string;
  hostTime: string;
  talk: string;
  demo: string;
  demoMark: string;
}

export interface ProgrammeTalk {
  /** «10:20–10:40» at the host. */
  time: string;
  /** The same in the second zone, with the day when it differs. Ignored when `secondZone` is null. */
  timeSecond: string | null;
  title: string;
  /** A pause or an opening without a speaker is set quieter. */
  pause: boolean;
  /** One line each: «Иванова А. П., Павлодарская ОУНБ». */
  speakers: string[];
  /** «Казахстан · на казахском языке, синхронный перевод на русский» */
  note: string | null;
}

export interface ProgrammeSection {
  title: string | null;
  /** «Платформа 1, зал совещаний», or null. */
  place: string | null;
  /** «Модератор: …», or null. */
  moderators: string | null;
  talks: ProgrammeTalk[];
}

/** A4 portrait, any number of pages, made for a black and white printer. */
export interface ProgrammeData extends Document<ProgrammeTexts> {
  organisation: string;
  eventKind: string | null;
  title: string;
  dates: string;
  /** «Павлодар, UTC+5» */
  hostZone: string;
  /** Head of the second time column: «Минск, UTC+3», or null for one column. */
  secondZone: string | null;
  days: { title: string; sections: ProgrammeSection[] }[];
  watermark: 'demo' | null;
}

export interface AttendanceSheetTexts {
  kind: string;
  dates: string;
  organisation: string;
  contact: string;
  right: string;
  number: string;
  name: string;
  signature: string;
  confirmed: string;
  minutes: string;
  contactSignature: string;
  date: string;
  demo: string;
  demoMark: string;
}

/** A4 portrait; the head of the table repeats on each page. */
export interface AttendanceSheetData extends Document<AttendanceSheetTexts> {
  /** The reading room that registers. */
  organisation: string;
  contactPerson: string;
  eventTitle: string;
  organiser: string;
  dates: string;
  /** The sentence by which the contact person stated the right to give the names, with its date. */
  rightStatement: string;
  names: string[];
  /** Lines left for those who come without being listed. */
  blankLines: number;
  watermark: 'demo' | null;
}

export interface ParticipantCardTexts {
  kind: string;
  name: string;
  open: string;
  scan: string;
  private: string;
  demo: string;
  demoMark: string;
}

export interface ParticipantCard {
  name: string;
  organisation: string | null;
  /** The personal link; whoever holds it is this participant. */
  url: string;
  qrAlt: string;
}

/** A4 portrait, two cards a page, to be cut. */
export interface ParticipantCardData extends Document<ParticipantCardTexts> {
  eventTitle: string;
  dates: string;
  /** «Время организатора: Павлодар, UTC+5» */
  hostLine: string;
  organiser: string;
  /** Whom to call or write when the link does not open: «Помощь: …», or null. */
  help: string | null;
  cards: ParticipantCard[];
  watermark: 'demo' | null;
}

export interface SignInCardTexts {
  kind: string;
  address: string;
  signInName: string;
  code: string;
  lastDay: string;
  how: string;
  qrAlt: string;
  demo: string;
  demoMark: string;
}

/** A4 portrait, eight cards a page, to be cut. */
export interface SignInCardData extends Document<SignInCardTexts> {
  network: string;
  /** The page on which name and code are typed; goes into the QR code, which holds nothing else. */
  address: string;
  cards: { name: string; signInName: string; code: string; lastDay: string }[];
  watermark: 'demo' | null;
}

export interface OwnDataTexts {
  /** «Мои данные» */
  kind: string;
  /** «Составлено: 18.05.2026» */
  made: string;
  demo: string;
  demoMark: string;
}

/** A4 portrait, any number of pages: what is held about one person, for herself. */
export interface OwnDataData extends Document<OwnDataTexts> {
  network: string;
  name: string;
  sections: { title: string; items: { term: string; text: string }[][] }[];
  watermark: 'demo' | null;
}

export interface DevelopmentPlanTexts {
  kind: string;
  made: string;
  employee: string;
  post: string;
  head: string;
  number: string;
  signature: string;
  date: string;
  talk: string;
  demo: string;
  demoMark: string;
}

/** A4 landscape, any number of pages; lines for both to sign at the end. */
export interface DevelopmentPlanData extends Document<DevelopmentPlanTexts> {
  organisation: string;
  name: string;
  post: string;
  /** Who agreed; empty: a line without a name. */
  head: string;
  facts: { term: string; text: string }[];
  /** That it is a draft; empty: nothing is said. */
  notice: string;
  /** Heads of the columns but the number: item, steps, what is done, day, what came of it. */
  columns: string[];
  rows: string[][];
  words: { who: string; text: string }[];
  watermark: 'demo' | null;
}

export interface ListTexts {
  demo: string;
  demoMark: string;
}

/** A4 landscape, any number of pages; the head of the table repeats on each. */
export interface ListData extends Document<ListTexts> {
  /** Whose list it is: the network. */
  organisation: string;
  title: string;
  /** How many there are, and the filters in words. */
  caption: string;
  /** «По состоянию на 18 мая 2026 г.» */
  asOf: string;
  /** The first names its row. `width` is a share of the line. */
  columns: { title: string; width: number; numeric: boolean }[];
  rows: string[][];
  watermark: 'demo' | null;
}

export interface TemplateData {
  certificate: CertificateData;
  'certificate-portrait': CertificateData;
  'certificate-bilingual': CertificateData;
  'information-letter': InformationLetterData;
  programme: ProgrammeData;
  'attendance-sheet': AttendanceSheetData;
  'participant-card': ParticipantCardData;
  'sign-in-card': SignInCardData;
  'own-data': OwnDataData;
  'development-plan': DevelopmentPlanData;
  list: ListData;
}

export type TemplateName = keyof TemplateData;

/** How many repeats of the ornament make a band that is as high on every page. */
const friezeOf = (repeats: number) => (data: CertificateData) => ({ repeats, colour: data.design?.accent ?? '#0a6388' });

interface Template<Data> {
  file: string;
  /** What its QR codes say. */
  qr: (data: Data) => string[];
  frieze?: (data: Data) => { repeats: number; colour: string };
}

/** The file of each template, what its QR code says, and how its ornament is drawn where it is not our own. */
export const TEMPLATES: { [T in TemplateName]: Template<TemplateData[T]> } = {
  certificate: { file: 'certificate.typ', qr: (data) => [data.verifyUrl], frieze: friezeOf(13) },
  'certificate-portrait': { file: 'certificate-portrait.typ', qr: (data) => [data.verifyUrl], frieze: friezeOf(9) },
  'certificate-bilingual': { file: 'certificate-bilingual.typ', qr: (data) => [data.verifyUrl], frieze: friezeOf(14) },
  'information-letter': { file: 'information-letter.typ', qr: (data) => [data.registerUrl] },
  programme: { file: 'programme.typ', qr: () => [] },
  'attendance-sheet': { file: 'attendance-sheet.typ', qr: () => [] },
  'participant-card': { file: 'participant-card.typ', qr: (data) => data.cards.map(({ url }) => url) },
  'sign-in-card': { file: 'sign-in-card.typ', qr: (data) => [data.address] },
  'own-data': { file: 'own-data.typ', qr: () => [] },
  'development-plan': { file: 'development-plan.typ', qr: () => [] },
  list: { file: 'list.typ', qr: () => [] },
};
