import { INTL_TAG, type Locale } from './locales.ts';

type Names = Readonly<Record<Locale, string>>;
const row = (kk: string, ru: string, en: string, ky: string, be: string, hy: string): Names => ({
  kk,
  ru,
  en,
  ky,
  be,
  hy,
});

/** The five countries the platform was made for, in the order in which lists of countries begin. */
export const HOME_COUNTRIES = ['KZ', 'RU', 'BY', 'KG', 'AM'] as const;
export type HomeCountry = (typeof HOME_COUNTRIES)[number];

// Our own table: CLDR calls KG "Киргизия" in Russian, which the country itself does not use.
const NAMES: Readonly<Record<string, Names>> = {
  KZ: row('Қазақстан', 'Казахстан', 'Kazakhstan', 'Казакстан', 'Казахстан', 'Ղազախստան'),
  RU: row('Ресей', 'Россия', 'Russia', 'Россия', 'Расія', 'Ռուսաստան'),
  BY: row('Беларусь', 'Беларусь', 'Belarus', 'Беларусь', 'Беларусь', 'Բելառուս'),
  KG: row('Қырғызстан', 'Кыргызстан', 'Kyrgyzstan', 'Кыргызстан', 'Кыргызстан', 'Ղրղզստան'),
  AM: row('Армения', 'Армения', 'Armenia', 'Армения', 'Арменія', 'Հայաստան'),
  UZ: row('Өзбекстан', 'Узбекистан', 'Uzbekistan', 'Өзбекстан', 'Узбекістан', 'Ուզբեկստան'),
  TJ: row('Тәжікстан', 'Таджикистан', 'Tajikistan', 'Тажикстан', 'Таджыкістан', 'Տաջիկստան'),
  TM: row('Түрікменстан', 'Туркменистан', 'Turkmenistan', 'Түркмөнстан', 'Туркменістан', 'Թուրքմենստան'),
  AZ: row('Әзербайжан', 'Азербайджан', 'Azerbaijan', 'Азербайжан', 'Азербайджан', 'Ադրբեջան'),
  GE: row('Грузия', 'Грузия', 'Georgia', 'Грузия', 'Грузія', 'Վրաստան'),
  UA: row('Украина', 'Украина', 'Ukraine', 'Украина', 'Украіна', 'Ուկրաինա'),
  MD: row('Молдова', 'Молдова', 'Moldova', 'Молдова', 'Малдова', 'Մոլդովա'),
  LT: row('Литва', 'Литва', 'Lithuania', 'Литва', 'Літва', 'Լիտվա'),
  LV: row('Латвия', 'Латвия', 'Latvia', 'Латвия', 'Латвія', 'Լատվիա'),
  EE: row('Эстония', 'Эстония', 'Estonia', 'Эстония', 'Эстонія', 'Էստոնիա'),
  PL: row('Польша', 'Польша', 'Poland', 'Польша', 'Польшча', 'Լեհաստան'),
  DE: row('Германия', 'Германия', 'Germany', 'Германия', 'Германія', 'Գերմանիա'),
  FI: row('Финляндия', 'Финляндия', 'Finland', 'Финляндия', 'Фінляндыя', 'Ֆինլանդիա'),
  CZ: row('Чехия', 'Чехия', 'Czechia', 'Чехия', 'Чэхія', 'Չեխիա'),
  BG: row('Болгария', 'Болгария', 'Bulgaria', 'Болгария', 'Балгарыя', 'Բուլղարիա'),
  RS: row('Сербия', 'Сербия', 'Serbia', 'Сербия', 'Сербія', 'Սերբիա'),
  CN: row('Қытай', 'Китай', 'China', 'Кытай', 'Кітай', 'Չինաստան'),
  MN: row('Моңғолия', 'Монголия', 'Mongolia', 'Монголия', 'Манголія', 'Մոնղոլիա'),
  TR: row('Түркия', 'Турция', 'Türkiye', 'Түркия', 'Турцыя', 'Թուրքիա'),
  IR: row('Иран', 'Иран', 'Iran', 'Иран', 'Іран', 'Իրան'),
  AF: row('Ауғанстан', 'Афганистан', 'Afghanistan', 'Афганистан', 'Афганістан', 'Աֆղանստան'),
  IN: row('Үндістан', 'Индия', 'India', 'Индия', 'Індыя', 'Հնդկաստան'),
  PK: row('Пәкістан', 'Пакистан', 'Pakistan', 'Пакистан', 'Пакістан', 'Պակիստան'),
  KR: row('Оңтүстік Корея', 'Республика Корея', 'South Korea', 'Түштүк Корея', 'Паўднёвая Карэя', 'Հարավային Կորեա'),
  GB: row(
    'Ұлыбритания',
    'Великобритания',
    'United Kingdom',
    'Улуу Британия',
    'Вялікабрытанія',
    'Միացյալ Թագավորություն',
  ),
  FR: row('Франция', 'Франция', 'France', 'Франция', 'Францыя', 'Ֆրանսիա'),
  US: row(
    'Америка Құрама Штаттары',
    'Соединённые Штаты Америки',
    'United States',
    'Америка Кошмо Штаттары',
    'Злучаныя Штаты Амерыкі',
    'Ամերիկայի Միացյալ Նահանգներ',
  ),
};

/** Codes with a name of our own: the five home countries first, then the others. */
export const COUNTRIES: readonly string[] = Object.keys(NAMES);

const others = new Map<Locale, Intl.DisplayNames>();

/** ISO 3166-1 alpha-2, upper case. The code itself when it is unknown. */
export function countryName(code: string, locale: Locale): string {
  const own = Object.hasOwn(NAMES, code) ? NAMES[code] : undefined;
  if (own) return own[locale];
  let names = others.get(locale);
  if (names === undefined) others.set(locale, (names = new Intl.DisplayNames(INTL_TAG[locale], { type: 'region' })));
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
