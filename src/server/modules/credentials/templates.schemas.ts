import { z } from 'zod';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { contrast } from '#lib/ui/tokens.ts';
import { oneLine, optionalText, tick, versionNumber } from '#server/platform/fields.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from './credential-kinds.ts';

export const TEMPLATE_LAYOUTS = ['landscape', 'portrait', 'bilingual'] as const;
export type TemplateLayout = (typeof TEMPLATE_LAYOUTS)[number];
export const TEMPLATE_KINDS = CREDENTIAL_KINDS;
export type TemplateKind = CredentialKind;
export const TEMPLATE_FACTS = ['hours', 'minutes', 'rule', 'competencies'] as const;
export type TemplateFact = (typeof TEMPLATE_FACTS)[number];
export const MOST_SIGNATORIES = 3;

/** Frame and titles, as tokens.css has them in daylight; `own`: a colour of the organisation. */
export const TEMPLATE_COLOURS = {
  sky: ['#0a6388', '#07435d'],
  leaf: ['#1f6b3b', '#1f6b3b'],
  clay: ['#a32b26', '#a32b26'],
  sun: ['#8a5b00', '#8a5b00'],
  ink: ['#1a232c', '#1a232c'],
} as const;
export const COLOUR_NAMES = ['sky', 'leaf', 'clay', 'sun', 'ink', 'own'] as const;
export type ColourName = (typeof COLOUR_NAMES)[number];

const PAPER = '#fcfbf8';
/** As for text on pages: WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;

export interface TemplateSignatory {
  post: LocalizedText;
  name: LocalizedText;
  signatureId: string | null;
}

/** What a version of a template says; kept as it is for as long as papers name it. */
export interface TemplateSettings {
  layout: TemplateLayout;
  /** For `bilingual`: the two languages that stand side by side; the language of the record stands first. */
  pair: readonly [Locale, Locale] | null;
  colour: ColourName;
  ownColour: string | null;
  ornament: boolean;
  logoId: string | null;
  sealId: string | null;
  signatories: readonly TemplateSignatory[];
  /** Above and under the name, in place of our words; a language that is missing has ours. */
  before: LocalizedText;
  after: LocalizedText;
  /** Under everything else; a language that is missing has none. */
  closing: LocalizedText;
  show: readonly TemplateFact[];
}

/** A text in some languages, or in none. */
const words = (max: number) => z.preprocess((value) => (typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value), optionalText(max));
const pictureId = z.preprocess((value) => (value === '' ? null : value), z.uuid('choice.missing').nullable().default(null));
const signatory = z.object({ post: words(250), name: words(120), signatureId: pictureId });

const fields = z.object({
  name: oneLine(80).min(1, 'field.required'),
  kinds: z.array(z.enum(TEMPLATE_KINDS, 'choice.missing')).max(10).default([]),
  layout: z.enum(TEMPLATE_LAYOUTS, 'choice.missing'),
  pair: z.object({ first: z.enum(LOCALES, 'choice.missing').default('kk'), second: z.enum(LOCALES, 'choice.missing').default('ru') }).default({ first: 'kk', second: 'ru' }),
  colour: z.enum(COLOUR_NAMES, 'choice.missing').default('sky'),
  ownColour: z.string().trim().toLowerCase().regex(/^#[0-9a-f]{6}$/, 'template.colour_malformed').nullable().default(null),
  ornament: tick,
  logoId: pictureId,
  sealId: pictureId,
  signatories: z.array(signatory).max(MOST_SIGNATORIES).default([]),
  before: words(200),
  after: words(200),
  closing: words(400),
  show: z.array(z.enum(TEMPLATE_FACTS, 'choice.missing')).max(10).default([]),
});

function check(input: Pick<z.output<typeof fields>, 'layout' | 'pair' | 'colour' | 'ownColour' | 'signatories'>, context: z.RefinementCtx): void {
  const refuse = (message: string, path: (string | number)[]) => context.addIssue({ code: 'custom', message, path });
  if (input.layout === 'bilingual' && input.pair.first === input.pair.second) refuse('template.same_language', ['pair', 'second']);
  if (input.colour === 'own') {
    if (input.ownColour === null) refuse('field.required', ['ownColour']);
    else if (contrast(input.ownColour, PAPER) < LEAST_CONTRAST) refuse('template.colour_pale', ['ownColour']);
  }
  input.signatories.forEach((one, index) => {
    const [hasPost, hasName] = [Object.keys(one.post).length > 0, Object.keys(one.name).length > 0];
    if (hasPost !== hasName || (one.signatureId && !hasName)) {
      for (const [part, isThere] of [['post', hasPost], ['name', hasName]] as const) if (!isThere) refuse('template.signatory_half', ['signatories', index, part]);
    }
  });
}

export const TemplateInput = fields.superRefine(check);
export type TemplateInput = z.output<typeof TemplateInput>;
export const NewTemplate = fields.extend({ organisationId: z.uuid('choice.missing') }).superRefine(check);
export type NewTemplate = z.output<typeof NewTemplate>;
export const EditTemplate = fields.extend({ version: versionNumber }).superRefine(check);
export type EditTemplate = z.output<typeof EditTemplate>;

/** What a preview is asked for: somebody invented, with a short or a long name. */
export const PreviewWish = z.object({
  language: z.enum(LOCALES, 'choice.missing').default('kk'),
  sample: z.enum(['short', 'long'], 'choice.missing').default('short'),
  kind: z.enum(TEMPLATE_KINDS, 'choice.missing').default('attendance'),
});
export type PreviewWish = z.output<typeof PreviewWish>;

/** Programs send a list of signatories, forms fields that are numbered. */
export const asTemplateForm = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => {
    const given = (value as { signatories?: unknown } | null)?.signatories;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return value;
    return { ...(value as object), signatories: Array.from({ length: MOST_SIGNATORIES }, (_, at) => (given as Record<string, unknown>)[String(at)] ?? {}) };
  }, schema);

