import { countryProfile, fieldsAsked, profileOf, statedAsLaw, type CountryProfile, type PersonalField } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** What a person is told about her data before she registers. The words are messages `seminars.notice.*`; here is which of them apply. */
export interface Notice {
  /** Kept with the registration: under this version these words were agreed to. */
  version: string;
  /** What is asked, and so what is kept. */
  fields: readonly PersonalField[];
  retentionDays: number;
  listRetentionDays: number;
  /** Below this age a representative agrees. */
  representativeBelow: number;
  /** Last part of the key of the act that may be named; null where none was read at its source. */
  act: string | null;
  authority: string | null;
}

/** The version of the statement by which a contact person says that she may give the names of others. */
export const RIGHT_TEXT_VERSION = 'right-2026-11';

/** A network that stores for another time, or asks for another age, tells something else: its words are another version. */
function versionOf(profile: CountryProfile, shipped: CountryProfile): string {
  const told = ({ retentionDays, listRetentionDays, representativeBelowAge }: CountryProfile) =>
    [retentionDays.value, listRetentionDays.value, representativeBelowAge.value].join('-');
  return told(profile) === told(shipped) ? profile.notice.version : `${profile.notice.version}+${told(profile)}`;
}

/** The notice for people from `country`; `host` is the country of the network that keeps the data (default: the same). */
export async function noticeFor(ctx: Ctx, country: string, host: string = country): Promise<Notice> {
  const profile = await profileOf(ctx, country);
  return {
    version: versionOf(profile, countryProfile(country)),
    fields: fieldsAsked(country, host),
    retentionDays: profile.retentionDays.value,
    listRetentionDays: profile.listRetentionDays.value,
    representativeBelow: profile.representativeBelowAge.value,
    act: statedAsLaw(profile.act),
    authority: statedAsLaw(profile.authority),
  };
}
