import { translator } from '#lib/i18n/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import {
  attendanceSheetTexts,
  cardHelpLine,
  cardHostLine,
  cardQrAlt,
  certificateLines,
  certificateTexts,
  letterTexts,
  listTexts,
  moderatorsLine,
  developmentPlanTexts,
  ownDataTexts,
  participantCardTexts,
  programmeTexts,
  rightStatement,
  signInCardTexts,
} from '#server/platform/pdf/index.ts';
import type {
  AttendanceSheetData,
  CertificateData,
  InformationLetterData,
  DevelopmentPlanData,
  OwnDataData,
  ListData,
  ParticipantCardData,
  ProgrammeData,
  SignInCardData,
} from '#server/platform/pdf/index.ts';

/** Documents with plausible content in every language, for tests, measurements and for looking at. People are invented. */

interface Words {
  name: string;
  event: string;
  kind: string;
  organisation: string;
  dates: string;
  issued: string;
  post: string;
  signatory: string;
  country: string;
  sentence: string;
}

const WORDS: Record<Locale, Words> = {
  kk: {
    name: 'Айгүл Серікқызы Сәтбаева',
    event: 'Ертеңгі маманның құзыреттері. Кітапхана кәсіптік бағдар беру жүйесінде',
    kind: 'Халықаралық ғылыми-практикалық онлайн-семинар',
    organisation: 'Павлодар облыстық әмбебап ғылыми кітапханасы',
    dates: '2027 ж. 18–19 мамыр',
    issued: '2027 ж. 20 мамыр',
    post: 'Директор',
    signatory: 'Ж. Б. Ахметова',
    country: 'Қазақстан',
    sentence: 'Семинарда жастардың кәсіп таңдауына кітапхана қалай көмектесетіні талқыланады.',
  },
  ru: {
    name: 'Анна Сергеевна Лукьянова',
    event: 'Компетенции профессионала завтрашнего дня. Библиотека в системе профориентации',
    kind: 'Международный научно-практический онлайн-семинар',
    organisation: 'Павлодарская областная универсальная научная библиотека',
    dates: '18–19 мая 2027 г.',
    issued: '20 мая 2027 г.',
    post: 'Директор',
    signatory: 'Ж. Б. Ахметова',
    country: 'Россия',
    sentence: 'На семинаре обсуждается, как библиотека помогает молодым людям выбрать профессию.',
  },
  en: {
    name: 'Aigul Satbayeva',
    event: 'Competencies of the professional of tomorrow. Library in the system of career guidance',
    kind: 'International online seminar',
    organisation: 'Pavlodar Regional Universal Scientific Library',
    dates: '18–19 May 2027',
    issued: '20 May 2027',
    post: 'Director',
    signatory: 'Zh. B. Akhmetova',
    country: 'Kazakhstan',
    sentence: 'The seminar discusses how a library helps young people to choose a profession.',
  },
  ky: {
    name: 'Нургүл Өмүрбек кызы Токтогулова',
    event: 'Эртеңки адистин компетенттүүлүктөрү. Китепкана кесиптик багыт берүү системасында',
    kind: 'Эл аралык илимий-практикалык онлайн-семинар',
    organisation: 'Павлодар облустук китепканасы',
    dates: '2027-ж., 18–19-май',
    issued: '2027-ж., 20-май',
    post: 'Директор',
    signatory: 'Ж. Б. Ахметова',
    country: 'Кыргызстан',
    sentence: 'Семинарда китепкана жаштарга кесип тандоого кантип жардам бериши талкууланат.',
  },
  be: {
    name: 'Вольга Аляксееўна Лукашэвіч',
    event: 'Кампетэнцыі прафесіянала заўтрашняга дня. Бібліятэка ў сістэме прафарыентацыі',
    kind: 'Міжнародны навукова-практычны анлайн-семінар',
    organisation: 'Паўладарская абласная бібліятэка',
    dates: '18–19 мая 2027 г.',
    issued: '20 мая 2027 г.',
    post: 'Дырэктар',
    signatory: 'Ж. Б. Ахметава',
    country: 'Беларусь',
    sentence: 'На семінары абмяркоўваецца, як бібліятэка дапамагае моладзі выбраць прафесію.',
  },
  hy: {
    name: 'Աննա Սարգսի Գրիգորյան',
    event: 'Վաղվա մասնագետի կոմպետենցիաները։ Գրադարանը մասնագիտական կողմնորոշման համակարգում',
    kind: 'Միջազգային գիտագործնական առցանց սեմինար',
    organisation: 'Պավլոդարի մարզային գրադարան',
    dates: '18–19 մայիսի, 2027 թ.',
    issued: '20 մայիսի, 2027 թ.',
    post: 'Տնօրեն',
    signatory: 'Ժ. Բ. Ախմետովա',
    country: 'Հայաստան',
    sentence: 'Սեմինարին քննարկվում է, թե ինչպես է գրադարանն օգնում երիտասարդներին ընտրել մասնագիտություն։',
  },
};

