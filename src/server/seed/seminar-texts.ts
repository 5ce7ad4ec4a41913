/** The international online seminar of the demo: real topics of the field, invented speakers. Texts are ours. */
type Three = { kk: string; ru: string; en: string };

export const EVENT = {
  title: {
    kk: 'Ертеңгі маманның құзыреттері. Кітапхана кәсіптік бағдар беру жүйесінде',
    ru: 'Компетенции профессионала завтрашнего дня. Библиотека в системе профориентации',
    en: 'Competencies of the professional of tomorrow. Library in the system of career guidance',
    ky: 'Эртеңки адистин компетенциялары. Китепкана кесипке багыттоо тутумунда',
    be: 'Кампетэнцыі прафесіянала заўтрашняга дня. Бібліятэка ў сістэме прафарыентацыі',
    hy: 'Վաղվա մասնագետի կարողությունները։ Գրադարանը մասնագիտական կողմնորոշման համակարգում',
  },
  summary: {
    kk: 'Бес елдің кітапханашыларына арналған халықаралық ғылыми-практикалық онлайн-семинар: екі күн, бес тақырып, үш жұмыс тілі.',
    ru: 'Международный научно-практический онлайн-семинар для библиотекарей пяти стран: два дня, пять тем, три рабочих языка.',
    en: 'An international online seminar for librarians of five countries: two days, five topics, three working languages.',
  },
  description: {
    kk: 'Семинарда жастардың бәсекеге қабілеттілігі мен кәсіби табысы неге байланысты екенін, кітапхана мектеп оқушысына мамандық таңдауға қалай көмектесетінін және жаңа қызметкерді кім, қалай үйрететінін талқылаймыз.\n\nБаяндамалармен қатар әр тақырып бойынша сұрақтарға уақыт бөлінеді. Қатысу тегін. Сертификат қатысқан минуттарыңыз бойынша беріледі.',
    ru: 'На семинаре мы обсудим, от чего зависят конкурентоспособность и профессиональный успех молодых людей, как библиотека помогает школьнику выбрать профессию и кто и как учит нового сотрудника.\n\nПосле докладов по каждой теме предусмотрено время для вопросов. Участие бесплатное. Сертификат выдаётся по минутам присутствия.',
    en: 'We discuss what the competitiveness and the professional success of young people depend on, how a library helps a pupil to choose a profession, and who teaches a newcomer and how.\n\nEach topic leaves time for questions. Taking part is free. Certificates are issued by minutes of presence.',
  },
  aim: {
    kk: 'Кадр даярлау мен кәсіпке тарту тәжірибесімен алмасу, кітапханалардың бірлескен іс-қимылын келісу.',
    ru: 'Обменяться опытом подготовки кадров и привлечения в профессию, договориться о совместных действиях библиотек.',
    en: 'To exchange experience of training staff and of attracting people into the profession, and to agree on joint action of libraries.',
  },
  requirements: {
    kk: 'Баяндама – 20 минутқа дейін, талқылау – 10 минут. Жұмыс тілдері: қазақ, орыс, ағылшын. Материалдар семинардан кейін жинақта жарияланады.',
    ru: 'Доклад – до 20 минут, обсуждение – 10 минут. Рабочие языки: казахский, русский, английский. Материалы будут опубликованы в сборнике после семинара.',
    en: 'Talks take up to 20 minutes, discussion 10 minutes. Working languages: Kazakh, Russian, English. Papers are published after the seminar.',
  },
} as const;

export const SITTINGS: { title: Three }[] = [
  { title: { kk: 'Бірінші күн', ru: 'День первый', en: 'Day one' } },
  { title: { kk: 'Екінші күн', ru: 'День второй', en: 'Day two' } },
];

export interface SeedTalk {
  kind: 'opening' | 'talk' | 'break' | 'discussion' | 'closing';
  minutes: number;
  title: Three;
  language?: 'kk' | 'ru' | 'en' | 'ky' | 'be' | 'hy';
  interpretation?: ('kk' | 'ru' | 'en')[];
  country?: string;
  speaker?: string;
  abstract?: Three;
}

export interface SeedSection {
  sitting: 0 | 1;
  title: Three;
  moderator: string;
  talks: SeedTalk[];
}

export const OPENING: SeedTalk = {
  kind: 'opening',
  minutes: 15,
  title: { kk: 'Ашылуы. Құттықтау сөз', ru: 'Открытие. Приветствие', en: 'Opening. Words of welcome' },
};
export const BREAK: SeedTalk = { kind: 'break', minutes: 15, title: { kk: 'Үзіліс', ru: 'Перерыв', en: 'Break' } };
export const CLOSING: SeedTalk = {
  kind: 'closing',
  minutes: 20,
  title: { kk: 'Қорытынды. Қарар жобасы', ru: 'Подведение итогов. Проект резолюции', en: 'Summing up. Draft resolution' },
};

