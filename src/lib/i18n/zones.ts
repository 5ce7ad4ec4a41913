import type { Instant } from './format.ts';
import type { Locale } from './locales.ts';

interface City {
  /** ISO 3166-1 code of the country, null for UTC. */
  readonly country: string | null;
  readonly names: Readonly<Record<Locale, string>>;
}
const city = (
  country: string | null,
  kk: string,
  ru: string,
  en: string,
  ky: string,
  be: string,
  hy: string,
): City => ({
  country,
  names: { kk, ru, en, ky, be, hy },
});

// All zones of KZ, RU, BY, KG and AM (IANA zone1970.tab, 2026), then those of neighbours and frequent partners.
const CITIES: Readonly<Record<string, City>> = {
  'Asia/Almaty': city('KZ', 'Алматы', 'Алматы', 'Almaty', 'Алматы', 'Алматы', 'Ալմաթի'),
  'Asia/Qyzylorda': city('KZ', 'Қызылорда', 'Кызылорда', 'Kyzylorda', 'Кызылордо', 'Кызыларда', 'Ղզիլօրդա'),
  'Asia/Qostanay': city('KZ', 'Қостанай', 'Костанай', 'Kostanay', 'Костанай', 'Кастанай', 'Կոստանայ'),
  'Asia/Aqtobe': city('KZ', 'Ақтөбе', 'Актобе', 'Aktobe', 'Актөбө', 'Актабэ', 'Ակտոբե'),
  'Asia/Aqtau': city('KZ', 'Ақтау', 'Актау', 'Aktau', 'Актау', 'Актау', 'Ակտաու'),
  'Asia/Atyrau': city('KZ', 'Атырау', 'Атырау', 'Atyrau', 'Атырау', 'Атырау', 'Ատիրաու'),
  'Asia/Oral': city('KZ', 'Орал', 'Уральск', 'Oral', 'Орал', 'Уральск', 'Ուրալսկ'),
  'Europe/Kaliningrad': city(
    'RU',
    'Калининград',
    'Калининград',
    'Kaliningrad',
    'Калининград',
    'Калінінград',
    'Կալինինգրադ',
  ),
  'Europe/Moscow': city('RU', 'Мәскеу', 'Москва', 'Moscow', 'Москва', 'Масква', 'Մոսկվա'),
  'Europe/Simferopol': city(
    'RU',
    'Симферополь',
    'Симферополь',
    'Simferopol',
    'Симферополь',
    'Сімферопаль',
    'Սիմֆերոպոլ',
  ),
  'Europe/Kirov': city('RU', 'Киров', 'Киров', 'Kirov', 'Киров', 'Кіраў', 'Կիրով'),
  'Europe/Volgograd': city('RU', 'Волгоград', 'Волгоград', 'Volgograd', 'Волгоград', 'Валгаград', 'Վոլգոգրադ'),
  'Europe/Astrakhan': city('RU', 'Астрахан', 'Астрахань', 'Astrakhan', 'Астрахань', 'Астрахань', 'Աստրախան'),
  'Europe/Saratov': city('RU', 'Саратов', 'Саратов', 'Saratov', 'Саратов', 'Саратаў', 'Սարատով'),
  'Europe/Ulyanovsk': city('RU', 'Ульяновск', 'Ульяновск', 'Ulyanovsk', 'Ульяновск', 'Ульянаўск', 'Ուլյանովսկ'),
  'Europe/Samara': city('RU', 'Самара', 'Самара', 'Samara', 'Самара', 'Самара', 'Սամարա'),
  'Asia/Yekaterinburg': city(
    'RU',
    'Екатеринбург',
    'Екатеринбург',
    'Yekaterinburg',
    'Екатеринбург',
    'Екацярынбург',
    'Եկատերինբուրգ',
  ),
  'Asia/Omsk': city('RU', 'Омбы', 'Омск', 'Omsk', 'Омск', 'Омск', 'Օմսկ'),
  'Asia/Novosibirsk': city(
    'RU',
    'Новосібір',
    'Новосибирск',
    'Novosibirsk',
    'Новосибирск',
    'Новасібірск',
    'Նովոսիբիրսկ',
  ),
  'Asia/Barnaul': city('RU', 'Барнауыл', 'Барнаул', 'Barnaul', 'Барнаул', 'Барнаул', 'Բառնաուլ'),
  'Asia/Tomsk': city('RU', 'Томск', 'Томск', 'Tomsk', 'Томск', 'Томск', 'Տոմսկ'),
  'Asia/Novokuznetsk': city(
    'RU',
    'Новокузнецк',
    'Новокузнецк',
    'Novokuznetsk',
    'Новокузнецк',
    'Новакузнецк',
    'Նովոկուզնեցկ',
  ),
  'Asia/Krasnoyarsk': city('RU', 'Красноярск', 'Красноярск', 'Krasnoyarsk', 'Красноярск', 'Краснаярск', 'Կրասնոյարսկ'),
  'Asia/Irkutsk': city('RU', 'Иркутск', 'Иркутск', 'Irkutsk', 'Иркутск', 'Іркуцк', 'Իրկուտսկ'),
  'Asia/Chita': city('RU', 'Чита', 'Чита', 'Chita', 'Чита', 'Чыта', 'Չիտա'),
  'Asia/Yakutsk': city('RU', 'Якутск', 'Якутск', 'Yakutsk', 'Якутск', 'Якуцк', 'Յակուտսկ'),
  'Asia/Khandyga': city('RU', 'Хандыга', 'Хандыга', 'Khandyga', 'Хандыга', 'Хандыга', 'Խանդիգա'),
  'Asia/Vladivostok': city(
    'RU',
    'Владивосток',
    'Владивосток',
    'Vladivostok',
    'Владивосток',
    'Уладзівасток',
    'Վլադիվոստոկ',
  ),
  'Asia/Ust-Nera': city('RU', 'Усть-Нера', 'Усть-Нера', 'Ust-Nera', 'Усть-Нера', 'Усць-Нера', 'Ուստ-Ներա'),
  'Asia/Magadan': city('RU', 'Магадан', 'Магадан', 'Magadan', 'Магадан', 'Магадан', 'Մագադան'),
  'Asia/Sakhalin': city('RU', 'Сахалин', 'Сахалин', 'Sakhalin', 'Сахалин', 'Сахалін', 'Սախալին'),
  'Asia/Srednekolymsk': city(
    'RU',
    'Среднеколымск',
    'Среднеколымск',
    'Srednekolymsk',
    'Среднеколымск',
    'Сярэднекалымск',
    'Սրեդնեկոլիմսկ',
  ),
  'Asia/Kamchatka': city('RU', 'Камчатка', 'Камчатка', 'Kamchatka', 'Камчатка', 'Камчатка', 'Կամչատկա'),
  'Asia/Anadyr': city('RU', 'Анадырь', 'Анадырь', 'Anadyr', 'Анадырь', 'Анадыр', 'Անադիր'),
  'Europe/Minsk': city('BY', 'Минск', 'Минск', 'Minsk', 'Минск', 'Мінск', 'Մինսկ'),
  'Asia/Bishkek': city('KG', 'Бішкек', 'Бишкек', 'Bishkek', 'Бишкек', 'Бішкек', 'Բիշքեկ'),
  'Asia/Yerevan': city('AM', 'Ереван', 'Ереван', 'Yerevan', 'Ереван', 'Ерэван', 'Երևան'),
  'Asia/Tashkent': city('UZ', 'Ташкент', 'Ташкент', 'Tashkent', 'Ташкент', 'Ташкент', 'Տաշքենդ'),
  'Asia/Samarkand': city('UZ', 'Самарқанд', 'Самарканд', 'Samarkand', 'Самарканд', 'Самарканд', 'Սամարղանդ'),
  'Asia/Dushanbe': city('TJ', 'Душанбе', 'Душанбе', 'Dushanbe', 'Дүйшөмбү', 'Душанбэ', 'Դուշանբե'),
  'Asia/Ashgabat': city('TM', 'Ашғабат', 'Ашхабад', 'Ashgabat', 'Ашхабад', 'Ашхабад', 'Աշխաբադ'),
  'Asia/Baku': city('AZ', 'Баку', 'Баку', 'Baku', 'Баку', 'Баку', 'Բաքու'),
  'Asia/Tbilisi': city('GE', 'Тбилиси', 'Тбилиси', 'Tbilisi', 'Тбилиси', 'Тбілісі', 'Թբիլիսի'),
  'Asia/Ulaanbaatar': city('MN', 'Ұланбатыр', 'Улан-Батор', 'Ulaanbaatar', 'Улан-Батор', 'Улан-Батар', 'Ուլան Բատոր'),
  'Asia/Shanghai': city('CN', 'Шанхай', 'Шанхай', 'Shanghai', 'Шанхай', 'Шанхай', 'Շանհայ'),
  'Asia/Urumqi': city('CN', 'Үрімші', 'Урумчи', 'Urumqi', 'Үрүмчү', 'Урумчы', 'Ուրումչի'),
  'Europe/Kyiv': city('UA', 'Киев', 'Киев', 'Kyiv', 'Киев', 'Кіеў', 'Կիև'),
  'Europe/Chisinau': city('MD', 'Кишинёв', 'Кишинёв', 'Chișinău', 'Кишинёв', 'Кішынёў', 'Քիշնև'),
  'Europe/Vilnius': city('LT', 'Вильнюс', 'Вильнюс', 'Vilnius', 'Вильнюс', 'Вільнюс', 'Վիլնյուս'),
  'Europe/Riga': city('LV', 'Рига', 'Рига', 'Riga', 'Рига', 'Рыга', 'Ռիգա'),
  'Europe/Warsaw': city('PL', 'Варшава', 'Варшава', 'Warsaw', 'Варшава', 'Варшава', 'Վարշավա'),
  'Europe/Berlin': city('DE', 'Берлин', 'Берлин', 'Berlin', 'Берлин', 'Берлін', 'Բեռլին'),
  'Asia/Tehran': city('IR', 'Тегеран', 'Тегеран', 'Tehran', 'Тегеран', 'Тэгеран', 'Թեհրան'),
  'Asia/Kabul': city('AF', 'Кабул', 'Кабул', 'Kabul', 'Кабул', 'Кабул', 'Քաբուլ'),
  'Europe/Istanbul': city('TR', 'Ыстамбұл', 'Стамбул', 'Istanbul', 'Стамбул', 'Стамбул', 'Ստամբուլ'),
  'Europe/London': city('GB', 'Лондон', 'Лондон', 'London', 'Лондон', 'Лондан', 'Լոնդոն'),
  'America/New_York': city('US', 'Нью-Йорк', 'Нью-Йорк', 'New York', 'Нью-Йорк', 'Нью-Ёрк', 'Նյու Յորք'),
  UTC: city(null, 'UTC', 'UTC', 'UTC', 'UTC', 'UTC', 'UTC'),
};

