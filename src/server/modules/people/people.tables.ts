import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;

export const ORGANISATION_KINDS = ['methodical_centre', 'library_system', 'library', 'branch', 'rural_library', 'college', 'school', 'partner'] as const;
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
  created_at: Instant;
  version: Generated<number>;
}

export interface EmploymentTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  organisation_id: string;
  position: string;
  rate: Generated<string>;
  from_date: string;
  to_date: string | null;
}

/** Published view: what other modules may join. */
export interface PersonCardView {
  network_id: string;
  person_id: string;
  account_id: string | null;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
  preferred_locale: string | null;
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
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.network': NetworkTable;
    'people.organisation': OrganisationTable;
    'people.person': PersonTable;
    'people.employment': EmploymentTable;
    'people.person_card': PersonCardView;
    'people.organisation_card': OrganisationCardView;
  }
}
