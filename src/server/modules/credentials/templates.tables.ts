import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { TemplateKind, TemplateSettings } from './templates.schemas.ts';

type Instant = ColumnType<Date, Date, never>;

export interface TemplateTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  name: string;
  current_number: number;
  created_at: Instant;
  changed_at: ColumnType<Date>;
  archived_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  version: Generated<number>;
}

/** Never changed: papers are printed by it. */
export interface TemplateVersionTable {
  id: Generated<string>;
  network_id: string;
  template_id: string;
  number: number;
  settings: JSONColumnType<TemplateSettings>;
  created_at: Instant;
  created_by: string | null;
}

export interface TemplateDefaultTable {
  network_id: string;
  organisation_id: string;
  kind: TemplateKind;
  template_id: string;
}

export const PICTURE_KINDS = ['logo', 'seal', 'signature'] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

export interface TemplatePictureTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  kind: PictureKind;
  name: string;
  width: number;
  height: number;
  byte_size: number;
  media_type: 'image/png' | 'image/jpeg';
  created_at: Instant;
  created_by: string | null;
}

export interface TemplateVersionPictureTable {
  network_id: string;
  version_id: string;
  picture_id: string;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'credentials.template': TemplateTable;
    'credentials.template_version': TemplateVersionTable;
    'credentials.template_default': TemplateDefaultTable;
    'credentials.template_picture': TemplatePictureTable;
    'credentials.template_version_picture': TemplateVersionPictureTable;
  }
}