/** The settings out of what was sent: empty signatories fall out, what does not count for the choice is forgotten. */
export function settingsOf(input: Omit<TemplateInput, 'name' | 'kinds'>): TemplateSettings {
  return {
    layout: input.layout,
    pair: input.layout === 'bilingual' ? [input.pair.first, input.pair.second] : null,
    colour: input.colour,
    ownColour: input.colour === 'own' ? input.ownColour : null,
    ornament: input.ornament,
    logoId: input.logoId,
    sealId: input.sealId,
    signatories: input.signatories.filter(({ name }) => Object.keys(name).length > 0),
    before: plain(input.before),
    after: plain(input.after),
    closing: plain(input.closing),
    show: TEMPLATE_FACTS.filter((fact) => input.show.includes(fact)),
  };
}

/** The languages of a template are equals: who wrote which first says nothing. */
const plain = (text: LocalizedText): LocalizedText => Object.fromEntries(Object.entries(text).map(([locale, { text: words }]) => [locale, { text: words, status: 'original' }]));

export const picturesOf = (settings: TemplateSettings): string[] => [
  ...new Set([settings.logoId, settings.sealId, ...settings.signatories.map(({ signatureId }) => signatureId)].filter((id) => id !== null)),
];

/** Parts of the settings in which two versions differ. */
export const TEMPLATE_PARTS = ['layout', 'colour', 'pictures', 'signatories', 'texts', 'facts'] as const;
export type TemplatePart = (typeof TEMPLATE_PARTS)[number];
const PART_OF: Readonly<Record<keyof TemplateSettings, TemplatePart>> = {
  layout: 'layout', pair: 'layout', colour: 'colour', ownColour: 'colour', ornament: 'colour', logoId: 'pictures', sealId: 'pictures', signatories: 'signatories', before: 'texts', after: 'texts', closing: 'texts', show: 'facts',
}; // prettier-ignore

export function changedParts(before: TemplateSettings, after: TemplateSettings): TemplatePart[] {
  const differing = (Object.keys(PART_OF) as (keyof TemplateSettings)[]).filter((key) => ordered(before[key]) !== ordered(after[key])).map((key) => PART_OF[key]);
  return TEMPLATE_PARTS.filter((part) => differing.includes(part));
}

/** JSON whose keys stand in one order: the database keeps them in its own. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part));
}

export const coloursOf = ({ colour, ownColour }: Pick<TemplateSettings, 'colour' | 'ownColour'>): readonly [string, string] =>
  colour === 'own' ? [ownColour ?? '#0a6388', ownColour ?? '#07435d'] : TEMPLATE_COLOURS[colour];

/** The language beside that of the record; null: the paper has one language. */
export function secondLanguage(settings: TemplateSettings, locale: Locale): Locale | null {
  if (settings.pair === null || !settings.pair.includes(locale)) return null;
  return settings.pair[0] === locale ? settings.pair[1] : settings.pair[0];
}