export const SECTIONS: SeedSection[] = [
  {
    sitting: 0,
    title: { kk: 'ХХІ ғасырдың негізгі құзыреттері', ru: 'Ключевые компетенции XXI века', en: 'Key competencies of the XXI century' },
    moderator: 'Жұмабекова Айгүл Серікқызы',
    talks: [
      {
        kind: 'talk',
        minutes: 30,
        title: {
          kk: 'Жастардың бәсекеге қабілеттілігі мен кәсіби табысы неге байланысты?',
          ru: 'От чего зависят конкурентоспособность и профессиональный успех молодых людей?',
          en: 'What do the competitiveness and professional success of young people depend on?',
        },
        language: 'ru',
        interpretation: ['kk', 'en'],
        country: 'RU',
        speaker: 'Воронова Елена Михайловна',
        abstract: {
          kk: 'Жас маманнан жұмыс беруші бірінші жылы не күтеді және кітапхана мұны үйренуге қалай көмектеседі.',
          ru: 'Чего работодатель ждёт от молодого специалиста в первый год и чему из этого можно научиться в библиотеке.',
          en: 'What employers expect of a young specialist in the first year, and what of it can be learnt in a library.',
        },
      },
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Сыни ойлау мен ақпараттық сауаттылық: оқырманмен бірге үйрену',
          ru: 'Критическое мышление и информационная грамотность: учимся вместе с читателем',
          en: 'Critical thinking and information literacy: learning together with the reader',
        },
        language: 'kk',
        interpretation: ['ru'],
        country: 'KZ',
        speaker: 'Сәтбаева Динара Маратқызы',
      },
    ],
  },
  {
    sitting: 0,
    title: { kk: 'Кадрлар даярлау жүйесі', ru: 'Система подготовки библиотечных кадров', en: 'The system of training library personnel' },
    moderator: 'Жұмабекова Айгүл Серікқызы',
    talks: [
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Беларусьтің кітапхана кадрларын даярлау жүйесі: колледжден бастап үздіксіз білім беруге дейін',
          ru: 'Система подготовки библиотечных кадров Беларуси: от колледжа до непрерывного образования',
          en: 'Training library personnel in Belarus: from college to continuing education',
        },
        language: 'be',
        interpretation: ['ru', 'kk'],
        country: 'BY',
        speaker: 'Лукашэвіч Вольга Сяргееўна',
      },
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Қырғыз Республикасында кітапханашыларды оқытудың жаңа мүмкіндіктері',
          ru: 'Новые возможности обучения библиотекарей в Кыргызской Республике',
          en: 'New training opportunities for librarians in the Kyrgyz Republic',
        },
        language: 'ky',
        interpretation: ['ru', 'kk'],
        country: 'KG',
        speaker: 'Токтогулова Назгүл',
      },
    ],
  },
  {
    sitting: 0,
    title: { kk: 'Кәсіпке келу жолдары', ru: 'Пути в профессию', en: 'Ways into the profession' },
    moderator: 'Нұрғалиева Шолпан Асқарқызы',
    talks: [
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Волонтерлік – кәсіпке тартудың жолы',
          ru: 'Волонтёрство как способ вовлечения в профессию',
          en: 'Volunteering as a way of involvement in the profession',
        },
        language: 'ru',
        interpretation: ['kk'],
        country: 'RU',
        speaker: 'Мельникова Юлия Сергеевна',
      },
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Дублер күні: оқушы бір күн кітапханашы болғанда',
          ru: 'День дублёра: школьник на один день становится библиотекарем',
          en: 'The understudy day: a pupil becomes a librarian for a day',
        },
        language: 'kk',
        interpretation: ['ru', 'en'],
        country: 'KZ',
        speaker: 'Тілеубаева Мөлдір Қанатқызы',
      },
    ],
  },
  {
    sitting: 1,
    title: { kk: 'Тәлімгерлік', ru: 'Наставничество', en: 'Mentoring' },
    moderator: 'Нұрғалиева Шолпан Асқарқызы',
    talks: [
      {
        kind: 'talk',
        minutes: 30,
        title: {
          kk: 'Тәлімгерлік – кәсіби бейімделудің бейресми үдерісі',
          ru: 'Наставничество как неформальный процесс профессиональной адаптации',
          en: 'Mentoring as an informal process of professional adaptation',
        },
        language: 'ru',
        interpretation: ['kk', 'en'],
        country: 'RU',
        speaker: 'Тихонова Вера Николаевна',
      },
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Арменияның өңірлік кітапханаларындағы жаңа қызметкердің алғашқы үш айы',
          ru: 'Первые три месяца нового сотрудника в региональных библиотеках Армении',
          en: 'The first three months of a newcomer in the regional libraries of Armenia',
        },
        language: 'hy',
        interpretation: ['ru'],
        country: 'AM',
        speaker: 'Հակոբյան Անահիտ',
      },
    ],
  },
  {
    sitting: 1,
    title: { kk: 'Табысты тәжірибелер', ru: 'Успешные практики', en: 'Successful practices' },
    moderator: 'Жұмабекова Айгүл Серікқызы',
    talks: [
      {
        kind: 'talk',
        minutes: 30,
        title: {
          kk: 'Кәсіби шеберлік мектебі: облыс қызметкерлерінің кәсіби даму жүйесі',
          ru: 'Школа профессионального мастерства: система профессионального развития кадров области',
          en: 'The School of professional excellence: a system of professional development for a region',
        },
        language: 'kk',
        interpretation: ['ru', 'en'],
        country: 'KZ',
        speaker: 'Оспанова Гүлнар Бауыржанқызы',
      },
      {
        kind: 'talk',
        minutes: 25,
        title: {
          kk: 'Дуальды оқыту: колледж бен кітапхана бір кестеде',
          ru: 'Дуальное обучение: колледж и библиотека в одном расписании',
          en: 'Dual training: college and library in one timetable',
        },
        language: 'ru',
        interpretation: ['kk'],
        country: 'KZ',
        speaker: 'Ибраев Марат Асқарұлы',
      },
      {
        kind: 'discussion',
        minutes: 30,
        title: {
          kk: 'Дөңгелек үстел: кадр тапшылығын қалай шешеміз?',
          ru: 'Круглый стол: как решать кадровые проблемы?',
          en: 'Round table: how do we solve personnel problems?',
        },
        language: 'ru',
        interpretation: ['kk', 'en'],
        country: 'KZ',
        speaker: 'Нұрғалиева Шолпан Асқарқызы',
      },
    ],
  },
];
