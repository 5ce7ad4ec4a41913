import type { Locale } from '#lib/i18n/index.ts';
import { issueLink, withdrawLinksFor } from '#server/modules/access/index.ts';
import { getOrganisation, networkOf, searchWords } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { forgetAddresses, queueMail } from '#server/platform/mail.ts';
import { emit } from '#server/platform/outbox.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { newCheckCode } from './check-code.ts';
import { credentialAbilities, mayRevoke } from './credentials.policy.ts';
import { NewIssue, type CertificateFields, type Revocation } from './credentials.schemas.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { Series } from './credentials.tables.ts';
import {
  deletePracticeIssues,
  findIssue,
  findIssueOfSource,
  insertIssue,
  listIssuesMailedTo,
  listIssuesOfSources,
  returnNumber,
  takeNumber,
  updateRevoked,
  type IssueRow,
  forgetMailAddresses,
} from './issues.queries.ts';
import { deleteSharesOf } from './shares.queries.ts';
import type { LegalStatus } from './legal-status.rule.ts';
import { judgeStatus } from './licences.service.ts';
import { formatNumber } from './numbers.rule.ts';
import { duplicateFields, printedFields, textsOf } from './paper-fields.ts';
import { issuingAddress } from './public-address.service.ts';
import { templateForIssue } from './template-choice.service.ts';
import type { TemplateSettings } from './templates.schemas.ts';

/** What other modules need of a line of the register. */
export interface Issue {
  issueId: string;
  organisationId: string;
  kind: CredentialKind;
  /** As printed: `PVL-2026-ATT-00417`. */
  number: string;
  series: Series;
  /** As printed, in groups of four. */
  checkCode: string;
  locale: Locale;
  holderName: string;
  sourceType: string;
  sourceId: string;
  issuedAt: Date;
  revokedAt: Date | null;
  revokeReason: string | null;
  suspendedAt: Date | null;
  suspendReason: string | null;
  /** Taken back before anybody had it; also revoked then. */
  annulledAt: Date | null;
  /** Last day on which it counts; null: for good. */
  validUntil: string | null;
  /** As printed, in the language of the record. */
  eventTitle: string;
  /** What it is before the law of its issuer's country. */
  legalStatus: LegalStatus;
}

export interface IssueOutcome extends Issue {
  /** False when the source had been given this kind before: the first issue, valid or revoked, is returned. */
  isNew: boolean;
}

/** Years for which a personal link to one's own certificate works. */
const LINK_YEARS = 3;

export function toIssue(row: IssueRow): Issue {
  return {
    issueId: row.id,
    organisationId: row.organisation_id,
    kind: row.kind,
    number: row.number,
    series: row.series,
    checkCode: row.check_code,
    locale: row.locale,
    holderName: row.holder_name,
    sourceType: row.source_type,
    sourceId: row.source_id,
    issuedAt: row.issued_at,
    revokedAt: row.revoked_at,
    revokeReason: row.revoke_reason,
    suspendedAt: row.suspended_at,
    suspendReason: row.suspend_reason,
    annulledAt: row.annulled_at,
    validUntil: row.valid_until,
    eventTitle: row.fields.eventTitle,
    legalStatus: row.legal_status,
  };
}

/** What is not written in the line: the lines in the second language of a template, and a template that is known already. */
export interface PaperChoice {
  fieldsIn?: (locale: Locale) => CertificateFields;
  gainedIn?: (locale: Locale) => readonly string[];
  template?: { versionId: string; settings: TemplateSettings } | null;
}

/**
 * Puts one certificate into the register, in the caller's transaction: next number without gaps, check code, audit, outbox event
 * `credentials.issued` and, when there is an address, the mail with the personal link. A second call for the same source and kind returns
 * the first issue, also when that one was revoked: who shall have a new one is named by `replacesId`. After an annulled one comes a new one.
 *
 * It looks as the template says that `templateId` names, or the organisation chose for the kind; `fieldsIn` gives the lines in the second language
 * of a template in two. The register stays locked until the caller's transaction ends: issue one person a transaction, as its last step.
 *
 * Errors: `page.not_found` (no right, no such organisation), `issuing.no_public_address` (outside the demo, before an administrator has set
 * and checked the public address), `issuing.unprintable` with `signs`, `issuing.not_replaceable`,
 * `issuing.no_template`.
 */
