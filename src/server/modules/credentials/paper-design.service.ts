import { translator, type Locale } from '#lib/i18n/index.ts';
import type { Ctx, Platform } from '#server/platform/platform.ts';
import { readFileOf } from '#server/platform/files.ts';
import { certificateTexts, signatureAlt, type CertificateData, type CertificateWords } from '#server/platform/pdf/index.ts';
import type { PrintedFields, PrintedHalf } from './credentials.schemas.ts';
import { withoutLocale } from './paper-fields.ts';
import { coloursOf, picturesOf, type TemplateSettings } from './templates.schemas.ts';
import { findSettings } from './templates.queries.ts';

export const PICTURE_OWNER = 'certificate_picture';

/** A version of a template with the bytes of its pictures, by their ids. */
export interface PaperDesign {
  settings: TemplateSettings;
  images: Record<string, Uint8Array>;
}

/** A run prints a thousand papers by one version, which never changes. */
const MOST_REMEMBERED = 20;
const remembered = new WeakMap<Platform, Map<string, PaperDesign>>();

/** The design a paper was issued with. */
export async function designOf(ctx: Ctx, versionId: string): Promise<PaperDesign> {
  const known = remembered.get(ctx.platform) ?? new Map<string, PaperDesign>();
  remembered.set(ctx.platform, known);
  const key = `${ctx.networkId} ${versionId}`;
  const found = known.get(key);
  if (found) return found;
  const settings = await findSettings(ctx, versionId);
  if (!settings) throw new Error(`a certificate names version ${versionId} of a template, which is not there`);
  const design = { settings, images: await imagesOf(ctx, settings) };
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value ?? '');
  known.set(key, design);
  return design;
}

/** The bytes of every picture that the settings name. */
export async function imagesOf(ctx: Ctx, settings: TemplateSettings): Promise<Record<string, Uint8Array>> {
  const images: Record<string, Uint8Array> = {};
  for (const id of picturesOf(settings)) {
    const file = await readFileOf(ctx, PICTURE_OWNER, id);
    if (!file) throw new Error(`picture ${id} of a template is not there`);
    images[id] = new Uint8Array(file.bytes);
  }
  return images;
}

/** What a paper says and where it is checked. */
export interface Paper {
  locale: Locale;
  fields: PrintedFields;
  holderName: string;
  number: string;
  verifyUrl: string;
  verifyPage: string;
  verifyCode: string | null;
  credential: string | null;
  /** A demonstration, a rehearsal, a preview. */
  isMarked: boolean;
}

/** The paper as Typst takes it: its words as they were fixed, its looks as the version says. */
export function paperData(paper: Paper, design: PaperDesign | null): CertificateData {
  const { second, role, ...first } = paper.fields;
  const t = translator(paper.locale);
  return {
    ...wordsOf(first, paper.locale),
    lang: paper.locale,
    texts: { ...certificateTexts(t, role, paper.verifyUrl), title: first.title, before: first.before, after: first.after },
    name: paper.holderName,
    number: paper.number,
    verifyUrl: paper.verifyUrl,
    verifyPage: paper.verifyPage,
    verifyCode: paper.verifyCode,
    credential: paper.credential,
    watermark: paper.isMarked ? 'demo' : null,
    ...(design ? { design: looks(design.settings, paper) } : {}),
    ...(second
      ? {
          second: {
            ...wordsOf(withoutLocale(second), second.locale),
            lang: second.locale,
            texts: { ...certificateTexts(translator(second.locale), role, paper.verifyUrl), title: second.title, before: second.before, after: second.after },
          },
        }
      : {}),
  };
}

function wordsOf({ title: _title, before: _before, after: _after, signatories, duplicateLine, legalLine, ...lines }: PrintedHalf, locale: Locale): CertificateWords {
  const t = translator(locale);
  return {
    ...lines,
    legalLine: [duplicateLine, legalLine].filter(Boolean).join('. ') || null,
    signatories: signatories.map(({ post, name, lang, signatureId }) => ({
      post,
      name,
      ...(lang ? { lang } : {}),
      ...(signatureId ? { signature: { image: signatureId, alt: signatureAlt(t, name) } } : {}),
    })),
  };
}

function looks(settings: TemplateSettings, { fields, locale }: Paper): NonNullable<CertificateData['design']> {
  const [accent, accentDeep] = coloursOf(settings);
  const t = translator(locale);
  const { organisation, second } = fields;
  return {
    accent,
    accentDeep,
    ornament: settings.ornament,
    logo: settings.logoId
      ? {
          image: settings.logoId,
          alt: t('pdf.certificate.logo', { organisation }),
          ...(second ? { altSecond: translator(second.locale)('pdf.certificate.logo', { organisation: second.organisation }) } : {}),
        }
      : null,
    seal: settings.sealId ? { image: settings.sealId, alt: t('pdf.certificate.seal', { organisation }) } : null,
  };
}

/** The layout that the paper has: a template in two languages prints a paper that has one across the page. */
export function paperTemplate(data: CertificateData, design: PaperDesign | null): 'certificate' | 'certificate-portrait' | 'certificate-bilingual' {
  if (design?.settings.layout === 'portrait') return 'certificate-portrait';
  return design?.settings.layout === 'bilingual' && data.second ? 'certificate-bilingual' : 'certificate';
}
