import { z } from 'zod';
import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { requiredText, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { holds } from '#server/platform/rights.ts';
import { whoActs } from './changes.ts';
import { findText, insertText, listTexts, publishDraft, retireText, updateDraft, type TextRow } from './consents.queries.ts';
import { CONSENT_PURPOSES } from './privacy.tables.ts';

/** What people agree to is written by who administers the whole network. */
export const writesConsentTexts = (ctx: Ctx): boolean => holds(ctx.actor, ['network_admin'], { networkId: ctx.networkId });

export const consentTextInput = (original: Locale | null) =>
  z.object({
    version: versionNumber.optional(),
    purpose: z.enum(CONSENT_PURPOSES, 'choice.missing'),
    title: requiredText(original, 200),
    body: requiredText(original, 20_000),
    lastsMonths: wholeNumber(1, 600).optional(),
  });
export type ConsentTextInput = z.output<ReturnType<typeof consentTextInput>>;

function needWriter(ctx: Ctx): void {
  if (!writesConsentTexts(ctx)) throw notFound();
}

/** All texts with all their versions. Error: `page.not_found`. */
export async function listConsentTextsFor(ctx: Ctx): Promise<TextRow[]> {
  needWriter(ctx);
  return listTexts(ctx);
}

export async function getConsentTextFor(ctx: Ctx, id: string): Promise<TextRow> {
  needWriter(ctx);
  const row = isId(id) ? await findText(ctx, id) : undefined;
  if (!row) throw notFound();
  return row;
}

/** Begins the next version of a text. Errors: `page.not_found`, `consent_text.draft_already`. */
export async function addConsentText(ctx: Ctx, input: ConsentTextInput): Promise<string> {
  needWriter(ctx);
  return inTransaction(ctx, async (tx) => {
    const id = await insertText(tx, { purpose: input.purpose, title: input.title, body: input.body, lastsMonths: input.lastsMonths ?? null, createdBy: whoActs(tx) });
    if (!id) throw invalid('purpose', 'consent_text.draft_already');
    await audit(tx, { act: 'consent_text.added', subjectType: 'consent_text', subjectId: id, data: { purpose: input.purpose } });
    return id;
  });
}

/** Changes a draft; what was published never changes. Errors: `page.not_found`, `record.changed_meanwhile`. */
export async function changeConsentText(ctx: Ctx, id: string, input: ConsentTextInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getConsentTextFor(tx, id);
    if (row.state !== 'draft') throw notFound();
    if (!(await updateDraft(tx, id, input.version ?? 0, { title: input.title, body: input.body, lastsMonths: input.lastsMonths ?? null }))) throw conflict();
    await audit(tx, { act: 'consent_text.changed', subjectType: 'consent_text', subjectId: id });
  });
}

/** From now on people agree to this version; agreements to the one before stand until they are withdrawn or run out. Error: `page.not_found`. */
export async function publishConsentText(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { purpose } = await getConsentTextFor(tx, id);
    await retireText(tx, purpose);
    if (!(await publishDraft(tx, id, whoActs(tx)))) throw notFound();
    await audit(tx, { act: 'consent_text.published', subjectType: 'consent_text', subjectId: id, data: { purpose } });
  });
}

/** Nobody is asked to agree to it any more. Error: `page.not_found`. */
export async function retireConsentText(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { purpose, state } = await getConsentTextFor(tx, id);
    if (state !== 'published' || (await retireText(tx, purpose)) === 0) throw notFound();
    await audit(tx, { act: 'consent_text.retired', subjectType: 'consent_text', subjectId: id, data: { purpose } });
  });
}
