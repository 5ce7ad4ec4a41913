import type { T } from '#lib/i18n/index.ts';
import type { OrganisationsFilter } from './organisations-list.service.ts';
import type { PeopleFilter } from './people-list.service.ts';

type Options = readonly { value: string; text: string }[];
const nameOf = (options: Options, value: string | undefined) => options.find((option) => option.value === value)?.text;
const said = (words: readonly (string | undefined | false)[]): string[] => words.filter((word): word is string => typeof word === 'string' && word !== '');

/** The filters of the list of people in words, as page and paper say them; empty when none is set. */
export function peopleFilterWords(t: T, filter: PeopleFilter, choices: { organisations: Options; positions: Options }): string[] {
  return said([
    filter.q,
    nameOf(choices.organisations, filter.organisation),
    nameOf(choices.positions, filter.position),
    filter.state !== 'working' && t(`people.state.${filter.state}`),
    filter.personnel && t(`people.personnel.${filter.personnel}`),
    filter.category && t(`people.category.${filter.category}`),
    filter.education && t(`people.education_filter.${filter.education}`),
    filter.age && t(`people.age.${filter.age}`),
    filter.attestation && t(`people.attestation_filter.${filter.attestation}`),
    filter.missing && t(`people.missing.${filter.missing}`),
  ]);
}

/** The same for the list of organisations. */
export function organisationsFilterWords(t: T, filter: OrganisationsFilter, choices: { above: Options }): string[] {
  return said([
    filter.q,
    filter.kind && t(`people.kind.${filter.kind}`),
    nameOf(choices.above, filter.below),
    filter.state !== 'open' && t(`lists.state.${filter.state}`),
    filter.missing && t(`lists.missing.${filter.missing}`),
  ]);
}
