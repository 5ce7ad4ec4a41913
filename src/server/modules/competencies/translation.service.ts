import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, InvalidInput, type FieldProblem } from '#server/platform/errors.ts';
import { withText, type LocalizedText } from '#server/platform/text/index.ts';
import { getVersionFor } from './framework-access.ts';
import { touchVersion, updateScale, updateVersion, type VersionRow } from './frameworks.queries.ts';
import type { TranslatedTexts } from './frameworks.schemas.ts';
import { addTexts, listDescriptors, listItems } from './items.queries.ts';
import { missingTexts, type MissingText } from './translation.rule.ts';

/** What a draft lacks in a language. Errors: `version.not_draft` (409), `page.not_found`. */
export async function listMissingTexts(ctx: Ctx, versionId: string, to: Locale): Promise<{ version: VersionRow; missing: MissingText[] }> {
  const version = await getVersionFor(ctx, versionId, 'edit');
  return { version, missing: missingTexts(version, await listItems(ctx, versionId), await listDescriptors(ctx, versionId), to) };
}

const LIMITS: Record<MissingText['part'], number> = { title: 1000, description: 4000, notes: 8000, step_label: 100, step_text: 1000, level: 1000 };
const limitOf = ({ part, code }: Pick<MissingText, 'part' | 'code'>) => (part === 'title' && code === null ? 300 : LIMITS[part]);

const idOf = (key: string) => key.split('/')[1] ?? '';

/**
 * Writes texts of one language into a draft; only what was missing, and only what was written. Returns how many. Errors: `text.too_long` beside
 * the texts, `record.changed_meanwhile`, `version.not_draft` (409), `page.not_found`.
 */
export async function translateTexts(ctx: Ctx, versionId: string, input: TranslatedTexts): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'edit', { lock: true });
    if (version.revision !== input.revision) throw conflict();
    const items = await listItems(tx, versionId);
    const missing = new Map(missingTexts(version, items, await listDescriptors(tx, versionId), input.to).map((one) => [one.key, one]));
    const known = new Set(items.map(({ id }) => id));
    const foreign = Object.keys(input.texts).filter((key) => !/^(head|scale)\//.test(key) && !known.has(idOf(key)));
    if (foreign.length > 0) throw new InvalidInput(foreign.map((key) => ({ field: `texts.${key}`, code: 'choice.missing' })));
    const given = Object.entries(input.texts).flatMap(([key, text]) => {
      const asked = missing.get(key);
      return asked && text !== '' ? [{ ...asked, text }] : [];
    });
    const tooLong = given.filter((one) => [...one.text].length > limitOf(one)).map((one): FieldProblem => ({ field: `texts.${one.key}`, code: 'text.too_long', params: { max: limitOf(one) } }));
    if (tooLong.length > 0) throw new InvalidInput(tooLong);
    if (given.length === 0) return 0;
    const ofItems = (part: MissingText['part']) => given.filter((one) => one.code !== null && one.part === part).map(({ key, text }) => ({ id: idOf(key), text }));
    await addTexts(tx, versionId, input.to, {
      titles: ofItems('title'),
      descriptions: ofItems('description'),
      levels: given.flatMap(({ key, part, variant, step, text }) => (part === 'level' && step !== null ? [{ itemId: idOf(key), variant, step, text }] : [])),
    });
    await putScale(tx, version, input.to, given);
    await putHead(tx, version, input.to, given.filter(({ code, step }) => code === null && step === null));
    await audit(tx, { act: 'framework.texts_translated', subjectType: 'framework', subjectId: version.frameworkId, data: { versionId, to: input.to, texts: given.length } });
    return given.length;
  });
}

/** A language more for the words of a step, in the scale itself: what the step means stays, so what was rated on it stays comparable. */
async function putScale(tx: Ctx, version: VersionRow, to: Locale, given: readonly Pick<MissingText, 'part' | 'step' | 'text'>[]): Promise<void> {
  if (!given.some(({ part }) => part === 'step_label' || part === 'step_text')) return;
  const of = (step: number, part: MissingText['part']) => given.find((one) => one.step === step && one.part === part)?.text;
  const put = (before: LocalizedText, text: string | undefined) => (text === undefined ? before : withText(before, to, text, 'reviewed'));
  await updateScale(tx, version.scaleId, version.steps.map((one) => ({ ...one, label: put(one.label, of(one.step, 'step_label')), text: put(one.text, of(one.step, 'step_text')) })));
}

async function putHead(tx: Ctx, version: VersionRow, to: Locale, given: readonly Pick<MissingText, 'part' | 'text'>[]): Promise<void> {
  if (given.length === 0) return touchVersion(tx, version.id);
  const head = { title: version.title, description: version.description, notes: version.notes };
  for (const { part, text } of given) if (part === 'title' || part === 'description' || part === 'notes') head[part] = withText(head[part], to, text, 'reviewed');
  if (!(await updateVersion(tx, version.id, version.revision, { ...version, ...head }))) throw conflict();
}