export const SAMPLE_MOMENT = new Date('2027-05-20T06:00:00Z');

export function sampleCertificate(lang: Locale): CertificateData {
  const words = WORDS[lang];
  const t = translator(lang);
  const verifyUrl = 'https://sheberlik.example.kz/c/7KQ2-M9XD-4TRA';
  return {
    lang,
    texts: certificateTexts(t, 'participant', verifyUrl),
    ...certificateLines(t, {
      minutes: 345,
      academicHours: null,
      rule: { kind: 'share', share: 0.92, required: 0.85 },
      collectivePlace: null,
      talkTitle: null,
      statesNoQualification: false,
    }),
    name: words.name,
    eventKind: words.kind,
    eventTitle: words.event,
    organisation: words.organisation,
    dates: words.dates,
    number: 'PVL-2027-S-00417',
    issuedOn: words.issued,
    signatories: [{ post: words.post, name: words.signatory }],
    verifyUrl,
    credential: null,
    verifyCode: '7KQ2-M9XD-4TRA',
    watermark: null,
  };
}

/** As much as the forms let in: a name of 120 letters, a title of 250, every optional line, three signatories, a demonstration. */
export function longCertificate(lang: Locale): CertificateData {
  const short = sampleCertificate(lang);
  const words = WORDS[lang];
  const t = translator(lang);
  const signatory = {
    post: `${words.post}, ${words.organisation}`,
    name: `${words.signatory}-${words.signatory.slice(6)}`,
  };
  return {
    ...short,
    texts: certificateTexts(t, 'speaker', short.verifyUrl),
    ...certificateLines(t, {
      minutes: 1345,
      academicHours: 16,
      rule: { kind: 'share', share: 0.9249, required: 0.85 },
      collectivePlace: words.organisation,
      talkTitle: fill(words.event, 200),
      statesNoQualification: true,
    }),
    name: fill(words.name, 120),
    eventTitle: fill(words.event, 250),
    organisation: fill(words.organisation, 200),
    verifyUrl: 'https://sheberlik.a-rather-long-name-of-a-regional-library.example.kz/c/7KQ2-M9XD-4TRA',
    signatories: [signatory, signatory, signatory],
    watermark: 'demo',
  };
}

export function sampleLetter(lang: Locale): InformationLetterData {
  const words = WORDS[lang];
  const registerUrl = `https://sheberlik.example.kz/${lang}/seminars/tomorrow/register`;
  return {
    lang,
    texts: letterTexts(translator(lang), registerUrl),
    organisation: words.organisation,
    letterhead: ['+7 718 232 00 00 · seminar@library.example.kz', 'sheberlik.example.kz'],
    reference: '№ 145, 02.03.2027',
    addressee: null,
    title: words.event,
    eventKind: words.kind,
    paragraphs: [`${words.sentence} ${words.sentence}`, words.sentence],
    topics: [words.event, words.sentence, words.event],
    hostZone: 'Павлодар, UTC+5',
    zones: ['Минск, UTC+3', 'Москва, UTC+3', 'Ереван, UTC+4', 'Бишкек, UTC+6'],
    moments: [
      { label: '18.05.2027', host: '10:00–17:30', local: ['08:00–15:30', '08:00–15:30', '09:00–16:30', '11:00–18:30'] },
      { label: '19.05.2027', host: '10:00–14:00', local: ['08:00–12:00', '08:00–12:00', '09:00–13:00', '11:00–15:00'] },
    ],
    place: null,
    languages: 'қазақша, русский, English',
    formats: [
      { name: words.post, note: words.sentence },
      { name: words.country, note: null },
    ],
    deadlines: [
      { what: words.sentence, when: '01.05.2027' },
      { what: words.event, when: '15.05.2027' },
    ],
    registerText: words.sentence,
    registerUrl,
    contacts: [
      { label: words.signatory, value: '+7 718 232 00 00' },
      { label: 'E-mail', value: 'seminar@library.example.kz' },
    ],
    signatory: { post: words.post, name: words.signatory },
    watermark: null,
  };
}

