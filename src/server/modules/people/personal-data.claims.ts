import type { DataClaims } from '#server/platform/personal-data.ts';

const STATISTICS = 'figures without a name: employment, education and categories of the network';
const AUTHOR = 'the id of whoever did it: proof of what was done; leads to nobody once the account is erased';

/** What becomes of every column of this module when somebody is erased. */
export const peopleClaims: DataClaims = {
  tables: {
    'people.person': {
      erased: 'account_id family_name given_name patronymic name_key email name_locale sort_name search_words phone languages preferred_locale photo_file',
      kept: { 'to the half-year, for figures by age and tenure': 'birth_date library_since profession_since', [STATISTICS]: 'sex post_title place' },
    },
    'people.person_in_place': { erased: 'person_id sort_name' },
    'people.person_name': { erased: 'person_id family_name given_name patronymic locale' },
    'people.employment': { erased: 'leaving_note', kept: { [STATISTICS]: 'person_id position kind from_date to_date leaving_reason' } },
    'people.education': { erased: 'institution speciality', kept: { [STATISTICS]: 'person_id level' } },
    'people.attestation': { erased: 'note', kept: { [STATISTICS]: 'person_id category held_on due_on' } },
    'people.person_alias': { erased: 'undo', kept: { 'ids: rows of other modules find the record they belong to': 'old_person_id person_id', [AUTHOR]: 'merged_by' } },
    'people.record_change': { erased: 'subject_id actor_name on_behalf_name changes', kept: { [AUTHOR]: 'actor_id' }, plain: 'subject_type actor_kind act' },
    'people.change_request': { erased: 'person_id changes reason', kept: { [AUTHOR]: 'asked_by decided_by' }, plain: 'state' },
    'people.card_view': { erased: 'person_id', kept: { 'whom others may ask who looked': 'account_id' } },
    'people.consent_text': { kept: { [AUTHOR]: 'created_by published_by' }, plain: 'purpose title body state' },
    'people.consent': { erased: 'parent_name', kept: { 'that there was a consent, and when: an id without a name': 'person_id given_by way locale given_on valid_until withdrawn_by', [AUTHOR]: 'recorded_by' } },
    'people.consent_asked': { erased: 'person_id parent_name parent_email', kept: { [AUTHOR]: 'asked_by' } },
    'people.retention_rule': { kept: { [AUTHOR]: 'changed_by' }, plain: 'kind' },
    'people.erasure': { erased: 'declined_reason', kept: { 'that somebody was erased, and when: an id without a name': 'person_id', [AUTHOR]: 'decided_by' }, plain: 'state' },
    'people.not_duplicate': { erased: 'first_id second_id', kept: { [AUTHOR]: 'decided_by' } },
    'people.bulk_change': { erased: 'made_by_name undone_by_name', kept: { [AUTHOR]: 'made_by undone_by' }, plain: 'subject_type act' },
    'people.bulk_change_line': { erased: 'subject_id written', plain: 'kept' },
    'people.saved_filter': { erased: 'account_id name query owner_name', plain: 'list shared_with' },
    'people.search_word': { erased: 'word' },
    'people.search_slip': { erased: 'slip word' },
    'people.import': { erased: 'created_by_name started_by_name started_for_name file_name', kept: { [AUTHOR]: 'created_by' }, plain: 'kind source sheets sheet state header settings counts' },
    'people.import_row': { erased: 'cells draft problems candidates written', kept: { 'an id; rows go after 30 days': 'subject_id' }, plain: 'verdict kept_because' },
    'people.import_template': { kept: { [AUTHOR]: 'created_by' }, plain: 'kind name signature columns' },
    'people.organisation': {
      kept: { 'who signs for an organisation is its public data and is changed there': 'signatory_name signatory_post', 'how an organisation is reached, not a person': 'contact_email phone' },
      plain: 'path kind code name country settlement time_zone founder address languages website map_area closed_on search_words',
    },
    'people.organisation_move': { erased: 'reason', kept: { [AUTHOR]: 'moved_by' }, plain: 'moved_on' },
    'people.staff_unit': { erased: 'note', plain: 'from_date to_date' },
    'people.position': { plain: 'code name isco search_words' },
    'people.country_rule': { kept: { [AUTHOR]: 'changed_by closed_by' }, plain: 'country rule value mark kind source valid_from valid_to note' },
    'people.network': { plain: 'slug name country default_locale time_zone data_location' },
  },
};
