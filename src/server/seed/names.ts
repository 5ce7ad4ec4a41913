import type { Random } from './random.ts';

/** Invented people: given names and surnames common in each country, put together by chance. No real person is meant. */
interface Pool {
  women: readonly string[];
  men: readonly string[];
  womenFamily: readonly string[];
  menFamily: readonly string[];
  womenPatronymic: readonly string[];
  menPatronymic: readonly string[];
}

const KK: Pool = {
  women: ['Айгүл', 'Әсел', 'Гүлнар', 'Динара', 'Жанар', 'Қарлығаш', 'Мөлдір', 'Нұргүл', 'Сәуле', 'Ұлжан', 'Шолпан', 'Бибігүл', 'Зәуре', 'Алтынай', 'Балнұр'],
  men: ['Асқар', 'Бауыржан', 'Ғалым', 'Данияр', 'Ержан', 'Қанат', 'Марат', 'Нұрлан', 'Серік', 'Талғат'],
  womenFamily: ['Жұмабекова', 'Сейітова', 'Қасымова', 'Әлімова', 'Нұрғалиева', 'Төлегенова', 'Оспанова', 'Ибраева', 'Мұқанова', 'Ахметова', 'Сәтбаева', 'Бекенова', 'Тілеубаева', 'Құсайынова', 'Рахымова', 'Есімова'],
  menFamily: ['Жұмабеков', 'Сейітов', 'Қасымов', 'Әлімов', 'Нұрғалиев', 'Төлегенов', 'Оспанов', 'Ибраев', 'Мұқанов', 'Ахметов'],
  womenPatronymic: ['Серікқызы', 'Маратқызы', 'Асқарқызы', 'Қанатқызы', 'Бауыржанқызы', 'Нұрланқызы', ''],
  menPatronymic: ['Серікұлы', 'Маратұлы', 'Асқарұлы', 'Қанатұлы', ''],
};
const RU: Pool = {
  women: ['Анна', 'Елена', 'Ирина', 'Людмила', 'Мария', 'Наталья', 'Ольга', 'Светлана', 'Татьяна', 'Юлия', 'Вера', 'Галина'],
  men: ['Александр', 'Андрей', 'Дмитрий', 'Игорь', 'Михаил', 'Павел', 'Сергей', 'Юрий'],
  womenFamily: ['Воронова', 'Гусева', 'Демидова', 'Ершова', 'Лаптева', 'Мельникова', 'Осипова', 'Рябова', 'Сафонова', 'Тихонова', 'Фёдорова', 'Шубина'],
  menFamily: ['Воронов', 'Гусев', 'Демидов', 'Ершов', 'Лаптев', 'Мельников', 'Осипов', 'Рябов'],
  womenPatronymic: ['Александровна', 'Викторовна', 'Ивановна', 'Михайловна', 'Николаевна', 'Петровна', 'Сергеевна'],
  menPatronymic: ['Александрович', 'Викторович', 'Иванович', 'Михайлович', 'Николаевич'],
};
const KY: Pool = {
  women: ['Айнура', 'Бермет', 'Гүлзат', 'Жылдыз', 'Мээрим', 'Назгүл', 'Нуржамал', 'Чынара', 'Эркеайым', 'Асел'],
  men: ['Азамат', 'Бакыт', 'Кубанычбек', 'Мирлан', 'Нурбек', 'Улан'],
  womenFamily: ['Токтогулова', 'Асанова', 'Мамытова', 'Орозбекова', 'Сыдыкова', 'Абдылдаева', 'Турдубаева', 'Жээнбекова'],
  menFamily: ['Асанов', 'Мамытов', 'Орозбеков', 'Сыдыков', 'Абдылдаев'],
  womenPatronymic: [''],
  menPatronymic: [''],
};
const BE: Pool = {
  women: ['Алена', 'Вольга', 'Ганна', 'Ірына', 'Кацярына', 'Людміла', 'Марыя', 'Наталля', 'Святлана', 'Юлія'],
  men: ['Алесь', 'Андрэй', 'Міхаіл', 'Павел', 'Сяргей', 'Яўген'],
  womenFamily: ['Лукашэвіч', 'Казлоўская', 'Навіцкая', 'Грынкевіч', 'Жукоўская', 'Вярбіцкая', 'Сташкевіч', 'Ярашэвіч'],
  menFamily: ['Лукашэвіч', 'Казлоўскі', 'Навіцкі', 'Грынкевіч', 'Ярашэвіч'],
  womenPatronymic: ['Мікалаеўна', 'Сяргееўна', 'Іванаўна', 'Пятроўна', 'Уладзіміраўна'],
  menPatronymic: ['Мікалаевіч', 'Сяргеевіч', 'Іванавіч'],
};
const HY: Pool = {
  women: ['Անահիտ', 'Արմինե', 'Գայանե', 'Լիլիթ', 'Մարիամ', 'Նարինե', 'Սոնա', 'Տաթևիկ'],
  men: ['Արամ', 'Գևորգ', 'Հայկ', 'Տիգրան', 'Վահան'],
  womenFamily: ['Հակոբյան', 'Գրիգորյան', 'Սարգսյան', 'Պետրոսյան', 'Մկրտչյան', 'Դանիելյան', 'Ավետիսյան'],
  menFamily: ['Հակոբյան', 'Գրիգորյան', 'Սարգսյան', 'Պետրոսյան', 'Մկրտչյան'],
  womenPatronymic: [''],
  menPatronymic: [''],
};

const POOLS: Record<string, Pool> = { KZ: KK, RU, KG: KY, BY: BE, AM: HY };

export interface InventedName {
  family: string;
  given: string;
  patronymic: string | null;
  /** In the order of lists: family name first. */
  full: string;
  isWoman: boolean;
}

/** An invented name as people of that country write it. Libraries are mostly women's workplaces: four of five. */
export function inventName(random: Random, country: string): InventedName {
  const pool = POOLS[country] ?? RU;
  const isWoman = random.chance(0.8);
  const family = random.pick(isWoman ? pool.womenFamily : pool.menFamily);
  const given = random.pick(isWoman ? pool.women : pool.men);
  const patronymic = random.pick(isWoman ? pool.womenPatronymic : pool.menPatronymic) || null;
  return { family, given, patronymic, full: [family, given, patronymic].filter(Boolean).join(' '), isWoman };
}

const LATIN: Record<string, string> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n',
  о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ұ: 'u', ү: 'u', ў: 'u', ф: 'f', х: 'h', һ: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ы: 'y', і: 'i',
  э: 'e', ю: 'yu', я: 'ya',
};

/** A mailbox under a reserved domain, so that no mail can ever reach anybody. */
export function inventEmail(name: InventedName, number: number, country: string): string {
  const latin = [...`${name.given[0] ?? 'x'}.${name.family}`.toLowerCase()].map((letter) => LATIN[letter] ?? (/[a-z.]/.test(letter) ? letter : '')).join('');
  return `${latin.replace(/^\.|\.$/g, '') || 'reader'}${number}@lib-${country.toLowerCase()}.example`;
}
