import type { Locale } from '#lib/i18n/index.ts';

export interface Signatory {
  /** Post as printed, for example «Директор». */
  post: string;
  name: string;
  /** The handwritten signature: a name in `images` of the job and its description. Without it a line is left for the pen. */
  signature?: { image: string; alt: string } | null;
  /** Where it is another language than that of the page. */
  lang?: Locale;
}

export interface CertificateTexts {
  /** «Сертификат участника» */
  title: string;
  /** Above the name: «Настоящим подтверждается участие» */
  before: string;
  /** Between the name and the event: «в мероприятии» */
  after: string;
  number: string;
  issued: string;
  /** «Проверка сертификата» */
  verify: string;
  code: string;
  /** Description of the QR code for those who listen. */
  qrAlt: string;
  /** What the attached file is: «Подписанные данные сертификата для проверки программой». */
  attached: string;
  /** The sentence that says the same as the mark to those who listen. */
  demo: string;
  /** The big mark across the page: «DEMO / ҮЛГІ / ОБРАЗЕЦ». */
  demoMark: string;
}

/** A picture of an organisation: a name in `images` of the job and what a listener hears. */
export interface CertificatePicture {
  image: string;
  alt: string;
}

/** What an organisation chose for its certificates; without it they look as we made them. */
export interface CertificateDesign {
  /** `#rrggbb` for frame, rules and ornament; the second for titles. */
  accent: string;
  accentDeep: string;
  ornament: boolean;
  /** `altSecond`: the same said in the second language. */
  logo: (CertificatePicture & { altSecond?: string }) | null;
  seal: CertificatePicture | null;
}

/** The lines of a certificate that are written in one language. */
export interface CertificateWords {
  eventKind: string | null;
  eventTitle: string;
  organisation: string;
  dates: string;
  roleLine: string | null;
  minutesLine: string | null;
  hoursLine: string | null;
  ruleLine: string | null;
  /** «действителен по 19 мая 2028 г. включительно»; null or none: for good. */
  validLine?: string | null;
  collectiveLine: string | null;
  legalLine: string | null;
  /** What she can do now, in words of whoever taught it. */
  competenciesLine?: string | null;
  /** Under everything else: the organisation's own sentence. */
  closing?: string | null;
  issuedOn: string;
  signatories: Signatory[];
}

/** The other half of a paper in two languages. */
export interface SecondHalf extends CertificateWords {
  lang: Locale;
  texts: CertificateTexts;
}