/** A programme of two days with `talks` talks, a pause after every fourth. */
export function sampleProgramme(lang: Locale, talks = 24): ProgrammeData {
  const words = WORDS[lang];
  const t = translator(lang);
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const sections = Array.from({ length: 4 }, (_, section) => ({
    title: words.event,
    place: section % 2 === 0 ? words.kind : null,
    moderators: moderatorsLine(t, section === 0 ? [] : [words.signatory, words.name]),
    talks: Array.from({ length: Math.ceil(talks / 4) }, (_, index) => {
      const start = 600 + index * 20 + (section % 2) * 240;
      const pause = index % 4 === 3;
      return {
        time: `${clock(start)}–${clock(start + 20)}`,
        timeSecond: `${clock(start - 120)}–${clock(start - 100)}`,
        title: pause ? words.dates : `${section + 1}.${index + 1}. ${words.sentence}`,
        pause,
        speakers: pause ? [] : [`${words.name}, ${words.organisation}`],
        note: pause ? null : words.country,
      };
    }),
  }));
  return {
    lang,
    texts: programmeTexts(t),
    organisation: words.organisation,
    eventKind: words.kind,
    title: words.event,
    dates: words.dates,
    hostZone: 'Павлодар, UTC+5',
    secondZone: 'Минск, UTC+3',
    days: [
      { title: words.dates, sections: sections.slice(0, 2) },
      { title: words.issued, sections: sections.slice(2) },
    ],
    watermark: null,
  };
}

export function sampleSheet(lang: Locale, names = 30): AttendanceSheetData {
  const words = WORDS[lang];
  const t = translator(lang);
  return {
    lang,
    texts: attendanceSheetTexts(t),
    organisation: words.organisation,
    contactPerson: words.signatory,
    eventTitle: words.event,
    organiser: words.organisation,
    dates: words.dates,
    rightStatement: rightStatement(t, words.issued),
    names: Array.from({ length: names }, (_, index) => `${words.name} ${index + 1}`),
    blankLines: 5,
    watermark: null,
  };
}

export function sampleOwnData(lang: Locale): OwnDataData {
  const words = WORDS[lang];
  const t = translator(lang);
  const item = [
    { term: t('ui.field.full_name'), text: words.name },
    { term: t('ui.field.organisation'), text: words.organisation },
  ];
  return { lang, texts: ownDataTexts(t, words.issued), network: words.organisation, name: words.name, sections: [{ title: t('people.own.title'), items: [item, item] }], watermark: null };
}

export function samplePlan(lang: Locale, rows = 12): DevelopmentPlanData {
  const words = WORDS[lang];
  const t = translator(lang);
  return {
    ...{ lang, texts: developmentPlanTexts(t, words.issued), organisation: words.organisation, name: words.name, post: words.post, head: words.name, notice: t('plans.paper.draft') },
    facts: [{ term: t('plans.field.period'), text: words.dates }, { term: t('plans.field.goal'), text: words.sentence }],
    columns: [t('plans.field.item'), t('plans.field.steps'), t('plans.field.action'), t('plans.field.due'), t('plans.field.result')],
    rows: Array.from({ length: rows }, () => [words.event, '1–3', words.sentence, words.dates, words.sentence]),
    words: [{ who: words.name, text: words.sentence }],
    watermark: null,
  };
}

export function sampleList(lang: Locale, rows = 60): ListData {
  const words = WORDS[lang];
  return {
    lang,
    texts: listTexts(translator(lang)),
    organisation: words.organisation,
    title: words.kind,
    caption: words.sentence,
    asOf: words.dates,
    columns: [
      { title: words.post, width: 3, numeric: false },
      { title: words.country, width: 4, numeric: false },
      { title: '%', width: 1, numeric: true },
    ],
    rows: Array.from({ length: rows }, (_, index) => [`${words.name} ${index + 1}`, words.organisation, String(index)]),
    watermark: null,
  };
}

export function sampleCards(lang: Locale, count = 3): ParticipantCardData {
  const words = WORDS[lang];
  const t = translator(lang);
  return {
    lang,
    texts: participantCardTexts(t),
    eventTitle: words.event,
    dates: words.dates,
    hostLine: cardHostLine(t, 'Павлодар, UTC+5'),
    organiser: words.organisation,
    help: cardHelpLine(t, `${words.signatory}, +7 718 232 00 00`),
    cards: Array.from({ length: count }, (_, index) => ({
      name: `${words.name} ${index + 1}`,
      organisation: words.organisation,
      url: `https://sheberlik.example.kz/r/3fH7kQ2mXv9TzLw4Rb8Yp${index}`,
      qrAlt: cardQrAlt(t, words.name),
    })),
    watermark: null,
  };
}

export function sampleSignInCards(lang: Locale, count = 3): SignInCardData {
  const words = WORDS[lang];
  const address = `https://sheberlik.example.kz/${lang}/sign-in/card`;
  return {
    lang,
    texts: signInCardTexts(translator(lang), address),
    network: words.organisation,
    address,
    cards: Array.from({ length: count }, (_, index) => ({ name: `${words.name} ${index + 1}`, signInName: words.name, code: `AB${index + 2}DE-FGHJK`, lastDay: words.issued })),
    watermark: null,
  };
}

/** Words of the sample repeated and cut to exactly `length` letters. */
export function fill(text: string, length: number): string {
  return `${text} `
    .repeat(Math.ceil(length / text.length))
    .slice(0, length - 1)
    .padEnd(length, 'я');
}
