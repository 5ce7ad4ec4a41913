import { formatters, translator, type Locale } from '#lib/i18n/index.ts';
import { getOrganisation } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, notFound } from '#server/platform/errors.ts';
import { certificateLines, isPdfError } from '#server/platform/pdf/index.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { ROLE_OF } from './credential-kinds.ts';
import type { CertificateFields } from './credentials.schemas.ts';
import { imagesOf, paperData, paperTemplate } from './paper-design.service.ts';
import { printedFields } from './paper-fields.ts';
import { pathOfKept } from './template-places.service.ts';
import { getTemplateFor, problemsOf } from './templates.service.ts';
import { findVersion } from './templates.queries.ts';
import { settingsOf, type PreviewWish, type TemplateInput, type TemplateSettings } from './templates.schemas.ts';

/** A picture after every pause in typing, for somebody who works at it for an hour. */
const PREVIEWS: Limit = { name: 'template_preview', max: 400, windowSeconds: 600 };

/** Stands where the number stands; no register ever gives it, and no code is like that either. */
const SAMPLE_NUMBER = 'SAMPLE-ҮЛГІ-ОБРАЗЕЦ';
const DAYS = ['2026-05-18T05:00:00Z', '2026-05-19T11:00:00Z'] as const;
const ISSUED_ON = '2026-05-20';

export interface PreviewFile {
  bytes: Uint8Array;
  mediaType: 'image/svg+xml' | 'application/pdf';
}

/** Everything that can stand on a paper, about somebody invented. */
function sampleFields(locale: Locale, wish: PreviewWish, organisation: LocalizedText): CertificateFields {
  const t = translator(locale);
  const isLong = wish.sample === 'long';
  const attended = wish.kind === 'attendance';
  const learned = attended || wish.kind === 'completion' || wish.kind === 'course';
  return {
    ...certificateLines(t, {
      minutes: attended ? 345 : null,
      academicHours: learned ? 8 : null,
      rule: attended ? { kind: 'share', share: 0.92, required: 0.85 } : null,
      collectivePlace: attended && isLong ? textIn(organisation, locale).slice(0, 200) : null,
      talkTitle: wish.kind === 'speaker' ? t('templates.sample.talk') : null,
      statesNoQualification: true,
    }),
    role: ROLE_OF[wish.kind],
    eventKind: t('templates.sample.event_kind'),
    eventTitle: isLong ? t('templates.sample.event_long') : t('templates.sample.event'),
    organisation: textIn(organisation, locale).slice(0, 250),
    dates: formatters(locale).dateRange(new Date(DAYS[0]), new Date(DAYS[1]), 'UTC'),
    signatories: [],
  };
}

async function render(ctx: Ctx, settings: TemplateSettings, wish: PreviewWish, organisation: LocalizedText, output: 'svg' | 'pdf'): Promise<PreviewFile> {
  await countTry(ctx.db, PREVIEWS, ctx.actor.kind === 'account' ? ctx.actor.accountId : 'system', ctx.clock.now());
  const locale = wish.language;
  const t = translator(locale);
  const gainedIn = (other: Locale) => (['competency_first', 'competency_second'] as const).map((key) => translator(other)(`templates.sample.${key}`));
  const fieldsIn = (other: Locale) => sampleFields(other, wish, organisation);
  const fields = printedFields({ locale, kind: wish.kind, fields: fieldsIn(locale), issuedOn: ISSUED_ON, facts: {}, fieldsIn, gainedIn }, settings);
  const design = { settings, images: await imagesOf(ctx, settings) };
  const checkPage = `${ctx.platform.publicAddress()}/${locale}/check`;
  const paper = paperData(
    {
      locale,
      fields,
      holderName: wish.sample === 'long' ? t('templates.sample.name_long') : t('templates.sample.name'),
      number: SAMPLE_NUMBER,
      verifyUrl: checkPage,
      verifyPage: checkPage,
      verifyCode: t('templates.sample.code'),
      credential: null,
      isMarked: true,
    },
    design,
  );
  const data = { ...paper, texts: { ...paper.texts, demo: t('templates.sample.notice'), demoMark: 'SAMPLE · ҮЛГІ · ОБРАЗЕЦ' } };
  try {
    const bytes = await ctx.platform.pdf.render({ template: paperTemplate(data, design), data, images: design.images, output, createdAt: ctx.clock.now() });
    return { bytes, mediaType: output === 'svg' ? 'image/svg+xml' : 'application/pdf' };
  } catch (error) {
    if (!isPdfError(error)) throw error;
    if (error.code === 'pdf.unprintable_text') throw new AppError('issuing.unprintable', 422, { signs: error.characters.slice(0, 10).join(' ') });
    throw new AppError('template.preview_failed', 503);
  }
}

/**
 * How a certificate would look by settings that nobody has stored yet, with invented data and marked as a sample. `at`: the organisation, or the template
 * that is being changed. Errors: `page.not_found`, those of `addTemplate` beside the fields, `template.preview_failed` (503), `request.too_many`.
 */
export async function previewSettings(ctx: Ctx, at: { organisationId: string } | { templateId: string }, input: Omit<TemplateInput, 'name' | 'kinds'>, wish: PreviewWish, output: 'svg' | 'pdf'): Promise<PreviewFile> {
  const organisationId = 'templateId' in at ? (await getTemplateFor(ctx, at.templateId)).organisationId : at.organisationId;
  const path = await pathOfKept(ctx, organisationId);
  const problems = await problemsOf(ctx, path, input);
  if (problems.length > 0) throw new InvalidInput(problems);
  return render(ctx, settingsOf(input), wish, await nameAt(ctx, organisationId), output);
}

/** The same for a version that is stored; without a number for the one in use. Errors: `page.not_found`, `template.preview_failed`, `request.too_many`. */
export async function previewVersion(ctx: Ctx, templateId: string, number: number | null, wish: PreviewWish, output: 'svg' | 'pdf'): Promise<PreviewFile> {
  const template = await getTemplateFor(ctx, templateId);
  const settings = number === null ? template.settings : (await findVersion(ctx, templateId, number))?.settings;
  if (!settings) throw notFound();
  return render(ctx, settings, wish, await nameAt(ctx, template.organisationId), output);
}

const nameAt = async (ctx: Ctx, organisationId: string): Promise<LocalizedText> => (await getOrganisation(ctx, organisationId)).name;
