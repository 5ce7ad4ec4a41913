export {
  accountNames,
  awaitsCode,
  createAccount,
  findAccount,
  findAccountIdByEmail,
  requestSignInLink,
  signInThroughMailbox,
  signInWithCard,
  signInWithCode,
  signInWithLink,
  signInWithPassword,
  type SignInOutcome,
} from './sign-in.service.ts';
export { openSession, readSession, SESSION_COOKIE, signOut, signOutEverywhere, type Origin } from './sessions.service.ts';
export { SESSION_SECONDS } from './auth.ts';
export {
  changePassword,
  endOtherSessions,
  endOwnSession,
  NewPassword,
  ownAccount,
  ownerOf,
  ownJournal,
  ownSessions,
  Profile,
  saveProfile,
} from './account.service.ts';
export {
  beginSecondStep,
  confirmSetup,
  ownSecondStep,
  renewRecoveryCodes,
  resetRefusal,
  resetSecondStep,
  SecondStepCode,
  SecondStepProof,
  secondStepSetup,
  switchOffSecondStep,
} from './second-step.service.ts';
export { actForGiver, actForOneself, delegate, endOwnDelegation, NewDelegation, ownAssignments, ownDelegations } from './delegation.service.ts';
export { lookRefusal, startLooking, stopLooking } from './looking.service.ts';
export { countOwnTokens, giveToken, LONGEST_TOKEN_DAYS, NewToken, ownTokens, readToken, tokenPlaces, withdrawAllTokens, withdrawOwnToken } from './tokens.service.ts';
export type { Device } from './device.ts';
export { MailSignIn, SignIn } from './access.schemas.ts';
export { paperOfPrinted, sealPrinted } from './cards.print.ts';
export { changePin, FirstPin, MailboxSignIn, NewPin, ownPin, readMailbox, removePin, RemovePin, setFirstPin } from './mailbox.service.ts';
export { changeNetworkRole, changeRoleAt, endNetworkRole, endRoleAt, giveNetworkRole, giveRoleAt, givesRolesAt, listCandidates, listNetworkRolesFor, listRolesAtFor, NewNetworkRole, NewRoleAt, readNetworkRole, readRoleAt, RoleDates, type RoleLine } from './roles.service.ts';
export { SignOnInput, readSignOnSettings, saveSignOnSettings } from './sign-on.settings.ts';
export { beginSignOn, checkSignOn, finishSignOn, signOnName } from './sign-on.service.ts';
export { CardKey, CardSignIn, openCard, planCards, PrintCards, printCards, readOpenCard, type CardLine, type PrintedCard, type PrintedCards } from './cards.service.ts';
export { consumeLink, eraseLinksFor, findLinkFor, issueLink, readLink, withdrawLinksFor, type IssuedLink, type LinkPurpose, type OpenLink } from './links.service.ts';
export {
  acceptInvitation,
  endRoleAssignment,
  grantRole,
  invite,
  listInvitationsFor,
  listRolesFor,
  NewInvitation,
  readInvitation,
  withdrawInvitation,
} from './invitations.service.ts';
export { accessAbilities, allow, deny, holds, mayInvite, reaches, type Ability, type Place } from './access.policy.ts';
export { countAccounts, countAdministrators, deleteUnusedAccount } from './first-run.queries.ts';
export type { Role, ScopeKind } from './access.tables.ts';
export { registerAccessMails } from './access.mail.ts';
export { getMailFor, listMailsFor, OutboxFilter, readsOutbox, sendMailAgain, type MailLine, type OpenedMail } from './outbox.service.ts';
export { getJobFor, listJobsFor, resumeJobFor, stopJobFor, type JobState } from './jobs.service.ts';
export { AUDIT_COUNTED, AuditFilter, auditPlaces, listAuditFor, readsAudit, type AuditEntry } from './audit-log.service.ts';
export { exportAuditFor } from './audit-log.export.ts';
export { registerAuditNames, type AuditedLine, type AuditedName, type AuditNameSource } from './audit-names.port.ts';
export { lookForDigests, registerDigest, tellToday, tellWaiting, waitingTasks } from './digest.service.ts';
export { MailSettingsInput, ownMailSettings, readUnsubscribing, saveMailSettings, unsubscribe } from './mail-settings.service.ts';
export { accessPolicies } from './access-policies.ts';
export { listPolicyAreas, registerPolicies, type PolicyArea, type PolicySource } from './policies.port.ts';
export { PoliciesFilter, POLICY_COLUMNS, POLICY_ROLES, readPolicies, whoReadsPerson, type Because, type Holder, type PoliciesPage, type PolicyAnswer, type PolicyColumn } from './policies.service.ts';
export { listTaskSources, registerTaskSource, type Appointment, type Task, type TaskSource, type Wording } from './tasks.port.ts';
export { accessData } from './personal-data.ts';
export { holdsRoleNow, isLastAdministrator } from './personal-data.queries.ts';
export { mailTasks } from './mail-tasks.ts';
export { listAddressesOf, listHeadsOf, listInvitedPersons, listRolesOfOrganisation, type RoleHolder } from './organisation-roles.queries.ts';
export {
  addWebhook,
  changeWebhook,
  EditWebhook,
  getWebhookFor,
  listWebhooksFor,
  NewWebhook,
  removeWebhook,
  renewWebhookSecret,
  replayDelivery,
  testWebhook,
  webhookEventNames,
  type DeliveryView,
} from './webhooks.service.ts';
export { registerWebhookJobs, wakeWebhooks } from './webhooks.delivery.ts';
export { registerWebhookMails, webhookTasks } from './webhooks.mail.ts';
export { registerWebhookEvents } from './webhooks.port.ts';
