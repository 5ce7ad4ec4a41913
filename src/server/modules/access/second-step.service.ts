import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { hashToken } from '#server/platform/ids.ts';
import { qrSvg } from '#server/platform/pdf/index.ts';
import { countGrowingTry, countTry, forgetTries, type Limit } from '#server/platform/rate-limit.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import { mayReset, type ResetRefusal } from './access.policy.ts';
import { findAccount, listGrants } from './access.queries.ts';
import { queueAccountMail } from './account.mail.ts';
import { ownerOf, provePassword, type Owner } from './account.service.ts';
import {
  confirmSecondStep,
  countRecoveryCodes,
  deleteSecondStep,
  findSecondStep,
  replaceRecoveryCodes,
  useRecoveryCode,
  useStep,
  writeNewSecret,
} from './second-step.queries.ts';
import { plainCode, randomCode, shownCode } from './codes.ts';
import { authenticatorUri, base32, matchingStep, newSecret } from './totp.ts';

const PURPOSE = 'second-step-secret';
const FOR_EVER = new Date('9999-01-01T00:00:00Z');
const CODES = 10;
const RECOVERY_LENGTH = 16;
const CODE_TRIES: Limit = { name: 'second_step', max: 8, windowSeconds: 600 };
/** From all sources together: only who knows the password comes so far, and six digits must not be guessed from many addresses. */
const ACCOUNT_TRIES: Limit = { name: 'second_step_account', max: 60, windowSeconds: 3600 };

export const SecondStepCode = z.object({ code: z.string('field.required').trim().min(1, 'field.required').max(40) });
/** To switch it off: the password, or a code. */
export const SecondStepProof = z.object({ password: z.string().max(200).optional(), code: z.string().trim().max(40).optional() });

export interface SecondStepState {
  isOn: boolean;
  since: Date | null;
  codesLeft: number;
  hasBegun: boolean;
}

export async function ownSecondStep(ctx: Ctx): Promise<SecondStepState> {
  const { accountId } = ownerOf(ctx);
  const row = await findSecondStep(ctx.db, accountId);
  const isOn = row?.confirmed_at != null;
  return { isOn, since: row?.confirmed_at ?? null, codesLeft: isOn ? await countRecoveryCodes(ctx.db, accountId) : 0, hasBegun: row !== undefined && !isOn };
}

/** Whether the door asks this account for a code. */
export async function needsSecondStep(ctx: Ctx, accountId: string): Promise<boolean> {
  return (await findSecondStep(ctx.db, accountId))?.confirmed_at != null;
}

function secretOf(ctx: Ctx, accountId: string, sealed: string): Buffer | null {
  const value = unseal<{ accountId: string; secret: string }>(ctx.platform.keys, PURPOSE, sealed, ctx.clock.now());
  // A row that was moved to another account opens nothing.
  return value?.accountId === accountId ? Buffer.from(value.secret, 'base64url') : null;
}

/** Makes a new secret; nothing is asked at the door until a code of it was confirmed. Error: `second_step.on_already`. */
export async function beginSecondStep(ctx: Ctx): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    if ((await findSecondStep(tx.db, accountId))?.confirmed_at) throw new AppError('second_step.on_already', 409);
    const sealed = seal(tx.platform.keys, PURPOSE, { accountId, secret: newSecret().toString('base64url') }, FOR_EVER);
    await writeNewSecret(tx.db, accountId, sealed, tx.clock.now());
  });
}

/** What an authenticator is set up with, as a QR code and as letters, until it is confirmed. Error: `page.not_found`. */
export async function secondStepSetup(ctx: Ctx): Promise<{ secret: string; uri: string; svg: string }> {
  const owner = ownerOf(ctx);
  const row = await findSecondStep(ctx.db, owner.accountId);
  const secret = row && !row.confirmed_at ? secretOf(ctx, owner.accountId, row.secret) : null;
  if (!secret) throw notFound();
  const uri = authenticatorUri(secret, owner.email || owner.name);
  return { secret: (base32(secret).match(/.{1,4}/g) ?? []).join(' '), uri, svg: await qrSvg(uri) };
}

const hashOf = (accountId: string, code: string) => hashToken(`${accountId}:${code}`);

async function newCodes(tx: Ctx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => randomCode(RECOVERY_LENGTH));
  await replaceRecoveryCodes(tx.db, accountId, codes.map((code) => hashOf(accountId, code)));
  return codes.map((code) => shownCode(code, 4));
}

/** By what a code was right. */
export type CodeKind = 'code' | 'recovery_code';

