import type { Locale } from '#lib/i18n/locales.ts';
import type { NameScript } from './name-letters.ts';

/**
 * What differs from country to country when a person registers, as data: each rule with where it comes from, how far it can be trusted and
 * when that was read. Code never asks which country it is; it asks its profile.
 */

/** S: read at the source named; V: checked in the data set named; M: general knowledge, unconfirmed; D: our own default, derived. */
export type TrustMark = 'S' | 'V' | 'M' | 'D';
/** L: text or card of an act; O: an organisation's own page; P: press; C: commentary. Only L and O may stand before users as law. */
export type SourceKind = 'L' | 'O' | 'P' | 'C';

export interface Rule<Value> {
  readonly value: Value;
  readonly mark: TrustMark;
  readonly kind: SourceKind | null;
  /** Address, or the name of the data set. */
  readonly source: string | null;
  /** `YYYY-MM-DD`: when it was read or decided. */
  readonly asOf: string;
}

/** What may be asked of somebody who registers. */
export type PersonalField = 'name' | 'email' | 'organisation' | 'position' | 'role' | 'certificateLocale' | 'mailLocale';

export interface CountryProfile {
  /** ISO 3166-1 alpha-2; null: every country without a profile of its own. */
  readonly country: string | null;
  /** Zone preset for people there; null: nobody can know. */
  readonly defaultZone: Rule<string | null>;
  /** Languages offered first. */
  readonly languages: Rule<readonly Locale[]>;
  /** Scripts in which names are usually printed there, the first one first. */
  readonly nameScripts: Rule<readonly NameScript[]>;
  /** What is asked at an event of one's own country and at one of another country. */
  readonly asks: Rule<{ readonly home: readonly PersonalField[]; readonly abroad: readonly PersonalField[] }>;
  /** Days after the end of the event for which a registration is kept. */
  readonly retentionDays: Rule<number>;
  /** Days after the end of the event for which a list of names without certificates is kept. */
  readonly listRetentionDays: Rule<number>;
  /** Younger people need a representative's consent. */
  readonly representativeBelowAge: Rule<number>;
  /** The act on personal data: the last part of a message key that names it. */
  readonly act: Rule<string | null>;
  /** The authority that supervises it: the last part of a message key that names it. */
  readonly authority: Rule<string | null>;
  /** The notice shown; its words are kept with the registration by this version. */
  readonly notice: { readonly key: string; readonly version: string };
}

const READ = '2026-11-23';
const TZ = 'IANA tz database 2025b, zone1970.tab';
const ours = <Value>(value: Value): Rule<Value> => ({ value, mark: 'D', kind: null, source: null, asOf: READ });
const unknown = <Value>(value: Value): Rule<Value> => ({ value, mark: 'M', kind: null, source: null, asOf: READ });
const checked = <Value>(value: Value, source: string): Rule<Value> => ({ value, mark: 'V', kind: null, source, asOf: READ });
const read = <Value>(value: Value, kind: SourceKind, source: string): Rule<Value> => ({ value, mark: 'S', kind, source, asOf: READ });

const ALL_FIELDS: readonly PersonalField[] = ['name', 'email', 'organisation', 'position', 'role', 'certificateLocale', 'mailLocale'];
/** From abroad: only the name for the certificate, organisation, language and address. */
const FEWEST_FIELDS: readonly PersonalField[] = ['name', 'email', 'organisation', 'certificateLocale'];
const asks = ours({ home: ALL_FIELDS, abroad: FEWEST_FIELDS });

/** The strictest of what was read, for all: nobody below sixteen decides alone. */
const representativeBelowAge = ours(16);
const listRetentionDays = ours(90);

export const COUNTRY_PROFILES: readonly CountryProfile[] = [
  {
    country: 'KZ',
    defaultZone: checked('Asia/Almaty', TZ),
    languages: read(['kk', 'ru'], 'P', 'https://www.rbc.ru/politics/12/02/2026/698d674f9a79473c04b12f37'),
    nameScripts: unknown(['cyrillic', 'latin']),
    asks,
    retentionDays: ours(365),
    listRetentionDays,
    representativeBelowAge,
    act: read('kz', 'L', 'https://adilet.zan.kz/eng/docs/Z1300000094/compare'),
    authority: unknown(null),
    notice: { key: 'kz', version: 'kz-2026-11' },
  },
  {
    country: 'RU',
    defaultZone: checked('Europe/Moscow', TZ),
    languages: read(['ru'], 'C', 'https://en-wikipedia--on--ipfs-org.ipns.dweb.link/wiki/List_of_territorial_entities_where_Russian_is_an_official_language'),
    nameScripts: unknown(['cyrillic']),
    asks,
    retentionDays: ours(180),
    listRetentionDays,
    representativeBelowAge,
    act: read('ru', 'C', 'https://www.klerk.ru/user/2037110/659750/'),
    authority: read('ru', 'C', 'https://konsugroup.com/en/news/transborder-personal-data-transfer-russia-2023/'),
    notice: { key: 'ru', version: 'ru-2026-11' },
  },
  {
    country: 'BY',
    defaultZone: checked('Europe/Minsk', TZ),
    languages: read(['be', 'ru'], 'C', 'https://en-wikipedia--on--ipfs-org.ipns.dweb.link/wiki/List_of_territorial_entities_where_Russian_is_an_official_language'),
    nameScripts: unknown(['cyrillic']),
    asks,
    retentionDays: ours(180),
    listRetentionDays,
    representativeBelowAge: read(16, 'O', 'https://gymnasium.pruzhany.by/?p=52048'),
    act: read('by', 'O', 'https://gymnasium.pruzhany.by/?p=52048'),
    authority: read('by', 'C', 'https://e-sud.by/eng/useful/blog/cross-border-transfers-of-personal-data-in-belarus'),
    notice: { key: 'by', version: 'by-2026-11' },
  },
  {
    country: 'KG',
    defaultZone: checked('Asia/Bishkek', TZ),
    languages: read(['ky', 'ru'], 'C', 'https://besacenter.org/2025/03/19/'),
    nameScripts: unknown(['cyrillic', 'latin']),
    asks,
    retentionDays: ours(365),
    listRetentionDays,
    representativeBelowAge,
    // The Digital Code of 2025 was seen, the day it takes effect was not: nothing is said about it.
    act: unknown('kg'),
    authority: unknown(null),
    notice: { key: 'kg', version: 'kg-2026-11' },
  },
  {
    country: 'AM',
    defaultZone: checked('Asia/Yerevan', TZ),
    languages: read(['hy'], 'O', 'https://librarymap.ifla.org'),
    nameScripts: unknown(['armenian', 'latin', 'cyrillic']),
    asks,
    retentionDays: ours(180),
    listRetentionDays,
    representativeBelowAge: unknown(16),
    act: read('am', 'C', 'https://www.dlapiperdataprotection.com/index.html?t=collection-and-processing&c=AM'),
    authority: unknown(null),
    notice: { key: 'am', version: 'am-2026-11' },
  },
];

/** Every other country: the fewest questions, the shortest storage, nothing said about a law. */
export const OTHER_COUNTRIES: CountryProfile = {
  country: null,
  defaultZone: ours(null),
  languages: ours(['en', 'ru']),
  nameScripts: ours(['latin', 'cyrillic', 'armenian']),
  asks: ours({ home: ALL_FIELDS, abroad: FEWEST_FIELDS }),
  retentionDays: ours(180),
  listRetentionDays,
  representativeBelowAge,
  act: unknown(null),
  authority: unknown(null),
  notice: { key: 'other', version: 'other-2026-11' },
};
