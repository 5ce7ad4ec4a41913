import type { DataClaims, PersonalDataSource } from '#server/platform/personal-data.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';

const claims: DataClaims = {
  tables: {
    'competencies.framework': { kept: { [AUTHOR]: 'created_by' }, plain: 'key origin' },
    'competencies.framework_version': { plain: 'title description notes sources creator licence source_url languages unread_languages variants state' },
    'competencies.scale': { plain: 'steps' },
    'competencies.item': { plain: 'kind code title description' },
    'competencies.descriptor': { plain: 'variant text' },
    'competencies.association': { plain: 'to_uri to_title kind note' },
    'competencies.framework_import': { kept: { [AUTHOR]: 'created_by' }, plain: 'origin file_names content report wish' },
    'competencies.profile': { plain: 'key title description' },
    'competencies.profile_position': { plain: 'organisation_kind' },
  },
};

/** Frameworks and profiles tell of posts, not of people. */
export const competenciesData: PersonalDataSource = {
  name: 'competencies',
  claims,
  describe: async () => [],
  preview: async () => [],
  erase: async () => {},
};
