import { checked, heard, ours, read, type CountryRules } from './country-facts.ts';

type Place = Pick<CountryRules, 'time_zones' | 'name_order' | 'currency' | 'phone'>;

const TZ = 'IANA tz database 2025b';
const zones = (...names: string[]) => checked(names.map((zone) => ({ zone })), TZ);

/** Clocks, names, money and telephones. KZ and RU share +7: a country is never read from a number. */
export const PLACES: Readonly<Record<string, Place>> = {
  KZ: {
    time_zones: zones('Asia/Almaty', 'Asia/Qostanay', 'Asia/Qyzylorda', 'Asia/Aqtobe', 'Asia/Aqtau', 'Asia/Atyrau', 'Asia/Oral'),
    name_order: heard({ order: 'family_given', patronymic: 'optional' }),
    currency: heard({ code: 'KZT', sign: '₸' }),
    phone: heard({ prefix: '+7', digits: 10 }),
  },
  RU: {
    time_zones: zones(
      'Europe/Kaliningrad',
      'Europe/Moscow',
      'Europe/Volgograd',
      'Europe/Samara',
      'Asia/Yekaterinburg',
      'Asia/Omsk',
      'Asia/Novosibirsk',
      'Asia/Krasnoyarsk',
      'Asia/Irkutsk',
      'Asia/Yakutsk',
      'Asia/Vladivostok',
      'Asia/Magadan',
      'Asia/Kamchatka',
    ),
    name_order: heard({ order: 'family_given', patronymic: 'common' }),
    currency: heard({ code: 'RUB', sign: '₽' }),
    phone: heard({ prefix: '+7', digits: 10 }),
  },
  BY: {
    time_zones: zones('Europe/Minsk'),
    name_order: heard({ order: 'family_given', patronymic: 'common' }),
    currency: heard({ code: 'BYN', sign: null }),
    phone: heard({ prefix: '+375', digits: 9 }),
  },
  KG: {
    time_zones: zones('Asia/Bishkek'),
    // A surname of two words with уулу or кызы leaves no room for a patronymic.
    name_order: read({ order: 'family_given', patronymic: 'optional' }, 'P', 'https://capow.org/v-kyrgyzstane-razreshili-menyat-familii-na-tradicionnye'),
    currency: heard({ code: 'KGS', sign: 'сом' }),
    phone: heard({ prefix: '+996', digits: 9 }),
  },
  AM: {
    time_zones: zones('Asia/Yerevan'),
    name_order: read({ order: 'given_family', patronymic: 'optional' }, 'C', 'https://www.dlapiperdataprotection.com/index.html?t=collection-and-processing&c=AM'),
    currency: heard({ code: 'AMD', sign: '֏' }),
    phone: heard({ prefix: '+374', digits: 8 }),
  },
};

export const OTHER_PLACE: Place = {
  time_zones: ours([]),
  name_order: ours({ order: 'given_family', patronymic: 'optional' }),
  currency: [],
  phone: [],
};
