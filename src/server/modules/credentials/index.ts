export {
  forgetHolders,
  forgetPracticeIssues,
  issueCredential,
  issuesFor,
  revokeCredential,
  type Issue,
  type IssueOutcome,
} from './issues.service.ts';
export { credentialsData } from './data-source.ts';
export { certificateFileFor, getCertificateFor, renderCertificate, type OwnCertificate } from './certificates.service.ts';
export { getIssueFor, mailCertificateAgain, mayReadIssue, type IssueDetail } from './issue-detail.service.ts';
export { listRegisterFor, listWholeRegisterFor, REGISTER_PRINT_LIMIT, RegisterFilter, type RegisterLine, type RegisterList } from './register.service.ts';
export { BOOK_LIMIT, registerBook } from './register-book.service.ts';
export { exportRegisterFor } from './register.export.ts';
export { checkByCode, checkByNumber, checkedJson, type CheckedCertificate, type CheckedNumber, type CheckState, type PrintedLine } from './check.service.ts';
export { CHECK_FILE_MOST_BYTES, checkFile, type CheckedFile, type FileKind, type FileOutcome } from './file-check.service.ts';
export { credentialFileFor, type CredentialFile } from './credential-files.service.ts';
export { annulBatch, annulCredential, Annulment, batchOf } from './annulment.service.ts';
export { addLicence, endLicence, listLicencesFor, NewLicence, type Licence } from './licences.service.ts';
export { keepsLicences } from './credentials.policy.ts';
export { DELIVERIES, NewIssuingList } from './issuing-lists.schemas.ts';
export { issueListNow } from './issuing-lists.jobs.ts';
export { templatesFor } from './template-choice.service.ts';
export { getIssuingListFor, listIssuingListsFor, openIssuingList, previewIssuingList, resumeIssuingList, startIssuingList, stopIssuingList, undoIssuingList, type IssuingList } from './issuing-lists.service.ts';
export { Duplicate, issueDuplicate } from './duplicate.service.ts';
export { findRenewable, renewCredential, Renewal, type Renewable } from './renewal.service.ts';
export { isOver } from './expiry.rule.ts';
export { expiryTasks, remindOfExpiry } from './expiry.service.ts';
export { addShare, listSharesFor, NewShare, readShared, SHARE_DAYS, sharedFile, withdrawShare, type Share } from './shares.service.ts';
export { issuesMailedTo } from './issues.service.ts';
export { liftSuspension, suspendCredential, Suspension } from './suspension.service.ts';
export { readIssuerPath } from './issuer-did.rule.ts';
export { issuerDocument, LIST_TTL, statusListCredential } from './status-lists.service.ts';
export { signedCredential, signWaiting } from './signing.service.ts';
export { listKeysFor, rotateKey, type SigningKeyView } from './signing-keys.service.ts';
export { looksLikeCode, readCheckCode } from './check-code.ts';
export {
  checkPublicAddress,
  followPublicAddress,
  issuingProblem,
  NewPublicAddress,
  readPublicAddress,
  setPublicAddress,
  type PublicAddress,
} from './public-address.service.ts';
export { selfCheckAnswer } from './public-address.probe.ts';
export { registerCredentials } from './credentials.jobs.ts';
export { CertificateFields, Revocation, type IssueFacts, type NewIssue, type PrintedFields } from './credentials.schemas.ts';
export { mayBeOf } from './names.rule.ts';
export { certificateSearch } from './search.service.ts';
export { credentialAbilities, readsRegister } from './credentials.policy.ts';
export type { CredentialKind } from './credential-kinds.ts';
export type { IssueCardView, Series } from './credentials.tables.ts';
export { credentialPolicies } from './credentials.policies.ts';
export { archiveCopyFor } from './archive-copy.service.ts';
export { addPicture, listPicturesFor, NewPicture, PICTURE_MOST_BYTES, readPicture, removePicture, type PictureView } from './template-pictures.service.ts';
export { previewSettings, previewVersion } from './template-preview.service.ts';
export { keepsTemplates } from './templates.policy.ts';
export { asTemplateForm, COLOUR_NAMES, EditTemplate, MOST_SIGNATORIES, NewTemplate, PreviewWish, TEMPLATE_FACTS, TEMPLATE_KINDS, TEMPLATE_LAYOUTS, TemplateInput, type TemplatePart, type TemplateSettings } from './templates.schemas.ts';
export { addTemplate, archiveTemplate, changeTemplate, getTemplateFor, listTemplatesFor, openTemplates, restoreVersion, reviveTemplate, type TemplateDetail, type TemplateLine } from './templates.service.ts';
export { PICTURE_KINDS, type PictureKind } from './templates.tables.ts';
export { credentialEvents } from './credentials.events.ts';
