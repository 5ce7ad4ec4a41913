import type { Locale } from '#lib/i18n/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { VersionState } from './competencies.tables.ts';
import { CASE_PATH, ITEM_TYPES, KINDS_IN_CASE, stableUuid, type CaseAssociation, type CaseCriterion, type CaseItem, type CaseLevel, type CasePackage, type CaseRubric, type Extensions, type Link } from './case-types.ts';
import { levelsOf, type ContentItem, type FrameworkContent } from './framework-content.ts';

/** What the content itself does not say of its version. */
export interface PackageAt {
  /** Of the installation, without a slash at its end. */
  origin: string;
  /** Named where nobody is named as the author: the standard wants one. */
  creator: string;
  version: number;
  state: VersionState;
  publishedAt: Date | null;
  changedAt: Date;
}

const STATUS: Readonly<Record<VersionState, string>> = { draft: 'Draft', published: 'Adopted', retired: 'Deprecated' };

/** The language in which a text stands in the standard's own field: that of the document, else the first there is. */
export const mainLocale = (text: LocalizedText, first: Locale): Locale | null => (text[first] ? first : (LOCALES.find((locale) => text[locale]) ?? null));
/** What a text is taken for where nothing else is said. */
export const usualStatus = (locale: Locale, first: Locale) => (locale === first ? 'original' : 'reviewed');

const ours = (fields: Record<string, unknown>): { extensions?: Extensions } => {
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return Object.keys(said).length > 0 ? { extensions: { sheberlik: said } } : {};
};

export const documentIdOf = ({ identifier, key }: Pick<FrameworkContent, 'identifier' | 'key'>): string => identifier ?? stableUuid('document', key);
export const licenceIdOf = (documentId: string): string => stableUuid(documentId, 'licence');
export const rubricIdOf = (documentId: string, variant: string): string => stableUuid(documentId, 'rubric', variant);
export const itemTypeIdOf = (kind: ContentItem['kind']): string => stableUuid('item type', kind);

/** What stands above the tree, without the tree: a list of frameworks is made without making any of them. Pure. */
export function caseDocument(content: Omit<FrameworkContent, 'items' | 'associations'>, at: PackageAt): CasePackage['CFDocument'] {
  const first = content.languages[0] ?? 'ru';
  const id = documentIdOf(content);
  const licenceId = licenceIdOf(id);
  return {
    ...{ identifier: id, uri: `${at.origin}${CASE_PATH}/CFDocuments/${id}`, lastChangeDateTime: at.changedAt.toISOString() },
    ...{ frameworkType: 'Competency framework', caseVersion: '1.1' as const, creator: content.creator ?? at.creator, title: textOf(content.title, first) || content.key, language: first, version: String(at.version), adoptionStatus: STATUS[at.state] },
    ...(content.sourceUrl === null ? {} : { officialSourceURL: content.sourceUrl }),
    ...(content.description[first] ? { description: content.description[first].text } : {}),
    ...(content.notes[first] ? { notes: content.notes[first].text } : {}),
    ...(at.publishedAt ? { statusStartDate: at.publishedAt.toISOString().slice(0, 10) } : {}),
    ...(content.licence === null ? {} : { licenseURI: { title: content.licence, identifier: licenceId, uri: `${at.origin}${CASE_PATH}/CFLicenses/${licenceId}` } }),
    extensions: {
      sheberlik: {
        ...{ form: 1, key: content.key, title: content.title, description: content.description, notes: content.notes, sources: content.sources, creator: content.creator },
        ...{ languages: content.languages, unreadLanguages: content.unreadLanguages, variants: content.variants, scale: content.scale },
      },
    },
  };
}