export async function issueCredential(tx: Ctx, input: NewIssue, words: PaperChoice = {}): Promise<IssueOutcome> {
  if (!tx.inTx) throw new Error('issueCredential() belongs into the transaction of the deed');
  const wanted = NewIssue.parse(input);
  const organisation = await getOrganisation(tx, wanted.organisationId);
  if (!credentialAbilities(tx.actor, { networkId: tx.networkId, organisationPath: organisation.path }).issue.allowed) throw notFound();
  const series: Series = wanted.practice ? 'practice' : (await networkOf(tx)).isDemo ? 'demo' : 'register';
  const publicAddress = await issuingAddress(tx, series);

  // A renewal stands beside the line it prolongs; only its own duplicate looks for the one it replaces.
  const earlier = !wanted.renewsId ? await findIssueOfSource(tx, wanted) : wanted.replacesId ? await findIssue(tx, wanted.replacesId) : undefined;
  if (wanted.replacesId) {
    if (earlier?.id !== wanted.replacesId || !earlier.revoked_at) throw new AppError('issuing.not_replaceable', 409);
  } else if (earlier && !earlier.annulled_at) return { ...toIssue(earlier), isNew: false };

  const template = words.template === undefined ? await templateForIssue(tx, organisation.path, wanted) : words.template;
  // A duplicate stands for what was issued: the licence of that day may be over, and the paper is what it was.
  const lost = wanted.duplicateOf !== undefined && wanted.replacesId ? earlier : undefined;
  const { status, licenceId, licence } = lost
    ? { status: lost.legal_status, licenceId: lost.licence_id, licence: null }
    : await judgeStatus(tx, organisation, { kind: wanted.kind, hours: wanted.facts?.hours, day: wanted.issuedOn, wish: wanted.qualification });
  const fields = lost && wanted.duplicateOf !== undefined
    ? duplicateFields(lost.fields, { locale: wanted.locale, issuedOn: wanted.issuedOn, validUntil: wanted.validUntil, duplicateOf: wanted.duplicateOf })
    : printedFields({ ...wanted, status, licence, facts: wanted.facts ?? {}, fieldsIn: words.fieldsIn, gainedIn: words.gainedIn }, template?.settings ?? null);
  const signs = unprintable([wanted.holderName, ...textsOf(fields)].join(' '));
  if (signs.length > 0) throw new AppError('issuing.unprintable', 422, { signs: signs.slice(0, 10).join(' ') });

  const register = { organisationId: organisation.id, year: Number(wanted.issuedOn.slice(0, 4)), kind: wanted.kind, series } as const;
  const seq = await takeNumber(tx, register);
  const id = newId();
  const number = formatNumber({ ...register, organisationCode: organisation.code, seq });
  const row = {
    ...register,
    id,
    seq,
    number,
    checkCode: newCheckCode(),
    publicAddress,
    locale: wanted.locale,
    holderName: wanted.holderName,
    holderIsMinor: wanted.holderIsMinor,
    fields,
    facts: wanted.facts ?? {},
    validUntil: wanted.validUntil ?? null,
    sourceType: wanted.sourceType,
    sourceId: wanted.sourceId,
    issuedAt: tx.clock.now(),
    issuedBy: wanted.issuedBy ?? (tx.actor.kind === 'account' ? tx.actor.accountId : null),
    issuedOn: wanted.issuedOn,
    searchKey: searchWords(number, wanted.holderName).join(' '),
    // An annulled line is replaced without being asked: nobody had its paper.
    replacesId: wanted.replacesId ?? earlier?.id ?? null,
    batchId: wanted.batchId ?? null,
    renewsId: wanted.renewsId ?? null,
    legalStatus: status,
    licenceId,
    isDuplicate: lost !== undefined,
    mailAddress: wanted.mailAddress,
    templateVersionId: template?.versionId ?? null,
  };
  if (!(await insertIssue(tx, row))) {
    // Another transaction issued for this source while we waited for the register: its line counts, our number goes back.
    await returnNumber(tx, register);
    const theirs = wanted.renewsId ? undefined : await findIssueOfSource(tx, wanted);
    if (!theirs) throw new AppError('record.changed_meanwhile', 409);
    return { ...toIssue(theirs), isNew: false };
  }
  await audit(tx, {
    act: 'credential.issued',
    subjectType: 'credential',
    subjectId: id,
    data: { number: row.number, kind: row.kind, ...(row.replacesId ? { replaces: row.replacesId } : {}), ...(row.renewsId ? { renews: row.renewsId } : {}) },
  });
  if (series !== 'practice') {
    await emit(tx, 'credentials.issued', { issueId: id, kind: row.kind, sourceType: row.sourceType, sourceId: row.sourceId });
  }
  if (row.mailAddress) {
    await mailIssue(tx, { issueId: id, organisationId: organisation.id, to: row.mailAddress, locale: row.locale, hold: series === 'practice', after: wanted.deliverAfter ?? null });
  }
  const { organisationId, kind, checkCode, locale, holderName, sourceType, sourceId, issuedAt } = row;
  const made = { issueId: id, organisationId, kind, number, series, checkCode, locale, holderName, sourceType, sourceId, issuedAt };
  return { ...made, revokedAt: null, revokeReason: null, suspendedAt: null, suspendReason: null, annulledAt: null, validUntil: row.validUntil, eventTitle: row.fields.eventTitle, legalStatus: status, isNew: true };
}

