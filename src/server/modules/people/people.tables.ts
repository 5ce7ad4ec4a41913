import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { EmploymentKind, LanguageSkill, LeavingReason, Sex } from './registry.tables.ts';

type Instant = ColumnType<Date, Date | undefined, Date>;

export const ORGANISATION_KINDS = ['methodical_centre', 'district', 'library_system', 'library', 'branch', 'rural_library', 'college', 'school', 'partner'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export interface NetworkTable {
  id: Generated<string>;
  slug: string;
  name: JSONColumnType<LocalizedText>;
  country: string;
  default_locale: string;
  time_zone: string;
  data_location: JSONColumnType<LocalizedText>;
  is_demo: Generated<boolean>;
  is_default: Generated<boolean>;
  photos: Generated<boolean>;
  created_at: Instant;
  version: Generated<number>;
}

export interface OrganisationTable {
  id: Generated<string>;
  network_id: string;
  parent_id: string | null;
  path: string[];
  kind: OrganisationKind;
  code: string;
  name: JSONColumnType<LocalizedText>;
  country: string;
  settlement: JSONColumnType<LocalizedText> | null;
  time_zone: string;
  signatory_name: string | null;
  signatory_post: JSONColumnType<LocalizedText> | null;
  contact_email: string | null;
  founder: JSONColumnType<LocalizedText> | null;
  address: JSONColumnType<LocalizedText> | null;
  latitude: string | null;
  longitude: string | null;
  languages: Generated<string[]>;
  phone: string | null;
  website: string | null;
  map_area: string | null;
  closed_on: string | null;
  search_words: Generated<string[]>;
  created_at: Instant;
  version: Generated<number>;
}

export interface PersonTable {
  id: Generated<string>;
  network_id: string;
  account_id: string | null;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
  name_key: string;
  email: string | null;
  preferred_locale: string | null;
  name_locale: string | null;
  sort_name: Generated<string>;
  search_words: Generated<string[]>;
  birth_date: string | null;
  sex: Sex | null;
  phone: string | null;
  languages: JSONColumnType<LanguageSkill[], string | undefined, string>;
  library_since: string | null;
  profession_since: string | null;
  photo_file: string | null;
  is_working: Generated<boolean>;
  organisation_id: string | null;
  position_id: string | null;
  post_title: string | null;
  place: Generated<string[]>;
  anonymised_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  created_at: Instant;
  updated_at: Instant;
  version: Generated<number>;
}

/** Each person under every organisation of her place, in the order of names; kept by triggers on `people.person`. */
export interface PersonInPlaceTable {
  network_id: string;
  person_id: string;
  organisation_id: string;
  sort_name: string;
  is_working: boolean;
}

export interface EmploymentTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  organisation_id: string;
  /** The post as typed, where it differs from the classifier's. */
  position: string | null;
  position_id: string | null;
  kind: Generated<EmploymentKind>;
  is_main_personnel: Generated<boolean>;
  rate: Generated<string>;
  from_date: string;
  to_date: string | null;
  leaving_reason: LeavingReason | null;
  leaving_note: string | null;
  created_at: Instant;
  version: Generated<number>;
}

/** Published view: what other modules may join. A person who was merged into another answers with that one's data and `canonical_id`. */
export interface PersonCardView {
  network_id: string;
  person_id: string;
  canonical_id: string;
  account_id: string | null;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
  preferred_locale: string | null;
  sort_name: string;
  is_working: boolean;
  organisation_id: string | null;
  position_id: string | null;
  post_title: string | null;
  place: string[];
  languages: LanguageSkill[];
}

/** Published view: what other modules may join. */
export interface OrganisationCardView {
  network_id: string;
  organisation_id: string;
  parent_id: string | null;
  path: string[];
  kind: OrganisationKind;
  code: string;
  name: LocalizedText;
  country: string;
  settlement: LocalizedText | null;
  time_zone: string;
  signatory_name: string | null;
  signatory_post: LocalizedText | null;
  contact_email: string | null;
  closed_on: string | null;
  latitude: number | null;
  longitude: number | null;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.network': NetworkTable;
    'people.organisation': OrganisationTable;
    'people.person': PersonTable;
    'people.person_in_place': PersonInPlaceTable;
    'people.employment': EmploymentTable;
    'people.person_card': PersonCardView;
    'people.organisation_card': OrganisationCardView;
  }
}
