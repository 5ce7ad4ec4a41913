import { readFile } from 'node:fs/promises';
import { isReadOnly, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { findIssue, markGiven } from './issues.queries.ts';
import { toIssue, type Issue } from './issues.service.ts';
import { bakePng } from './png-badge.ts';
import { signedCredential } from './signing.service.ts';

export interface CredentialFile {
  bytes: Uint8Array;
  type: string;
  filename: string;
}

/**
 * The signed credential as software takes it: JSON, or a badge with the JSON baked in. `may` as in `certificateFileFor`. Errors:
 * `page.not_found` (also for a rehearsal, which is not signed), `credential.revoked`, `signing.key_lost`.
 */
export async function credentialFileFor(ctx: Ctx, issueId: string, format: 'json' | 'png', may: (issue: Issue) => boolean | Promise<boolean>): Promise<CredentialFile> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row || !(await may(toIssue(row)))) throw notFound();
  if (row.revoked_at) throw new AppError('credential.revoked', 410);
  const document = await signedCredential(ctx, row);
  if (document === null) throw notFound();
  if (!(await markGiven(isReadOnly(ctx.actor) ? systemCtx(ctx.platform, ctx.networkId, 'credential file') : ctx, issueId))) throw new AppError('credential.revoked', 410);
  if (format === 'json') return { bytes: Buffer.from(document), type: 'application/vc', filename: `${row.number}.json` };
  const badge = await readFile(new URL(`../../../../static/badges/${row.kind}.png`, import.meta.url));
  return { bytes: bakePng(badge, document), type: 'image/png', filename: `${row.number}.png` };
}
