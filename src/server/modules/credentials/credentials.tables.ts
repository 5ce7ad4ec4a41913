import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { LegalStatus } from './legal-status.rule.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { IssueFacts, PrintedFields } from './credentials.schemas.ts';
import type { ListWords } from './issuing-lists.schemas.ts';

type Instant = ColumnType<Date, Date, never>;
type LateInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** The true register, that of a demonstration network, that of rehearsals: each counts for itself. */
export type Series = 'register' | 'demo' | 'practice';

/** The last number given of each register; its row lock keeps numbers free of gaps. */
export interface RegisterCounterTable {
  network_id: string;
  organisation_id: string;
  year: number;
  kind: CredentialKind;
  series: Series;
  last_seq: number;
}

/** A line of the register. Nothing but revocation and the finger-print of its first paper is ever added. */
export interface IssueTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  kind: CredentialKind;
  year: number;
  seq: number;
  number: string;
  series: Series;
  check_code: string;
  /** Where the QR of this paper leads: the public address at the moment of issuing. */
  public_address: string;
  locale: Locale;
  holder_name: string;
  /** Number and name as Latin skeleton. */
  search_key: string;
  holder_is_minor: boolean;
  fields: JSONColumnType<PrintedFields>;
  source_type: string;
  source_id: string;
  issued_at: Instant;
  issued_by: string | null;
  issued_on: string;
  valid_until: string | null;
  revoked_at: LateInstant;
  revoked_by: string | null;
  revoke_reason: string | null;
  replaces_id: string | null;
  mail_address: string | null;
  facts: JSONColumnType<IssueFacts>;
  suspended_at: LateInstant;
  suspended_by: string | null;
  suspend_reason: string | null;
  annulled_at: LateInstant;
  given_at: LateInstant;
  batch_id: string | null;
  renews_id: string | null;
  reminded_at: LateInstant;
  legal_status: Generated<LegalStatus>;
  licence_id: string | null;
  is_duplicate: Generated<boolean>;
  /** The template it was issued with; null: our own design. */
  template_version_id: string | null;
}

/** True papers, or demonstrations and rehearsals: what has keys and an issuer of its own. */
export type KeySeries = 'register' | 'demo';

export interface SigningKeyTable {
  id: Generated<string>;
  network_id: string;
  series: KeySeries;
  name: string;
  public_key: string;
  sealed_seed: Buffer;
  created_at: Instant;
  retired_at: LateInstant;
  compromised_at: LateInstant;
}

export interface StatusListTable {
  id: Generated<string>;
  network_id: string;
  series: KeySeries;
  seq: number;
  used: Generated<number>;
}

export interface SignedCredentialTable {
  issue_id: string;
  network_id: string;
  status_list_id: string;
  status_index: number;
  key_id: ColumnType<string>;
  issuer: string;
  document: ColumnType<string>;
  signed_at: ColumnType<Date>;
}

/** `ua-1`: what a person gets; `a-3a`: the archive copy. */
export type PaperForm = 'ua-1' | 'a-3a';

/** A paper that was given out, by its finger-print. */
export interface PaperTable {
  issue_id: string;
  network_id: string;
  sha256: string;
  first_given_at: Instant;
  form: Generated<PaperForm>;
}

export interface LicenceTable {
  id: string;
  network_id: string;
  organisation_id: string;
  number: string;
  issued_by: string;
  issued_on: string;
  valid_until: string | null;
  ended_on: string | null;
  created_by: string | null;
  created_at: Instant;
}

export interface IssuingListTable {
  id: string;
  network_id: string;
  organisation_id: string;
  kind: CredentialKind;
  title: string;
  words: JSONColumnType<ListWords>;
  job_id: string;
  deliver_in_minutes: number;
  started_by: string | null;
  started_at: Instant;
}

export interface ListedPersonTable {
  id: Generated<string>;
  network_id: string;
  list_id: string;
  line: number;
  name: string;
  role_line: string | null;
  email: string | null;
}

/** A link by which a holder shows one certificate. */
export interface ShareTable {
  id: string;
  network_id: string;
  issue_id: string;
  label: string;
  created_at: Instant;
  expires_at: Instant;
  withdrawn_at: LateInstant;
  opened: Generated<number>;
  opened_at: LateInstant;
}

/** Published view: what other modules may join. */
export interface IssueCardView {
  network_id: string;
  issue_id: string;
  organisation_id: string;
  kind: CredentialKind;
  number: string;
  series: Series;
  holder_name: string;
  locale: Locale;
  source_type: string;
  source_id: string;
  issued_at: Date;
  revoked_at: Date | null;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'credentials.register_counter': RegisterCounterTable;
    'credentials.issue': IssueTable;
    'credentials.paper': PaperTable;
    'credentials.share': ShareTable;
    'credentials.licence': LicenceTable;
    'credentials.issuing_list': IssuingListTable;
    'credentials.listed_person': ListedPersonTable;
    'credentials.signing_key': SigningKeyTable;
    'credentials.status_list': StatusListTable;
    'credentials.signed_credential': SignedCredentialTable;
    'credentials.issue_card': IssueCardView;
  }
}
