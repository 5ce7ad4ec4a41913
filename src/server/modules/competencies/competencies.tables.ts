import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { AssociationKind, FrameworkContent, Origin, ScaleStep, Source, Variant } from './framework-content.ts';
import type { ImportReport, ImportWish } from './framework-imports.schemas.ts';

type Instant = ColumnType<Date, Date, never>;
type LateInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type VersionState = 'draft' | 'published' | 'retired';
export type CampaignState = 'draft' | 'running' | 'calibration' | 'closed' | 'cancelled';

export interface FrameworkTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  key: string;
  origin: Origin;
  is_open: Generated<boolean>;
  created_by: string | null;
  created_at: Instant;
}

export interface ScaleTable {
  id: Generated<string>;
  network_id: string;
  steps: JSONColumnType<ScaleStep[]>;
}

export interface FrameworkVersionTable {
  id: Generated<string>;
  network_id: string;
  framework_id: string;
  number: number;
  title: JSONColumnType<LocalizedText>;
  description: JSONColumnType<LocalizedText>;
  notes: JSONColumnType<LocalizedText>;
  sources: JSONColumnType<Source[]>;
  creator: string | null;
  licence: string | null;
  source_url: string | null;
  languages: Locale[];
  unread_languages: Locale[];
  variants: JSONColumnType<Variant[]>;
  scale_id: string;
  state: Generated<VersionState>;
  identifier: Generated<string>;
  published_at: LateInstant;
  retired_at: LateInstant;
  changed_at: ColumnType<Date, Date, Date>;
  revision: Generated<number>;
}

export interface CompetencyTable {
  id: Generated<string>;
  network_id: string;
  framework_id: string;
}

export type ItemKind = 'area' | 'competency';

export interface ItemTable {
  id: Generated<string>;
  network_id: string;
  version_id: string;
  competency_id: string;
  parent_id: string | null;
  kind: ItemKind;
  code: string;
  title: JSONColumnType<LocalizedText>;
  description: JSONColumnType<LocalizedText>;
  sort: number;
  retired_at: LateInstant;
  identifier: Generated<string>;
}

export interface DescriptorTable {
  network_id: string;
  item_id: string;
  variant: Generated<string>;
  step: number;
  text: JSONColumnType<LocalizedText>;
}

export interface AssociationTable {
  id: Generated<string>;
  network_id: string;
  version_id: string;
  from_id: string;
  to_id: string | null;
  to_uri: string | null;
  to_title: string | null;
  kind: AssociationKind;
  note: string | null;
  identifier: Generated<string>;
}

export interface ProfileTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  framework_id: string;
  key: string | null;
  title: JSONColumnType<LocalizedText>;
  description: JSONColumnType<LocalizedText>;
  parent_id: string | null;
  retired_at: LateInstant;
  version: Generated<number>;
  created_at: Instant;
}

export interface ProfileLevelTable {
  network_id: string;
  profile_id: string;
  framework_id: string;
  competency_id: string;
  least: number | null;
  preferred: number | null;
}

export interface ProfilePositionTable {
  network_id: string;
  framework_id: string;
  profile_id: string;
  position_id: string;
  organisation_kind: Generated<string>;
}

export interface FrameworkImportTable {
  id: Generated<string>;
  network_id: string;
  origin: Origin;
  file_names: string[];
  content: JSONColumnType<FrameworkContent> | null;
  report: JSONColumnType<ImportReport>;
  wish: JSONColumnType<ImportWish> | null;
  job_id: string | null;
  version_id: string | null;
  created_by: string | null;
  created_at: Instant;
  done_at: LateInstant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'competencies.framework': FrameworkTable;
    'competencies.scale': ScaleTable;
    'competencies.framework_version': FrameworkVersionTable;
    'competencies.competency': CompetencyTable;
    'competencies.item': ItemTable;
    'competencies.descriptor': DescriptorTable;
    'competencies.association': AssociationTable;
    'competencies.framework_import': FrameworkImportTable;
    'competencies.profile': ProfileTable;
    'competencies.profile_level': ProfileLevelTable;
    'competencies.profile_position': ProfilePositionTable;
  }
}
