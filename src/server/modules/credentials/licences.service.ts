import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { getOrganisation, networkOf, ruleAt, rulesOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import type { CredentialKind } from './credential-kinds.ts';
import { keepsLicences } from './credentials.policy.ts';
import { legalStatus, type LegalStatus, type Qualification } from './legal-status.rule.ts';
import { endLicenceRow, findLicence, insertLicence, listLicences, type LicenceRow } from './licences.queries.ts';

export const NewLicence = z.object({
  organisationId: z.uuid('choice.missing'),
  number: oneLine(60).min(1, 'field.required'),
  issuedBy: oneLine(250).min(1, 'field.required'),
  issuedOn: dateAnswer(),
  validUntil: dateAnswer().optional(),
});
export type NewLicence = z.output<typeof NewLicence>;

export interface Licence extends LicenceRow {
  /** Whether papers issued today may name it. */
  holds: boolean;
}

function needKeeper(ctx: Ctx): void {
  if (!keepsLicences(ctx.actor, ctx.networkId)) throw notFound();
}

const today = async (ctx: Ctx): Promise<string> => localDate(ctx.clock.now(), (await networkOf(ctx)).timeZone);

/** The licences of the network. For its administrators; error `page.not_found`. */
export async function listLicencesFor(ctx: Ctx): Promise<Licence[]> {
  needKeeper(ctx);
  const day = await today(ctx);
  return (await listLicences(ctx)).map((row) => ({
    ...row,
    holds: row.issuedOn <= day && (row.validUntil === null || row.validUntil >= day) && (row.endedOn === null || row.endedOn > day),
  }));
}

/**
 * Records that an organisation, and what stands below it, may give documents of qualification. Returns the id. Errors: `licence.before_issue`
 * beside `validUntil`, `licence.in_future` beside `issuedOn`, `page.not_found`.
 */
export async function addLicence(ctx: Ctx, input: NewLicence): Promise<string> {
  needKeeper(ctx);
  const { id: organisationId } = await getOrganisation(ctx, input.organisationId);
  if (input.issuedOn > (await today(ctx))) throw invalid('issuedOn', 'licence.in_future');
  if (input.validUntil !== undefined && input.validUntil < input.issuedOn) throw invalid('validUntil', 'licence.before_issue');
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    await insertLicence(tx, { ...input, id, organisationId, validUntil: input.validUntil ?? null, by: actorId(tx.actor) });
    await audit(tx, { act: 'organisation.licence_added', subjectType: 'organisation', subjectId: organisationId, data: { number: input.number, issuedOn: input.issuedOn, validUntil: input.validUntil ?? null } });
    return id;
  });
}

/** Ends a licence today: papers issued before keep naming it. Error `page.not_found`. */
export async function endLicence(ctx: Ctx, licenceId: string): Promise<void> {
  needKeeper(ctx);
  const day = await today(ctx);
  await inTransaction(ctx, async (tx) => {
    const organisationId = isId(licenceId) ? await endLicenceRow(tx, licenceId, day) : undefined;
    if (!organisationId) throw notFound();
    await audit(tx, { act: 'organisation.licence_ended', subjectType: 'organisation', subjectId: organisationId, data: { licenceId } });
  });
}

/** What a paper will be before the law of its issuer's country, and the licence it names. Asks the database only where somebody wishes for more than participation. */
export async function judgeStatus(
  tx: Ctx,
  issuer: { path: readonly string[]; country: string },
  deed: { kind: CredentialKind; hours: number | undefined; day: string; wish: Qualification | undefined },
): Promise<{ status: LegalStatus; licenceId: string | null; licence: { number: string; issuedOn: string } | null }> {
  if (!deed.wish) return { status: 'participation', licenceId: null, licence: null };
  const licence = await findLicence(tx, issuer.path, deed.day);
  const rules = await rulesOf(tx, issuer.country);
  const listed = ruleAt(rules.certificates, deed.day)?.value.find(({ paper }) => paper === deed.wish);
  const status = legalStatus(deed.wish, deed, { rules, licensed: licence !== undefined, leastHours: listed?.least_hours ?? null });
  return status === 'participation' || !licence ? { status, licenceId: null, licence: null } : { status, licenceId: licence.id, licence };
}
