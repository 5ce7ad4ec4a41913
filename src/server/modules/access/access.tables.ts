import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export interface AccountTable {
  id: Generated<string>;
  name: string;
  /** Null: somebody without a mailbox of her own. */
  email: string | null;
  email_verified: Generated<boolean>;
  image: string | null;
  preferred_locale: string | null;
  created_at: Instant;
  updated_at: Instant;
}

export interface SessionTable {
  id: Generated<string>;
  account_id: string;
  token: string;
  expires_at: Instant;
  ip_address: string | null;
  user_agent: string | null;
  /** Null: opened before this was written down. */
  method: SignInMethod | null;
  /** By whose lent roles it acts now. */
  delegation_id: string | null;
  /** As whom an administrator looks, in which network, until when. */
  viewed_account_id: string | null;
  viewed_network_id: string | null;
  viewed_until: NullableInstant;
  created_at: Instant;
  updated_at: Instant;
}

/** By what a session was opened. */
export type SignInMethod = 'password' | 'link' | 'invitation' | 'first_run' | 'card' | 'pin' | 'single_sign_on';

/** better-auth's "account": one way to sign in; of passwords the provider is `credential`. */
export interface SignInMethodTable {
  id: Generated<string>;
  account_id: string;
  provider_id: string;
  provider_account_id: string;
  password: string | null;
  created_at: Instant;
  updated_at: Instant;
}

export interface LinkTable {
  id: Generated<string>;
  network_id: string | null;
  purpose: string;
  subject_id: string;
  token_hash: string;
  expires_at: Instant;
  created_at: Instant;
  used_at: NullableInstant;
  withdrawn_at: NullableInstant;
  single_use: boolean;
}

export type Role =
  | 'system_admin'
  | 'network_admin'
  | 'coordinator'
  | 'methodist'
  | 'head'
  | 'specialist'
  | 'moderator'
  | 'speaker'
  | 'inspector';
export type ScopeKind = 'installation' | 'network' | 'organisation' | 'event';

export interface RoleAssignmentTable {
  id: Generated<string>;
  network_id: string | null;
  account_id: string;
  role: Role;
  scope_kind: ScopeKind;
  scope_id: string | null;
  valid_from: Instant;
  valid_to: NullableInstant;
  granted_by: string | null;
  created_at: Instant;
}

export interface InvitationTable {
  id: Generated<string>;
  network_id: string;
  email: string;
  name: string;
  role: Role;
  scope_kind: ScopeKind;
  scope_id: string | null;
  locale: string;
  state: Generated<'open' | 'accepted' | 'withdrawn'>;
  invited_by: string | null;
  /** Whose right it was, of an invitation sent in somebody's place. */
  invited_for: string | null;
  expires_at: Instant;
  created_at: Instant;
  accepted_at: NullableInstant;
  account_id: string | null;
  /** The person of the registry it is meant for. */
  person_id: string | null;
}

export interface SignInJournalTable {
  id: Generated<string>;
  account_id: string | null;
  at: Instant;
  outcome: string;
  method: string;
  source: string | null;
  user_agent: string | null;
  /** An administrator who looked as this person. */
  by_account_id: string | null;
}

export interface SecondStepTable {
  account_id: string;
  secret: string;
  last_step: ColumnType<string, number | undefined, number>;
  created_at: Instant;
  confirmed_at: NullableInstant;
}

export interface RecoveryCodeTable {
  id: Generated<string>;
  account_id: string;
  code_hash: string;
  used_at: NullableInstant;
}

export interface ApiTokenTable {
  id: Generated<string>;
  network_id: string;
  account_id: string;
  name: string;
  writes: boolean;
  scope_kind: 'network' | 'organisation';
  scope_id: string | null;
  token_hash: string;
  created_at: Instant;
  expires_at: Instant;
  last_used_at: NullableInstant;
  withdrawn_at: NullableInstant;
}

export interface DelegationTable {
  id: Generated<string>;
  network_id: string;
  from_account_id: string;
  to_account_id: string;
  assignment_ids: string[];
  valid_from: Instant;
  valid_to: Instant;
  created_at: Instant;
  ended_at: NullableInstant;
}

export interface SignInNameTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  account_id: string | null;
  name: string;
  name_key: string;
  number: number;
  created_at: Instant;
}

export interface SignInCardTable {
  id: Generated<string>;
  network_id: string;
  name_id: string;
  account_id: string | null;
  code_hash: string;
  role: 'head' | 'specialist';
  organisation_id: string;
  printed_by: string | null;
  printed_at: Instant;
  expires_at: Instant;
  used_at: NullableInstant;
  withdrawn_at: NullableInstant;
}

export interface MailboxTable {
  id: Generated<string>;
  address: string;
}

export interface MailboxPinTable {
  account_id: string;
  mailbox_id: string;
  pin_hash: string;
  set_at: Instant;
}

export interface SpentSignOnTable {
  state_hash: string;
  spent_at: Instant;
}

/** When somebody reads mails that are not urgent; hours by the clocks of the person. */
export interface MailSettingsTable {
  account_id: string;
  digest: boolean;
  digest_hour: number;
  quiet_from: number;
  quiet_until: number;
  time_zone: string | null;
  updated_at: Instant;
}

/** That the day of an account was looked at, and what came of it. */
export interface DigestTable {
  id: Generated<string>;
  account_id: string;
  day: string;
  state: Generated<'waiting' | 'sent' | 'nothing' | 'same' | 'off' | 'late'>;
  told: string | null;
  created_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'access.account': AccountTable;
    'access.session': SessionTable;
    'access.sign_in_method': SignInMethodTable;
    'access.link': LinkTable;
    'access.role_assignment': RoleAssignmentTable;
    'access.invitation': InvitationTable;
    'access.sign_in_journal': SignInJournalTable;
    'access.second_step': SecondStepTable;
    'access.recovery_code': RecoveryCodeTable;
    'access.api_token': ApiTokenTable;
    'access.delegation': DelegationTable;
    'access.sign_in_name': SignInNameTable;
    'access.sign_in_card': SignInCardTable;
    'access.mailbox': MailboxTable;
    'access.spent_sign_on': SpentSignOnTable;
    'access.mailbox_pin': MailboxPinTable;
    'access.mail_settings': MailSettingsTable;
    'access.digest': DigestTable;
  }
}
