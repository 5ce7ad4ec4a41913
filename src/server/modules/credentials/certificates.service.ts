import { createHash } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, isReadOnly, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { isPdfError, type CertificateData } from '#server/platform/pdf/index.ts';
import { toIssue, type Issue } from './issues.service.ts';
import { checkPage, checkUrl } from './check-address.ts';
import { designOf, paperData, paperTemplate, type PaperDesign } from './paper-design.service.ts';
import { signedCredential } from './signing.service.ts';
import type { PaperForm } from './credentials.tables.ts';
import { findIssue, keepPaper, markGiven, type IssueRow } from './issues.queries.ts';

/** What Typst prints, made only of what the register holds and of the version of the template that it names. */
export function certificateData(ctx: Ctx, issue: IssueRow, credential: string | null, template: PaperDesign | null = null): CertificateData {
  const verifyUrl = checkUrl(ctx, issue);
  return paperData(
    {
      locale: issue.locale,
      fields: issue.fields,
      holderName: issue.holder_name,
      number: issue.number,
      verifyUrl,
      verifyPage: checkPage(ctx, issue),
      verifyCode: issue.check_code,
      credential,
      isMarked: issue.series !== 'register',
    },
    template,
  );
}

/** One certificate as PDF/UA, or as PDF/A-3a for the archive. The moment in the document is that of issuing. */
export async function printIssue(ctx: Ctx, row: IssueRow, standard: PaperForm): Promise<{ pdf: Uint8Array; sha256: string; isNew: boolean; others: number }> {
  const credential = await signedCredential(ctx, row);
  const design = row.template_version_id ? await designOf(ctx, row.template_version_id) : null;
  const data = certificateData(ctx, row, credential, design);
  const pdf = await ctx.platform.pdf.render({ template: paperTemplate(data, design), data, images: design?.images ?? {}, standard, createdAt: row.issued_at }).catch((error: unknown) => {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  });
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const writer = isReadOnly(ctx.actor) ? systemCtx(ctx.platform, ctx.networkId, 'printing') : ctx;
  if (!(await markGiven(writer, row.id))) throw new AppError('credential.revoked', 410);
  const kept = await keepPaper(writer, row.id, sha256, standard);
  return { pdf, sha256, ...kept };
}

/**
 * The certificate as PDF/UA. The same record gives the same bytes. The finger-print of
 * every paper is kept, so that each that we ever gave out can be recognised; bytes that differ from the first leave an audit line. The
 * caller has checked the right. Errors: `page.not_found`, `credential.revoked`, `paper.busy` (503).
 */
export async function renderCertificate(ctx: Ctx, issueId: string): Promise<{ pdf: Uint8Array; sha256: string; issue: Issue }> {
  const row = await findIssue(ctx, issueId);
  if (!row) throw notFound();
  if (row.revoked_at) throw new AppError('credential.revoked', 410);
  const { pdf, sha256, isNew, others } = await printIssue(ctx, row, 'ua-1');
  if (isNew && others > 0 && row.series === 'register') {
    ctx.platform.log.warn({ issueId }, 'a certificate was printed with other bytes than before');
    await inTransaction(ctx, (tx) =>
      audit(tx, { act: 'credential.printed_differently', subjectType: 'credential', subjectId: issueId, data: { sha256 } }),
    );
  }
  return { pdf, sha256, issue: toIssue(row) };
}

/**
 * The file for whom the owner module lets in: `may` is asked with the issue (its source names the registration or talk). Missing and
 * forbidden answer alike. Errors as in `renderCertificate`.
 */
export async function certificateFileFor(
  ctx: Ctx,
  issueId: string,
  may: (issue: Issue) => boolean | Promise<boolean>,
): Promise<{ pdf: Uint8Array; sha256: string; filename: string }> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row || !(await may(toIssue(row)))) throw notFound();
  const { pdf, sha256 } = await renderCertificate(ctx, issueId);
  return { pdf, sha256, filename: `${row.number}.pdf` };
}

export interface OwnCertificate extends Issue {
  checkUrl: string;
}

/** What the holder's page says of a certificate, also of a revoked one. `may` as in `certificateFileFor`. */
export async function getCertificateFor(
  ctx: Ctx,
  issueId: string,
  may: (issue: Issue) => boolean | Promise<boolean>,
): Promise<OwnCertificate> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row || !(await may(toIssue(row)))) throw notFound();
  return { ...toIssue(row), checkUrl: checkUrl(ctx, row) };
}
