export {
  accountNames,
  cookieValue,
  createAccount,
  findAccount,
  findAccountIdByEmail,
  openSession,
  readSession,
  requestSignInLink,
  SESSION_COOKIE,
  SESSION_SECONDS,
  signInWithLink,
  signInWithPassword,
  signOut,
  signOutEverywhere,
} from './sign-in.service.ts';
export { SignIn } from './access.schemas.ts';
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
export { listTaskSources, registerTaskSource, type Appointment, type Task, type TaskSource, type Wording } from './tasks.port.ts';
export { mailTasks } from './mail-tasks.ts';
export { listRolesOfOrganisation } from './organisation-roles.queries.ts';
