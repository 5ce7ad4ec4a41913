export { forgetPracticeIssues, issueCredential, issuesFor, revokeCredential, type Issue, type IssueOutcome } from './issues.service.ts';
export { certificateFileFor, renderCertificate } from './certificates.service.ts';
export { issuingProblem } from './public-address.service.ts';
export { CertificateFields, Revocation, type NewIssue, type PrintedFields } from './credentials.schemas.ts';
export { credentialAbilities } from './credentials.policy.ts';
export type { CredentialKind, IssueCardView, Series } from './credentials.tables.ts';