/** A content as a CFPackage. What is exported so is read by `case-import.rule.ts` without any loss. Pure. */
export function casePackage(content: FrameworkContent, at: PackageAt): CasePackage {
  const first = content.languages[0] ?? 'ru';
  const changed = at.changedAt.toISOString();
  const documentId = documentIdOf(content);
  const idOf = (item: ContentItem) => item.identifier ?? stableUuid(documentId, 'item', item.code);
  const entity = (kind: string, identifier: string) => ({ identifier, uri: `${at.origin}${CASE_PATH}/${kind}/${identifier}`, lastChangeDateTime: changed });
  const link = (kind: string, identifier: string, title: string): Link => ({ title, identifier, uri: `${at.origin}${CASE_PATH}/${kind}/${identifier}` });
  const documentTitle = textOf(content.title, first) || content.key;
  const byCode = new Map(content.items.map((item) => [item.code, item]));
  const linkOf = (item: ContentItem) => link('CFItems', idOf(item), textOf(item.title, first) || item.code);
  const typeLink = (kind: ContentItem['kind']) => link('CFItemTypes', itemTypeIdOf(kind), ITEM_TYPES[kind]);
  const associations: CaseAssociation[] = [];
  const tie = (associationType: string, from: Link, to: Link, more: Partial<CaseAssociation> = {}) =>
    associations.push({ ...entity('CFAssociations', stableUuid(documentId, associationType, from.identifier, to.identifier)), associationType, originNodeURI: from, destinationNodeURI: to, ...more });

  const itemIn = (item: ContentItem, identifier: string, locale: Locale): CaseItem => {
    const [title, description] = [item.title[locale], item.description[locale]];
    const usual = usualStatus(locale, first);
    return {
      ...entity('CFItems', identifier),
      fullStatement: title?.text ?? item.code,
      humanCodingScheme: item.code,
      CFItemType: ITEM_TYPES[item.kind],
      CFItemTypeURI: typeLink(item.kind),
      language: locale,
      ...(description ? { notes: description.text } : {}),
      ...(item.isRetired ? { statusEndDate: changed.slice(0, 10) } : {}),
      ...ours({ untitled: title ? undefined : true, title: title && title.status !== usual ? title.status : undefined, notes: description && description.status !== usual ? description.status : undefined }),
    };
  };
  const items: CaseItem[] = [];
  const places = new Map<string | null, number>();
  for (const item of content.items) {
    const main = mainLocale(item.title, first) ?? mainLocale(item.description, first) ?? first;
    items.push(itemIn(item, idOf(item), main));
    const place = (places.get(item.parent) ?? 0) + 1;
    places.set(item.parent, place);
    const parent = item.parent === null ? undefined : byCode.get(item.parent);
    tie('isChildOf', linkOf(item), parent ? linkOf(parent) : link('CFDocuments', documentId, documentTitle), { sequenceNumber: place });
    for (const locale of LOCALES) {
      if (locale === main || !(item.title[locale] ?? item.description[locale])) continue;
      const translation = itemIn(item, stableUuid(idOf(item), 'in', locale), locale);
      items.push(translation);
      tie('isTranslationOf', link('CFItems', translation.identifier, translation.fullStatement), linkOf(item));
    }
  }
  for (const { from, to, kind, note, identifier } of content.associations) {
    const [origin, target] = [byCode.get(from), 'code' in to ? byCode.get(to.code) : undefined];
    if (!origin) continue;
    const destination = target ? linkOf(target) : 'uri' in to ? { title: to.title ?? '', identifier: idInUri(to.uri), uri: to.uri } : null;
    if (!destination) continue;
    const { type, kind: word } = KINDS_IN_CASE[kind];
    const own = identifier ?? stableUuid(documentId, kind, from, destination.uri);
    tie(type, linkOf(origin), destination, { ...entity('CFAssociations', own), ...(note === null ? {} : { notes: note }), ...ours({ kind: word ?? undefined, untitled: 'uri' in to && to.title === null ? true : undefined }) });
  }

  const licenceId = licenceIdOf(documentId);
  return {
    CFDocument: caseDocument(content, at),
    CFItems: items,
    CFAssociations: associations,
    CFDefinitions: {
      CFItemTypes: (['area', 'competency'] as const).map((kind, index) => ({ ...entity('CFItemTypes', itemTypeIdOf(kind)), title: ITEM_TYPES[kind], description: ITEM_TYPES[kind], hierarchyCode: String(index + 1) })),
      ...(content.licence === null ? {} : { CFLicenses: [{ ...entity('CFLicenses', licenceId), title: content.licence, licenseText: content.licence }] }),
    },
    CFRubrics: rubricsOf(content, { documentId, first, documentTitle, entity, linkOf }),
  };
}

interface Around {
  documentId: string;
  first: Locale;
  documentTitle: string;
  entity: (kind: string, identifier: string) => { identifier: string; uri: string; lastChangeDateTime: string };
  linkOf: (item: ContentItem) => Link;
}

/** One rubric for each variant: first what the steps mean in general, then the descriptors of each competency that has some. */
function rubricsOf(content: FrameworkContent, { documentId, first, documentTitle, entity, linkOf }: Around): CaseRubric[] {
  if (content.scale.length === 0) return [];
  const variants = content.variants.length > 0 ? content.variants : [{ code: '', title: content.title }];
  const place = new Map(content.scale.map(({ step }, index) => [step, index + 1]));
  const labels = new Map(content.scale.map(({ step, label }) => [step, textOf(label, first)]));
  return variants.map((variant) => {
    const rubricId = rubricIdOf(documentId, variant.code);
    const level = (criterionId: string, step: number, text: LocalizedText): CaseLevel => {
      const main = mainLocale(text, first);
      const { [main ?? first]: native, ...others } = text;
      const more = ours({ language: main && main !== first ? main : undefined, status: native && native.status !== usualStatus(main ?? first, first) ? native.status : undefined, texts: Object.keys(others).length > 0 ? others : undefined });
      return {
        ...entity('CFRubricCriterionLevels', stableUuid(criterionId, String(step))),
        ...{ description: native?.text ?? '', quality: labels.get(step) ?? '', score: step, position: place.get(step) ?? 0, rubricCriterionId: criterionId },
        ...(more.extensions ? { extensions: [more.extensions] } : {}),
      };
    };
    const general = stableUuid(rubricId, 'scale');
    const criteria: CaseCriterion[] = [
      { ...entity('CFRubricCriteria', general), category: 'scale', description: documentTitle, position: 0, rubricId, CFRubricCriterionLevels: content.scale.map(({ step, text }) => level(general, step, text)) },
    ];
    for (const item of content.items) {
      const steps = Object.entries(levelsOf(item, variant.code)).filter(([, text]) => Object.keys(text).length > 0);
      if (steps.length === 0) continue;
      const itemLink = linkOf(item);
      const id = stableUuid(rubricId, itemLink.identifier);
      criteria.push({ ...entity('CFRubricCriteria', id), description: itemLink.title, CFItemURI: itemLink, position: criteria.length, rubricId, CFRubricCriterionLevels: steps.map(([step, text]) => level(id, Number(step), text)) });
    }
    return { ...entity('CFRubrics', rubricId), title: textOf(variant.title, first) || documentTitle, CFRubricCriteria: criteria, extensions: { sheberlik: { variant: variant.code } } };
  });
}

const textOf = (text: LocalizedText, first: Locale): string => text[mainLocale(text, first) ?? first]?.text ?? '';
/** The standard wants an identifier of what is pointed at; outside CASE its address has to do. */
const idInUri = (uri: string): string => /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.exec(uri)?.[0]?.toLowerCase() ?? uri;
