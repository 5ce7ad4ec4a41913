import { mendEvidence, offerEvidence, type Enclosed, type EvidenceInput } from '#server/modules/competencies/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/errors.ts';
import { ownCredentials } from './own-credentials.ts';

type Sent = NonNullable<Enclosed['file']>;

/** The certificate that is named, if it is one's own and counts. Error beside `credential`: `choice.missing`. */
async function credentialOf(ctx: Ctx, input: EvidenceInput): Promise<NonNullable<Enclosed['credential']> | null> {
  if (input.kind !== 'credential') return null;
  const issue = (await ownCredentials(ctx)).find(({ issueId, revokedAt }) => issueId === input.credential && revokedAt === null);
  if (!issue) throw invalid('credential', 'choice.missing');
  return { id: issue.issueId, number: issue.number };
}

/** A person offers evidence of what she can do; a certificate has to be her own. Errors as of `offerEvidence`, `choice.missing` beside `credential`. */
export async function offerOwnEvidence(ctx: Ctx, personId: string, input: EvidenceInput, file: Sent | null): Promise<string> {
  return offerEvidence(ctx, personId, input, { file, credential: await credentialOf(ctx, input) });
}

/** The same for a piece that is mended. Errors as of `mendEvidence`, `choice.missing` beside `credential`. */
export async function mendOwnEvidence(ctx: Ctx, evidenceId: string, input: EvidenceInput, file: Sent | null): Promise<void> {
  await mendEvidence(ctx, evidenceId, input, { file, credential: await credentialOf(ctx, input) });
}
