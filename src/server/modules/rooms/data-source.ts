import { fact, mentionsOf, type DataClaims, type PersonalDataSource } from '#server/platform/personal-data.ts';
import { eraseAttendees } from './attendees.service.ts';
import { blankWords, listPresenceData } from './data-source.queries.ts';

const AUTHOR = 'the id of whoever did it; leads to nobody once the account is erased';
const MINUTES = 'minutes without a name, for the figures of the event';

const claims: DataClaims = {
  tables: {
    'rooms.room': { kept: { 'the id of the session': 'owner_id' }, plain: 'owner_type title time_zone' },
    'rooms.time_change': { erased: 'reason', kept: { [AUTHOR]: 'by_account' } },
    'rooms.stream': { plain: 'provider url embed_id locale purpose' },
    'rooms.attendee': { erased: 'label device_id', kept: { [MINUTES]: 'subject_id country' }, plain: 'subject_type' },
    'rooms.presence_event': { erased: 'reason', kept: { [MINUTES]: 'attendee_id source', [AUTHOR]: 'by_account' }, plain: 'kind' },
    'rooms.announced_code': { kept: { [AUTHOR]: 'announced_by' }, plain: 'code' },
    'rooms.code_try': { kept: { [MINUTES]: 'attendee_id' } },
    'rooms.presence_import': { erased: 'file_name report', kept: { [AUTHOR]: 'imported_by' }, plain: 'source sha256 state' },
    'rooms.presence_import_row': { erased: 'person_key name email candidates', kept: { [MINUTES]: 'attendee_id' }, plain: 'match_kind' },
    'rooms.presence_result': { kept: { [MINUTES]: 'attendee_id' } },
  },
};

/** Presence of the subjects that tier-2 modules know as hers. */
export const roomsData: PersonalDataSource = {
  name: 'rooms',
  claims,
  async describe(ctx, subject) {
    const items = [];
    for (const [type, ids] of subject.traces) {
      for (const row of await listPresenceData(ctx, type, ids)) {
        items.push([fact('session', 'ui.field.title', { text: row.title }), fact('start', 'ui.field.start', row.plannedStart), fact('minutes', 'pdf.attendance_sheet.minutes', row.minutes), fact('lastSeenAt', 'account.sessions.used', row.lastSeenAt)]);
      }
    }
    return [{ id: 'presence', title: 'privacy.data.presence', items }];
  },
  async preview(ctx, subject) {
    let count = 0;
    for (const [type, ids] of subject.traces) count += (await listPresenceData(ctx, type, ids)).length;
    return [{ what: 'privacy.erase.presence', count, stays: 'privacy.stays.minutes' }];
  },
  async erase(tx, subject) {
    for (const [type, ids] of subject.traces) if (ids.length > 0) await eraseAttendees(tx, type, ids);
    await blankWords(tx, mentionsOf(subject));
  },
};
