import type { Ctx } from '#server/platform/context.ts';
import { fact, language, mentionsOf, type DataClaims, type DataSubject, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { blankHolderWords } from './data-source.queries.ts';
import { blankListedAddresses } from './issuing-lists.queries.ts';
import { forgetHolders, issuesFor, type Issue } from './issues.service.ts';

const PAPER = 'the register of papers that were given out: each must be checkable for as long as it lies in somebody’s hands';
const SIGNED = 'names, posts and signatures of those who sign for an organisation: papers that were issued are printed by it for decades';
const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';

const claims: DataClaims = {
  tables: {
    'credentials.issue': {
      erased: 'mail_address revoke_reason suspend_reason',
      kept: { [PAPER]: 'holder_name search_key fields number check_code source_id issued_on valid_until locale facts', [AUTHOR]: 'issued_by revoked_by suspended_by' },
      plain: 'kind series public_address source_type legal_status',
    },
    'credentials.register_counter': { plain: 'kind series' },
    'credentials.licence': { kept: { [AUTHOR]: 'created_by' }, plain: 'number issued_by issued_on valid_until ended_on' },
    'credentials.issuing_list': { kept: { [PAPER]: 'words', [AUTHOR]: 'started_by' }, plain: 'kind title' },
    'credentials.listed_person': { erased: 'email', kept: { [PAPER]: 'name role_line' } },
    'credentials.share': { erased: 'label', kept: { [PAPER]: 'issue_id' } },
    'credentials.paper': { kept: { [PAPER]: 'issue_id' }, plain: 'sha256 form' },
    'credentials.template': { plain: 'name' },
    'credentials.template_version': { kept: { [SIGNED]: 'settings', [AUTHOR]: 'created_by' } },
    'credentials.template_default': { plain: 'kind' },
    'credentials.template_picture': { kept: { [SIGNED]: 'name', [AUTHOR]: 'created_by' }, plain: 'kind media_type' },
    'credentials.signing_key': { plain: 'series name public_key sealed_seed' },
    'credentials.status_list': { plain: 'series' },
    'credentials.signed_credential': { kept: { [PAPER]: 'issue_id document' }, plain: 'issuer' },
  },
};

async function ofSubject(ctx: Ctx, subject: DataSubject): Promise<Issue[]> {
  const found: Issue[] = [];
  for (const [type, ids] of subject.traces) found.push(...(await issuesFor(ctx, type, ids)));
  return found;
}

/** Certificates stay as they were issued; what leads from them to her goes. */
export const credentialsData: PersonalDataSource = {
  name: 'credentials',
  claims,
  async describe(ctx, subject) {
    const issues = await ofSubject(ctx, subject);
    return [
      {
        id: 'certificates',
        title: 'privacy.data.certificates',
        items: issues.map((issue) => [
          fact('number', 'ui.field.number', issue.number),
          fact('holderName', 'ui.field.full_name', issue.holderName),
          fact('checkCode', 'ui.field.code', issue.checkCode),
          fact('language', 'ui.field.language', language(issue.locale)),
          fact('issuedAt', 'ui.field.date', issue.issuedAt),
          fact('revokedAt', 'ui.state.revoked', issue.revokedAt),
          fact('revokeReason', 'ui.field.reason', issue.revokeReason),
        ]),
      },
    ];
  },
  async preview(ctx, subject) {
    return [{ what: 'privacy.erase.certificates', count: (await ofSubject(ctx, subject)).length, stays: 'privacy.stays.register' }];
  },
  async erase(tx, subject) {
    for (const [type, ids] of subject.traces) await forgetHolders(tx, type, ids);
    await blankHolderWords(tx, mentionsOf(subject));
    await blankListedAddresses(tx, mentionsOf(subject).addresses);
  },
};
