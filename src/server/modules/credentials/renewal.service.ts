import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { getOrganisation } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { severalLines } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { mayRenew } from './credentials.policy.ts';
import { inRenewalWindow } from './expiry.rule.ts';
import { findIssue, lockIssue, type IssueRow } from './issues.queries.ts';
import { issueCredential, type IssueOutcome, type PaperChoice } from './issues.service.ts';
import { callersFields, withoutLocale } from './paper-fields.ts';
import { findSettings } from './templates.queries.ts';

/** A certificate is prolonged by ten years at most. */
const LONGEST_DAYS = 3660;

export const Renewal = z.object({
  validUntil: dateAnswer(),
  /** What shows that it still holds; stays in the history of the line. */
  basis: severalLines(500).min(10, 'reason.too_short'),
});
export type Renewal = z.output<typeof Renewal>;

export interface Renewable {
  issueId: string;
  number: string;
  holderName: string;
  validUntil: string;
  hasMail: boolean;
  /** As long again as the line was valid, from its last day or today, whichever is later. */
  proposed: string;
}

async function renewable(ctx: Ctx, issueId: string): Promise<IssueRow & { valid_until: string }> {
  const row = isId(issueId) ? await findIssue(ctx, issueId) : undefined;
  if (!row) throw notFound();
  const place = { networkId: ctx.networkId, organisationPath: row.organisation_path };
  const inWindow = row.valid_until !== null && inRenewalWindow(row.valid_until, ctx.clock.now());
  const ability = mayRenew(ctx.actor, place, { revokedAt: row.revoked_at, suspendedAt: row.suspended_at, inWindow, renewed: row.renewal_id !== null });
  if (ability.allowed) return { ...row, valid_until: row.valid_until ?? '' };
  if (ability.reason === 'not_coordinator') throw notFound();
  throw new AppError(`credential.${ability.reason}`, 409);
}

/** What can be prolonged now, with a day to begin with. Errors as in {@link renewCredential}. */
export async function findRenewable(ctx: Ctx, issueId: string): Promise<Renewable> {
  const row = await renewable(ctx, issueId);
  const { time_zone: zone } = await getOrganisation(ctx, row.organisation_id);
  const today = localDate(ctx.clock.now(), zone);
  const days = Math.round((Date.parse(row.valid_until) - Date.parse(row.issued_on)) / 86_400_000);
  const from = row.valid_until > today ? row.valid_until : today;
  return { issueId: row.id, number: row.number, holderName: row.holder_name, validUntil: row.valid_until, hasMail: row.mail_address !== null, proposed: addDays(from, Math.min(Math.max(days, 1), LONGEST_DAYS)) };
}

/**
 * Prolongs a certificate within its window: a new line with a number and a last day of its own, printed with the same words; the old one
 * stays as it is and names the new one. The holder gets a mail. Errors: `date.not_after` or `date.too_late` beside `validUntil`;
 * `credential.not_renewable_now`, `credential.renewed_already`, `credential.revoked_already`, `credential.suspended_already` (409);
 * `page.not_found`; those of `issueCredential`.
 */
export async function renewCredential(ctx: Ctx, issueId: string, { validUntil, basis }: Renewal): Promise<IssueOutcome> {
  return inTransaction(ctx, async (tx) => {
    if (isId(issueId)) await lockIssue(tx, issueId);
    const row = await renewable(tx, issueId);
    const { time_zone: zone } = await getOrganisation(tx, row.organisation_id);
    const today = localDate(tx.clock.now(), zone);
    const from = row.valid_until > today ? row.valid_until : today;
    if (validUntil <= from) throw invalid('validUntil', 'renewal.not_longer');
    if (validUntil > addDays(from, LONGEST_DAYS)) throw invalid('validUntil', 'renewal.too_long');
    await audit(tx, { act: 'credential.renewed', subjectType: 'credential', subjectId: row.id, data: { number: row.number, basis } });
    const { input, words } = await wordsOf(tx, row);
    const outcome = await issueCredential(tx, { ...input, validUntil, issuedOn: today, renewsId: row.id }, words);
    if (row.series !== 'practice') await emit(tx, 'credentials.renewed', { issueId: row.id, kind: row.kind, sourceType: row.source_type, sourceId: row.source_id });
    return outcome;
  });
}

/** The words of a line as whoever issues anew needs them: as it looked, by the same version of the template, in the same languages. */
export async function wordsOf(tx: Ctx, row: IssueRow): Promise<{ input: Omit<NewIssue, 'issuedOn'>; words: PaperChoice }> {
  const { role, second, ...first } = row.fields;
  const settings = row.template_version_id ? await findSettings(tx, row.template_version_id) : undefined;
  return {
    input: {
      organisationId: row.organisation_id,
      kind: row.kind,
      locale: row.locale,
      holderName: row.holder_name,
      holderIsMinor: row.holder_is_minor,
      fields: callersFields(first, role),
      facts: row.facts,
      sourceType: row.source_type,
      sourceId: row.source_id,
      mailAddress: row.mail_address,
      ...(row.legal_status === 'participation' ? {} : { qualification: row.legal_status }),
      practice: row.series === 'practice',
    },
    words: {
      template: row.template_version_id && settings ? { versionId: row.template_version_id, settings } : null,
      ...(second ? { fieldsIn: () => callersFields(withoutLocale(second), role) } : {}),
    },
  };
}
