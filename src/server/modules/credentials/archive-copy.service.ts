import { audit } from '#server/platform/audit.ts';
import { inTransaction, isReadOnly, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { printIssue } from './certificates.service.ts';
import { credentialAbilities } from './credentials.policy.ts';
import { findIssue } from './issues.queries.ts';

/**
 * The archive copy of a certificate: the same page as PDF/A-3a, the signed credential inside it. Its finger-print is kept like that of the
 * paper, so that the check page knows it. For readers of the register; the first leaves an audit line. Errors: `page.not_found`,
 * `credential.revoked`.
 */
export async function archiveCopyFor(ctx: Ctx, issueId: string): Promise<{ pdf: Uint8Array; sha256: string; filename: string }> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  const place = { networkId: ctx.networkId, organisationPath: row?.organisation_path ?? [] };
  if (!row || !credentialAbilities(ctx.actor, place).readRegister.allowed) throw notFound();
  if (row.revoked_at) throw new AppError('credential.revoked', 410);
  const { pdf, sha256, isNew } = await printIssue(ctx, row, 'a-3a');
  if (isNew && !isReadOnly(ctx.actor)) {
    await inTransaction(ctx, (tx) => audit(tx, { act: 'credential.archive_copy_made', subjectType: 'credential', subjectId: issueId, data: { sha256 } }));
  }
  return { pdf, sha256, filename: `${row.number}-PDF-A.pdf` };
}
