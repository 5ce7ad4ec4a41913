import type { FormValues } from '#lib/forms/index.ts';
import { languageName, LOCALES, type Locale, type T } from '#lib/i18n/index.ts';
import type { TemplateDetail } from '#server/modules/credentials/index.ts';

type Stored = Pick<TemplateDetail, 'name' | 'kinds' | 'settings'>;

const texts = (name: string, text: Readonly<Partial<Record<Locale, { readonly text: string }>>>): [string, string][] =>
  LOCALES.flatMap((locale) => (text[locale] ? [[`${name}.${locale}`, text[locale].text] as [string, string]] : []));

/** A template by the names of its fields, as the form shows it. */
export function templateFields({ name, kinds, settings }: Stored): FormValues {
  const { layout, pair, colour, ownColour, ornament, logoId, sealId, signatories, before, after, closing, show } = settings;
  const plain: [string, string | readonly string[] | null][] = [
    ['name', name],
    ['kinds', kinds],
    ['layout', layout],
    ['pair.first', pair?.[0] ?? null],
    ['pair.second', pair?.[1] ?? null],
    ['colour', colour],
    ['ownColour', ownColour],
    ['ornament', ornament ? 'yes' : null],
    ['logoId', logoId],
    ['sealId', sealId],
    ['show', show],
    ...signatories.flatMap((one, at): [string, string | null][] => [
      ...texts(`signatories.${at}.post`, one.post),
      ...texts(`signatories.${at}.name`, one.name),
      [`signatories.${at}.signatureId`, one.signatureId],
    ]),
    ...texts('before', before),
    ...texts('after', after),
    ...texts('closing', closing),
  ];
  return Object.fromEntries(plain.filter((entry): entry is [string, string | readonly string[]] => entry[1] !== null && entry[1].length > 0));
}

/** What each field is called, for the summary of errors and for the choice between two people's changes. */
export function templateLabels(t: T, reader: Locale): Record<string, string> {
  const inLanguages = (name: string, label: string): [string, string][] => [
    [name, label],
    ...LOCALES.map((locale): [string, string] => [`${name}.${locale}`, `${label}: ${languageName(locale, reader)}`]),
  ];
  const signatory = (at: number): [string, string][] => {
    const who = t('templates.signatory', { number: String(at + 1) });
    return [
      ...inLanguages(`signatories.${at}.post`, `${who}, ${t('templates.signatory_post')}`),
      ...inLanguages(`signatories.${at}.name`, `${who}, ${t('templates.signatory_name')}`),
      [`signatories.${at}.signatureId`, `${who}, ${t('templates.signature')}`],
    ];
  };
  return Object.fromEntries([
    ['organisationId', t('ui.field.organisation')],
    ['name', t('ui.field.title')],
    ['kinds', t('templates.kinds')],
    ['layout', t('templates.layout')],
    ['pair.first', t('templates.pair_first')],
    ['pair.second', t('templates.pair_second')],
    ['colour', t('templates.colour')],
    ['ownColour', t('templates.own_colour')],
    ['ornament', t('templates.ornament')],
    ['logoId', t('templates.logo')],
    ['sealId', t('templates.seal')],
    ['show', t('templates.show')],
    ...inLanguages('before', t('templates.before')),
    ...inLanguages('after', t('templates.after')),
    ...inLanguages('closing', t('templates.closing')),
    ...[0, 1, 2].flatMap(signatory),
  ]) as Record<string, string>;
}
