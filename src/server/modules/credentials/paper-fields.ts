import { formatters, translator, type Locale } from '#lib/i18n/index.ts';
import { certificateTexts } from '#server/platform/pdf/index.ts';
import { pick, type LocalizedText } from '#server/platform/text/index.ts';
import type { CertificateFields, IssueFacts, PrintedFields, PrintedHalf, PrintedSignatory } from './credentials.schemas.ts';
import type { CredentialKind } from './credential-kinds.ts';
import { saysNoQualification, type LegalStatus } from './legal-status.rule.ts';
import { secondLanguage, type TemplateSettings } from './templates.schemas.ts';

/** What a paper says in one language beside the name, and how it says it in another. */
export interface PaperWords {
  locale: Locale;
  fields: CertificateFields;
  issuedOn: string;
  validUntil?: string | undefined;
  facts: IssueFacts;
  kind: CredentialKind;
  /** What the paper is before the law; without it participation. */
  status?: LegalStatus | undefined;
  /** The licence that a document of qualification names. */
  licence?: { number: string; issuedOn: string } | null | undefined;
  /** The lines in another language, for a template in two; without it the paper has one. */
  fieldsIn?: ((locale: Locale) => CertificateFields) | undefined;
  /** Names of the competencies in a language; without it those of the facts stand in every language. */
  gainedIn?: ((locale: Locale) => readonly string[]) | undefined;
}

/**
 * Every line as it will stand on paper, fixed at the moment of issuing: what the template hides is left out, what it says instead is put in, and the
 * second language is written down beside the first. Later wordings and templates change nothing of it.
 */
export function printedFields(words: PaperWords, template: TemplateSettings | null): PrintedFields {
  const first = halfOf(words, template);
  const other = template && words.fieldsIn ? secondLanguage(template, words.locale) : null;
  if (other === null || !words.fieldsIn) return { ...first, role: words.fields.role };
  const { role: _, ...fields } = words.fieldsIn(other);
  const second = halfOf({ ...words, locale: other, fields: { ...fields, role: words.fields.role } }, template);
  return { ...first, role: words.fields.role, second: { ...second, locale: other } };
}

function halfOf({ locale, fields, issuedOn, validUntil, facts, kind, status = 'participation', licence, gainedIn }: PaperWords, template: TemplateSettings | null): PrintedHalf {
  const t = translator(locale);
  const { role, ...lines } = fields;
  const fixed = certificateTexts(t, role, '');
  const day = (date: string) => dayOn(locale, date);
  const half = {
    ...lines,
    title: status === 'participation' ? fixed.title : t(`pdf.certificate.title_${status}`),
    before: fixed.before,
    after: fixed.after,
    // Nobody but the law decides what this line says of a course.
    legalLine: licence ? t('pdf.certificate.licence', { number: licence.number, date: day(licence.issuedOn) }) : saysNoQualification(kind, status) ? t('pdf.certificate.legal') : lines.legalLine,
    issuedOn: day(issuedOn),
    duplicateLine: null,
    validLine: validUntil ? t('pdf.certificate.valid', { date: day(validUntil) }) : null,
  };
  if (!template) return half;
  const shows = (fact: TemplateSettings['show'][number]) => template.show.includes(fact);
  const gained = gainedIn?.(locale) ?? facts.alignments?.map(({ name }) => name) ?? facts.gained ?? [];
  return {
    ...half,
    before: own(template.before, locale) ?? half.before,
    after: own(template.after, locale) ?? half.after,
    hoursLine: shows('hours') ? half.hoursLine : null,
    minutesLine: shows('minutes') ? half.minutesLine : null,
    ruleLine: shows('rule') ? half.ruleLine : null,
    competenciesLine: shows('competencies') && gained.length > 0 ? shortened((names) => t('pdf.certificate.competencies', { names: names.join('; ') }), gained) : null,
    closing: own(template.closing, locale),
    signatories: half.signatories.length > 0 ? half.signatories.map((one) => withSignature(template, one)) : signatoriesOf(template, locale),
  };
}

const dayOn = (locale: Locale, date: string): string => formatters(locale).date(new Date(`${date}T12:00:00Z`), 'UTC');

const own = (text: LocalizedText, locale: Locale): string | null => text[locale]?.text ?? null;

const LONGEST_COMPETENCIES = 400;

/** As many as a few lines hold; how many more there are says the credential. */
function shortened(line: (names: readonly string[]) => string, names: readonly string[]): string {
  for (let shown = names.length; shown > 1; shown--) {
    const text = line(shown === names.length ? names : [...names.slice(0, shown), '…']);
    if (text.length <= LONGEST_COMPETENCIES) return text;
  }
  return line(names.slice(0, 1));
}

function signatoriesOf(template: TemplateSettings, locale: Locale): PrintedSignatory[] {
  return template.signatories.map(({ post, name, signatureId }) => {
    const [postHere, nameHere] = [pick(post, locale), pick(name, locale)];
    return {
      post: postHere.text,
      name: nameHere.text,
      ...(postHere.isFallback ? { lang: postHere.locale } : {}),
      ...(signatureId ? { signatureId } : {}),
    };
  });
}

/** Who signs for the event is named by the event; her signature is there when the template knows her by the same name. */
function withSignature(template: TemplateSettings, one: CertificateFields['signatories'][number]): PrintedSignatory {
  const plain = (name: string) => name.replace(/[\s\u00a0]+/g, ' ').trim().toLowerCase();
  const known = template.signatories.find(({ name }) => Object.values(name).some(({ text }) => plain(text) === plain(one.name)));
  return known?.signatureId ? { ...one, signatureId: known.signatureId } : one;
}

/** The lines of a paper as its caller gave them, to print them once more with other days. */
export function callersFields(half: PrintedHalf, role: CertificateFields['role']): CertificateFields {
  const { title: _t, before: _b, after: _a, issuedOn: _i, validLine: _v, duplicateLine: _d, competenciesLine: _c, closing: _l, signatories, ...lines } = half;
  return { ...lines, role, signatories: signatories.map(({ post, name }) => ({ post, name })) };
}

/** A lost paper word for word, in each of its languages: only its day is another, and that it is a duplicate is said. */
export function duplicateFields(lost: PrintedFields, { locale, issuedOn, validUntil, duplicateOf }: { locale: Locale; issuedOn: string; validUntil?: string | undefined; duplicateOf: string }): PrintedFields {
  const again = (language: Locale) => {
    const t = translator(language);
    return {
      issuedOn: dayOn(language, issuedOn),
      duplicateLine: t('pdf.certificate.duplicate', { number: duplicateOf }),
      validLine: validUntil ? t('pdf.certificate.valid', { date: dayOn(language, validUntil) }) : null,
    };
  };
  return { ...lost, ...again(locale), ...(lost.second ? { second: { ...lost.second, ...again(lost.second.locale) } } : {}) };
}

/** Every text of a paper, to be asked whether it can be printed. */
export function textsOf(half: PrintedFields | PrintedHalf): string[] {
  const texts = Object.values(half).filter((text): text is string => typeof text === 'string');
  return [...texts, ...half.signatories.flatMap(({ post, name }) => [post, name]), ...('second' in half && half.second ? textsOf(half.second) : [])];
}

export const withoutLocale = ({ locale: _, ...half }: PrintedHalf & { locale: Locale }): PrintedHalf => half;
