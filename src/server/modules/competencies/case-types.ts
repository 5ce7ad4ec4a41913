import { createHash } from 'node:crypto';

/** CASE 1.1 (1EdTech), as far as we write it. Names are the standard's. */

export interface Link {
  title: string;
  identifier: string;
  uri: string;
}
/** What of ours has no place in the standard travels under one name in its `extensions`. */
export interface Extensions {
  sheberlik: Record<string, unknown>;
}
interface Entity {
  identifier: string;
  uri: string;
  lastChangeDateTime: string;
}
export interface CaseDocument extends Entity {
  frameworkType: string;
  caseVersion: '1.1';
  creator: string;
  title: string;
  language: string;
  version: string;
  adoptionStatus: string;
  officialSourceURL?: string;
  description?: string;
  notes?: string;
  statusStartDate?: string;
  licenseURI?: Link;
  extensions: Extensions;
}
export interface CaseItem extends Entity {
  fullStatement: string;
  humanCodingScheme: string;
  CFItemType: string;
  CFItemTypeURI: Link;
  language: string;
  notes?: string;
  statusEndDate?: string;
  extensions?: Extensions;
}
export interface CaseAssociation extends Entity {
  associationType: string;
  sequenceNumber?: number;
  originNodeURI: Link;
  destinationNodeURI: Link;
  notes?: string;
  extensions?: Extensions;
}
export interface CaseLevel extends Entity {
  description: string;
  quality: string;
  score: number;
  position: number;
  rubricCriterionId: string;
  extensions?: Extensions[];
}
export interface CaseCriterion extends Entity {
  category?: string;
  description: string;
  CFItemURI?: Link;
  position: number;
  rubricId: string;
  CFRubricCriterionLevels: CaseLevel[];
}
export interface CaseRubric extends Entity {
  title: string;
  CFRubricCriteria: CaseCriterion[];
  extensions: Extensions;
}
export interface CaseItemType extends Entity {
  title: string;
  description: string;
  hierarchyCode: string;
}
export interface CaseLicence extends Entity {
  title: string;
  licenseText: string;
}
export interface CasePackage {
  CFDocument: CaseDocument;
  CFItems: CaseItem[];
  CFAssociations: CaseAssociation[];
  CFDefinitions: { CFItemTypes: CaseItemType[]; CFLicenses?: CaseLicence[] };
  CFRubrics: CaseRubric[];
}

/** The same identifier for the same thing every time, where nothing of the kind is stored (a UUID of version 8). */
export function stableUuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Our kinds of association in the words of the standard. */
export const KINDS_IN_CASE = {
  exact: { type: 'exactMatchOf', kind: null },
  related: { type: 'isRelatedTo', kind: null },
  replaced_by: { type: 'replacedBy', kind: null },
  // The standard has no word for these three: they are relations, and ours know which.
  near: { type: 'isRelatedTo', kind: 'near' },
  broader: { type: 'isRelatedTo', kind: 'broader' },
  narrower: { type: 'isRelatedTo', kind: 'narrower' },
} as const;

export const ITEM_TYPES = { area: 'Area', competency: 'Competency' } as const;
export const CASE_PATH = '/ims/case/v1p1';

