/**
 * Zones offered for each country of the product, west to east, and the one preset for it (where most of its people live).
 * Source: zone1970.tab of the IANA tz database; names that Node may list under an older spelling are understood all the same.
 * Kazakhstan keeps seven names although all show +05:00 since 1 March 2024: their history differs, and old appointments need it.
 */

export const ZONES_BY_COUNTRY: Readonly<Record<string, readonly string[]>> = {
  KZ: ['Asia/Oral', 'Asia/Atyrau', 'Asia/Aqtau', 'Asia/Aqtobe', 'Asia/Qostanay', 'Asia/Qyzylorda', 'Asia/Almaty'],
  RU: [
    'Europe/Kaliningrad',
    'Europe/Moscow',
    'Europe/Volgograd',
    'Europe/Kirov',
    'Europe/Astrakhan',
    'Europe/Saratov',
    'Europe/Ulyanovsk',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Novosibirsk',
    'Asia/Barnaul',
    'Asia/Tomsk',
    'Asia/Novokuznetsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Chita',
    'Asia/Yakutsk',
    'Asia/Khandyga',
    'Asia/Vladivostok',
    'Asia/Ust-Nera',
    'Asia/Magadan',
    'Asia/Sakhalin',
    'Asia/Srednekolymsk',
    'Asia/Kamchatka',
    'Asia/Anadyr',
  ],
  BY: ['Europe/Minsk'],
  KG: ['Asia/Bishkek'],
  AM: ['Asia/Yerevan'],
};

const DEFAULT_ZONE: Readonly<Record<string, string>> = {
  KZ: 'Asia/Almaty',
  RU: 'Europe/Moscow',
  BY: 'Europe/Minsk',
  KG: 'Asia/Bishkek',
  AM: 'Asia/Yerevan',
};

/** The zone preset for a country (ISO 3166-1 alpha-2), or `null` when the product knows none and the person must choose. */
export function defaultZoneOf(country: string): string | null {
  return DEFAULT_ZONE[country] ?? null;
}

/** Zones to offer first for a country; empty for one the product has no profile of. */
export function zonesOf(country: string): readonly string[] {
  return ZONES_BY_COUNTRY[country] ?? [];
}

/** All zones a person may pick: those of our countries first (spelled as the tz database does today), then every other, by name. */
export function allZones(): string[] {
  const ours = Object.values(ZONES_BY_COUNTRY).flat();
  const known = new Set(ours);
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !known.has(zone));
  return [...ours, ...others];
}
