import type { Ctx } from '#server/platform/context.ts';
import { choice, fact, language, type DataClaims, type DataSection, type DataSubject, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { findAccount } from './access.queries.ts';
import {
  blankAccount,
  blankInvitations,
  blankOldInvitations,
  countOldInvitations,
  countOldSignIns,
  deleteOldSignIns,
  deleteSignInNames,
  endInNetwork,
  isUsedElsewhere,
  listCardData,
  listInvitationData,
  listJournalData,
  listOldInvitations,
  listOldSignIns,
  listRoleData,
  listSessionData,
  listTokenData,
} from './personal-data.queries.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';
const RIGHTS = 'which rights an account had and when: proof that what was done was allowed';

const claims: DataClaims = {
  tables: {
    'access.account': { erased: 'name email image preferred_locale' },
    'access.session': { erased: 'account_id token ip_address user_agent viewed_account_id', plain: 'method' },
    'access.sign_in_method': { erased: 'account_id provider_id provider_account_id password access_token refresh_token id_token scope' },
    'access.verification': { erased: 'identifier value' },
    'access.link': { erased: 'subject_id token_hash', plain: 'purpose' },
    'access.role_assignment': { kept: { [RIGHTS]: 'account_id role scope_kind', [AUTHOR]: 'granted_by' } },
    'access.invitation': { erased: 'email name person_id', kept: { [AUTHOR]: 'invited_by invited_for account_id' }, plain: 'role scope_kind locale state' },
    'access.sign_in_journal': { erased: 'account_id outcome method source user_agent', kept: { 'who looked as somebody stays in that person’s journal': 'by_account_id' } },
    'access.second_step': { erased: 'account_id secret' },
    'access.recovery_code': { erased: 'account_id code_hash' },
    'access.api_token': { erased: 'account_id name token_hash', plain: 'scope_kind' },
    'access.sign_in_name': { erased: 'person_id account_id name name_key' },
    'access.sign_in_card': { erased: 'account_id code_hash', kept: { [AUTHOR]: 'printed_by' }, plain: 'role' },
    'access.mailbox': { kept: { 'the mailbox of a library, which its staff share': 'address' } },
    'access.mailbox_pin': { erased: 'account_id pin_hash' },
    'access.mail_settings': { erased: 'account_id time_zone' },
    'access.digest': { erased: 'account_id told', plain: 'day state' },
    'access.spent_sign_on': { plain: 'state_hash' },
    'access.webhook': { kept: { [AUTHOR]: 'created_by' }, plain: 'name url events state' },
    'access.webhook_delivery': { plain: 'event data state fault' },
    'access.delegation': { kept: { [RIGHTS]: 'from_account_id to_account_id assignment_ids' } },
  },
};

async function describe(ctx: Ctx, subject: DataSubject): Promise<DataSection[]> {
  const invitations = await listInvitationData(ctx, subject);
  const invited: DataSection = {
    id: 'invitations',
    title: 'access.invitation.title',
    items: invitations.map((row) => [fact('createdAt', 'ui.field.created', row.created_at), fact('name', 'access.field.name', row.name), fact('email', 'ui.field.email', row.email), fact('role', 'settings.roles.role', choice('access.role', row.role)), fact('state', 'ui.field.status', row.state)]),
  };
  const cards: DataSection = {
    id: 'cards',
    title: 'privacy.data.cards',
    items: (await listCardData(ctx, subject.personIds)).map((row) => [fact('name', 'access.field.name', row.name), fact('printedAt', 'ui.field.created', row.printedAt), fact('expiresAt', 'account.tokens.until', row.expiresAt), fact('usedAt', 'account.sessions.used', row.usedAt)]),
  };
  if (!subject.accountId) return [cards, invited];
  const id = subject.accountId;
  const [account, roles, sessions, journal, tokens] = await Promise.all([findAccount(ctx.db, id), listRoleData(ctx, id), listSessionData(ctx, id), listJournalData(ctx, id), listTokenData(ctx, id)]);
  return [
    {
      id: 'account',
      title: 'access.sessions.title',
      items: account ? [[fact('name', 'access.field.name', account.name), fact('email', 'ui.field.email', account.email), fact('locale', 'account.profile.language', language(account.preferred_locale))]] : [],
    },
    {
      id: 'roles',
      title: 'settings.tab.roles',
      items: roles.map((row) => [fact('role', 'settings.roles.role', choice('access.role', row.role)), fact('from', 'settings.roles.since', row.valid_from), fact('until', 'settings.roles.until', row.valid_to)]),
    },
    {
      id: 'sessions',
      title: 'account.sessions.title',
      items: sessions.map((row) => [fact('since', 'account.sessions.since', row.created_at), fact('lastUsed', 'account.sessions.used', row.updated_at), fact('source', 'account.sessions.source', row.ip_address || null), fact('device', 'account.sessions.device', row.user_agent || null)]),
    },
    {
      id: 'signIns',
      title: 'account.journal.title',
      items: journal.map((row) => [
        fact('at', 'account.journal.at', row.at),
        fact('method', 'account.journal.method', choice('account.method', row.method)),
        fact('outcome', 'account.journal.outcome', choice('account.outcome', row.outcome)),
        fact('source', 'account.sessions.source', row.source),
        fact('device', 'account.sessions.device', row.user_agent),
      ]),
    },
    { id: 'tokens', title: 'account.tokens.title', items: tokens.map((row) => [fact('name', 'account.tokens.name', row.name), fact('createdAt', 'ui.field.created', row.created_at), fact('expiresAt', 'account.tokens.until', row.expires_at)]) },
    cards,
    invited,
  ];
}

/** Accounts, roles and sign-ins. An account that is somebody in another network stays there. */
export const accessData: PersonalDataSource = {
  name: 'access',
  claims,
  retention: [
    // The door may be asked for a year who came in.
    { kind: 'access.sign_ins', title: 'privacy.kept.sign_ins', days: 365, bounds: { least: 90, most: 1095 }, count: countOldSignIns, examples: listOldSignIns, remove: deleteOldSignIns },
    { kind: 'access.invitations', title: 'privacy.kept.invitations', days: 365, bounds: { least: 30, most: 1825 }, count: countOldInvitations, examples: listOldInvitations, remove: blankOldInvitations },
  ],
  describe,
  async preview(ctx, subject) {
    const { accountId } = subject;
    const invitations = (await listInvitationData(ctx, subject)).length;
    if (!accountId) return [{ what: 'privacy.erase.invitations', count: invitations, stays: null }];
    const elsewhere = await isUsedElsewhere(ctx, accountId);
    return [
      { what: 'privacy.erase.account', count: 1, stays: elsewhere ? 'privacy.stays.elsewhere' : null },
      { what: 'privacy.erase.roles', count: (await listRoleData(ctx, accountId)).length, stays: 'privacy.stays.proof' },
      { what: 'privacy.erase.sign_ins', count: (await listJournalData(ctx, accountId)).length, stays: elsewhere ? 'privacy.stays.elsewhere' : null },
      { what: 'privacy.erase.invitations', count: invitations, stays: null },
    ];
  },
  async erase(tx, subject) {
    await blankInvitations(tx, subject);
    await deleteSignInNames(tx, subject.personIds);
    if (!subject.accountId) return;
    await endInNetwork(tx, subject.accountId);
    if (!(await isUsedElsewhere(tx, subject.accountId))) await blankAccount(tx, subject.accountId);
  },
};
