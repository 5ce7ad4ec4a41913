import type { Locale } from '#lib/i18n/index.ts';
import { newId } from '#server/platform/ids.ts';
import { nameKey, type CountryProfile, type ListedPerson } from '#server/modules/people/index.ts';
import type { NewRegistration } from './registrations.queries.ts';
import { searchKey } from './search-key.ts';
import type { RegistrationState } from './seminars.tables.ts';

/** Lists above this size wait for an organiser, whatever the event says. */
export const LIST_WITHOUT_APPROVAL = 30;
/** Names of one reading room. */
export const LONGEST_LIST = 5000;

/** A line of a list as it is stored. */
export function memberRow(
  person: ListedPerson,
  list: { id: string; country: string; organisation: string; certificateLocale: Locale; mailLocale: Locale },
  at: { state: RegistrationState; line: number; toldSequence: number },
  profile: Pick<CountryProfile, 'defaultZone' | 'retentionDays'>,
): NewRegistration {
  const email = person.email ?? null;
  return {
    id: newId(),
    state: at.state,
    collectiveId: list.id,
    name: person.name,
    nameKey: nameKey(person.name),
    searchKey: searchKey({ name: person.name, organisation: list.organisation }),
    email,
    country: list.country,
    organisation: list.organisation,
    position: person.position ?? '',
    role: 'listener',
    certificateLocale: list.certificateLocale,
    mailLocale: list.mailLocale,
    timeZone: profile.defaultZone.value,
    noticeVersion: null,
    retentionDays: profile.retentionDays.value,
    toldSequence: at.toldSequence,
    listLine: at.line,
    key: null,
  };
}