/** Queues the mail that brings a certificate, with a fresh personal link. */
export async function mailIssue(tx: Ctx, mail: { issueId: string; organisationId: string; to: string; locale: Locale; hold?: boolean; after?: Date | null }): Promise<void> {
  const expiresAt = new Date(tx.clock.now());
  expiresAt.setUTCFullYear(expiresAt.getUTCFullYear() + LINK_YEARS);
  await issueLink(tx, { purpose: 'certificate', subjectId: mail.issueId, expiresAt });
  await queueMail(tx, {
    template: 'credentials.issued',
    params: { issueId: mail.issueId },
    to: mail.to,
    locale: mail.locale,
    subjectType: 'credential',
    subjectId: mail.issueId,
    organisationId: mail.organisationId,
    after: mail.after ?? null,
    ...(mail.hold ? { hold: true } : {}),
  });
}

/**
 * Revokes for good: number and line stay, the check page says when and why, the holder gets a mail. Errors: `page.not_found`,
 * `credential.revoked_already`.
 */
export async function revokeCredential(ctx: Ctx, input: Revocation): Promise<void> {
  const { issueId, reason } = input;
  await inTransaction(ctx, async (tx) => {
    const row = isId(issueId) ? await findIssue(tx, issueId) : undefined;
    if (!row) throw notFound();
    const place = { networkId: tx.networkId, organisationPath: row.organisation_path };
    const ability = mayRevoke(tx.actor, place, { revokedAt: row.revoked_at });
    if (!ability.allowed && ability.reason !== 'revoked_already') throw notFound();
    if (!ability.allowed || !(await updateRevoked(tx, issueId, tx.actor.kind === 'account' ? actorId(tx.actor) : null, reason))) {
      throw new AppError('credential.revoked_already', 409);
    }
    await audit(tx, { act: 'credential.revoked', subjectType: 'credential', subjectId: issueId, data: { number: row.number } });
    if (row.series !== 'practice') await emit(tx, 'credentials.revoked', { issueId, kind: row.kind, sourceType: row.source_type, sourceId: row.source_id });
    if (row.mail_address) {
      await queueMail(tx, {
        template: 'credentials.revoked',
        params: { issueId },
        to: row.mail_address,
        locale: row.locale,
        subjectType: 'credential',
        subjectId: issueId,
        organisationId: row.organisation_id,
        ...(row.series === 'practice' ? { hold: true } : {}),
      });
    }
  });
}

/** All issues of these sources, oldest first, revoked ones included. The caller has checked its right to the sources. One query. */
export async function issuesFor(ctx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<Issue[]> {
  if (sourceIds.length === 0) return [];
  return (await listIssuesOfSources(ctx, sourceType, sourceIds)).map(toIssue);
}

/** Issues whose mail went to one of these addresses, oldest first. The caller knows whose they are. One query. */
export async function issuesMailedTo(ctx: Ctx, addresses: readonly string[]): Promise<Issue[]> {
  return addresses.length === 0 ? [] : (await listIssuesMailedTo(ctx, addresses)).map(toIssue);
}

/** Removes what a rehearsal issued; nothing else can ever leave the register. Returns how many. */
export async function forgetPracticeIssues(tx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<number> {
  if (!tx.inTx) throw new Error('forgetPracticeIssues() belongs into the transaction of the deed');
  return sourceIds.length === 0 ? 0 : deletePracticeIssues(tx, sourceType, sourceIds);
}

/**
 * What is left of holders who withdrew their consent: the line of the register and its check page, without the address, its mails and the
 * link that opened the paper. Called in the transaction of the erasure.
 */
export async function forgetHolders(tx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<void> {
  if (sourceIds.length === 0) return;
  const ids = await forgetMailAddresses(tx, sourceType, sourceIds);
  await forgetAddresses(tx, 'credential', ids);
  for (const id of ids) await withdrawLinksFor(tx, 'certificate', id);
  const shares = await deleteSharesOf(tx, (await listIssuesOfSources(tx, sourceType, sourceIds)).map(({ id }) => id));
  for (const id of shares) await withdrawLinksFor(tx, 'share', id);
}
