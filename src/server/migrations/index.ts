import type { Migration } from 'kysely/migration';
import * as platformCreateTables from './20261123_0800_platform_create_tables.ts';
import * as peopleCreateTables from './20261123_0805_people_create_tables.ts';
import * as accessCreateTables from './20261123_0810_access_create_tables.ts';
import * as credentialsCreateTables from './20261123_0815_credentials_create_tables.ts';
import * as roomsCreateTables from './20261123_0820_rooms_create_tables.ts';
import * as seminarsCreateTables from './20261123_0825_seminars_create_tables.ts';
import * as seminarsAskNames from './20261129_2000_seminars_ask_names.ts';
import * as peopleCreateRegistry from './20261130_0500_people_create_registry.ts';
import * as peopleCreateImports from './20261130_0700_people_create_imports.ts';

/** One ordered list. A landed migration is never edited; names sort in the order they run. */
export const migrations: Record<string, Migration> = {
  '20261123_0800_platform_create_tables': platformCreateTables,
  '20261123_0805_people_create_tables': peopleCreateTables,
  '20261123_0810_access_create_tables': accessCreateTables,
  '20261123_0815_credentials_create_tables': credentialsCreateTables,
  '20261123_0820_rooms_create_tables': roomsCreateTables,
  '20261123_0825_seminars_create_tables': seminarsCreateTables,
  '20261129_2000_seminars_ask_names': seminarsAskNames,
  '20261130_0500_people_create_registry': peopleCreateRegistry,
  '20261130_0700_people_create_imports': peopleCreateImports,
};