/** Zones with a city name of our own in six languages, for a choice of zones; `country` is null for UTC. */
export const ZONES: readonly { readonly zone: string; readonly country: string | null }[] = Object.entries(CITIES).map(
  ([zone, { country }]) => ({ zone, country }),
);

/** True for a zone this Node knows, by its IANA name. Offsets such as "+05:00" are refused: they know no history. */
export function isZone(value: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(value)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
  } catch {
    return false;
  }
}

/** "Бишкек": the city by which people know the zone; the last part of the IANA name where we have no name of our own. */
export function zoneCity(zone: string, locale: Locale): string {
  const own = Object.hasOwn(CITIES, zone) ? CITIES[zone] : undefined;
  return own?.names[locale] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

const offsets = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC at that moment: 300 for Almaty in 2026, 330 for Kolkata. */
export function zoneOffset(zone: string, instant: Instant): number {
  let format = offsets.get(zone);
  if (format === undefined) {
    if (offsets.size >= 500) offsets.clear();
    offsets.set(zone, (format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })));
  }
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** "Бишкек, UTC+6", "Kolkata, UTC+5:30", "UTC". The offset is that of the moment given. `city` names another town of the zone. */
export function formatZone(zone: string, instant: Instant, locale: Locale, city?: string): string {
  const name = city ?? zoneCity(zone, locale);
  if (name === 'UTC') return name;
  const offset = zoneOffset(zone, instant);
  if (offset === 0) return `${name}, UTC`;
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  return `${name}, UTC${offset < 0 ? '−' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}