/** Uses up a code of the authenticator or a recovery code; null when it fits neither, or was used before. */
async function useCode(tx: Ctx, accountId: string, code: string): Promise<CodeKind | null> {
  const row = await findSecondStep(tx.db, accountId);
  if (!row) return null;
  const secret = secretOf(tx, accountId, row.secret);
  const step = secret && matchingStep(secret, code, tx.clock.now());
  if (step !== null) return (await useStep(tx.db, accountId, step)) ? 'code' : null;
  return code.length === RECOVERY_LENGTH && (await useRecoveryCode(tx.db, accountId, hashOf(accountId, code), tx.clock.now())) ? 'recovery_code' : null;
}

/** Asks for a code; tries are counted. Errors: `second_step.wrong` beside the field, `request.too_many`. */
export async function proveCode(ctx: Ctx, accountId: string, typed: string, source: string): Promise<CodeKind> {
  const now = ctx.clock.now();
  const subject = `${accountId}|${source}`;
  const code = plainCode(typed);
  await countGrowingTry(ctx.db, CODE_TRIES, subject, now);
  if (code.length !== RECOVERY_LENGTH) await countTry(ctx.db, ACCOUNT_TRIES, accountId, now);
  const kind = await inTransaction(ctx, (tx) => useCode(tx, accountId, code));
  if (!kind) throw invalid('code', 'second_step.wrong');
  await forgetTries(ctx.db, CODE_TRIES, subject);
  return kind;
}

/** Puts the second step in force with its first code. Returns the recovery codes, which are shown this once. Error: `second_step.wrong`. */
export async function confirmSetup(ctx: Ctx, code: string, source: string): Promise<string[]> {
  const { accountId } = ownerOf(ctx);
  await secondStepSetup(ctx);
  await proveCode(ctx, accountId, code, source);
  return inTransaction(ctx, async (tx) => {
    if (!(await confirmSecondStep(tx.db, accountId, tx.clock.now()))) throw notFound();
    await audit(tx, { act: 'second_step.switched_on', subjectType: 'account', subjectId: accountId });
    await queueAccountMail(tx, 'account.second_step_on', accountId);
    return newCodes(tx, accountId);
  });
}

/** New recovery codes in place of the old ones, for a code. Errors: `page.not_found`, `second_step.wrong`. */
export async function renewRecoveryCodes(ctx: Ctx, code: string, source: string): Promise<string[]> {
  const { accountId } = ownerOf(ctx);
  if (!(await needsSecondStep(ctx, accountId))) throw notFound();
  await proveCode(ctx, accountId, code, source);
  return inTransaction(ctx, async (tx) => {
    await audit(tx, { act: 'second_step.codes_renewed', subjectType: 'account', subjectId: accountId });
    return newCodes(tx, accountId);
  });
}

/** Switches it off for the password or a code. Errors: `page.not_found`, `password.wrong`, `second_step.wrong`, `field.required` beside `code`. */
export async function switchOffSecondStep(ctx: Ctx, proof: z.output<typeof SecondStepProof>, source: string): Promise<void> {
  const owner: Owner = ownerOf(ctx);
  if (!(await needsSecondStep(ctx, owner.accountId))) throw notFound();
  if (proof.password) await provePassword(ctx, owner, 'password', proof.password, source);
  else if (proof.code) await proveCode(ctx, owner.accountId, proof.code, source);
  else throw invalid('code', 'field.required');
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSecondStep(tx.db, owner.accountId))) throw notFound();
    await audit(tx, { act: 'second_step.switched_off', subjectType: 'account', subjectId: owner.accountId });
    await queueAccountMail(tx, 'account.second_step_off', owner.accountId);
  });
}

/** Why an administrator may not reset the second step of this account; null: may. */
export async function resetRefusal(ctx: Ctx, accountId: string): Promise<ResetRefusal | null> {
  const grants = await listGrants(ctx.db, accountId, ctx.clock.now());
  return mayReset(ctx.actor, accountId, grants, ctx.networkId) ?? ((await needsSecondStep(ctx, accountId)) ? null : 'off');
}

/**
 * Takes the second step away from somebody who has lost phone and codes: written down, and the owner gets a mail. Only from accounts of
 * the own network without rights beyond the administrator's. Errors: `page.not_found`.
 */
export async function resetSecondStep(ctx: Ctx, accountId: string): Promise<void> {
  if ((await resetRefusal(ctx, accountId)) !== null || !(await findAccount(ctx.db, accountId))) throw notFound();
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSecondStep(tx.db, accountId))) throw notFound();
    await audit(tx, { act: 'second_step.reset', subjectType: 'account', subjectId: accountId });
    await queueAccountMail(tx, 'account.second_step_reset', accountId);
  });
}
