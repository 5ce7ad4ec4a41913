/** A small webinar that people apply for, and an event that has only just been begun. Texts are ours. */
export const WEBINAR = {
  title: {
    kk: 'Ауыл кітапханасында мамандық таңдауға көмектесу',
    ru: 'Как сельская библиотека помогает выбрать профессию',
    en: 'How a rural library helps to choose a profession',
  },
  summary: {
    kk: 'Шағын вебинар: екі баяндама және сұрақтарға жауап. Орын аз, сондықтан өтінімді ұйымдастырушы қарайды.',
    ru: 'Небольшой вебинар: два доклада и ответы на вопросы. Мест мало, поэтому заявки рассматривает организатор.',
    en: 'A small webinar: two talks and answers to questions. Places are few, so the organiser decides on applications.',
  },
  description: {
    kk: 'Әңгіме ауылдағы он мың тұрғынға бір кітапхана қызмет ететін жерлер туралы: мектеппен қалай келісу керек, мамандықпен кездесуді қалай өткізу керек, қандай тест тапсырған дұрыс.',
    ru: 'Поговорим о сёлах, где библиотека одна: как договориться со школой, как провести встречу с человеком профессии, какой тест предложить подростку.',
    en: 'We talk about villages with a single library: how to agree with the school, how to invite somebody from a profession, which test to offer a teenager.',
  },
} as const;

export const WEBINAR_TALKS = [
  {
    starts: '15:00',
    ends: '15:35',
    title: { kk: 'Мектеппен келісім: бірінші қадам', ru: 'Договор со школой: первый шаг', en: 'Agreeing with the school: the first step' },
    abstract: {
      kk: 'Үш ауылдың тәжірибесі: кім кімге бірінші хат жазды және неден бастады.',
      ru: 'Опыт трёх сёл: кто кому написал первым и с чего начали.',
      en: 'Three villages: who wrote to whom first, and what they began with.',
    },
    language: 'kk',
    country: 'KZ',
    speaker: 'Әлімова Мөлдір Қанатқызы',
  },
  {
    starts: '15:35',
    ends: '16:05',
    title: { kk: 'Кәсіби бағдар сөресі: не қою керек', ru: 'Полка профориентации: что на ней должно стоять', en: 'A career shelf: what belongs on it' },
    abstract: {
      kk: 'Жиырма кітаптан тұратын тізім және оны жыл сайын жаңарту тәртібі.',
      ru: 'Список из двадцати книг и порядок его ежегодного обновления.',
      en: 'A list of twenty books and how to renew it every year.',
    },
    language: 'ru',
    country: 'RU',
    speaker: 'Сафонова Галина Петровна',
  },
] as const;

export const WEBINAR_DISCUSSION = { kk: 'Сұрақ-жауап', ru: 'Вопросы и ответы', en: 'Questions and answers' } as const;

/** Still in preparation: no talks, no summary, one language. */
export const DRAFT = {
  title: { kk: 'Ауыл кітапханашысының күні' },
  sitting: { kk: 'Таңертеңгі бөлім' },
} as const;

/** Where the speakers and moderators of the demo work: invented institutions. */
export const INSTITUTIONS: Record<string, { post: string; organisation: string }> = {
  KZ: { post: 'әдіскер', organisation: 'Облыстық ғылыми-әдістемелік орталық (үлгі)' },
  RU: { post: 'заведующая отделом', organisation: 'Областная юношеская библиотека (пример)' },
  BY: { post: 'метадыст', organisation: 'Абласная бібліятэка (прыклад)' },
  KG: { post: 'усулчу', organisation: 'Шаардык китепкана № 2 (үлгү)' },
  AM: { post: 'մեթոդիստ', organisation: 'Մարզային գրադարան (օրինակ)' },
};
