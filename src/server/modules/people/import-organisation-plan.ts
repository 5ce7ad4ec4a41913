import type { Locale } from '#lib/i18n/locales.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { OrganisationDraft } from './import-organisations.ts';
import type { OrganisationRow, OrganisationValues } from './organisations.queries.ts';
import { storedValues } from './organisations.service.ts';

/** A text of one language beside the others there are; what the list leaves out stays. */
function withText(now: LocalizedText | null, text: string | null | undefined, locale: Locale): LocalizedText | null {
  if (!text || now?.[locale]?.text === text) return now;
  return { ...now, [locale]: { text, status: now && Object.keys(now).length > 0 ? 'reviewed' : 'original' } };
}

const withNames = (now: LocalizedText | null, names: OrganisationDraft['name']): LocalizedText =>
  Object.entries(names).reduce<LocalizedText | null>((text, [locale, name]) => withText(text, name, locale as Locale), now) ?? {};

/**
 * What a row of a list would make of an organisation that is there. Kind and code need the right to arrange; nobody is moved by a list:
 * a move is an act of its own, with a date.
 */
export function planOrganisation(draft: OrganisationDraft, row: OrganisationRow, mayArrange: boolean, locale: Locale): { changed: OrganisationValues | null; movesTo: string | null } {
  const now = storedValues(row);
  const after: OrganisationValues = {
    ...now,
    kind: mayArrange ? (draft.kind ?? now.kind) : now.kind,
    name: withNames(now.name, draft.name),
    settlement: withText(now.settlement, draft.settlement, locale),
    address: withText(now.address, draft.address, locale),
    founder: withText(now.founder, draft.founder, locale),
    latitude: draft.latitude ?? now.latitude,
    longitude: draft.longitude ?? now.longitude,
    phone: draft.phone ?? now.phone,
    contactEmail: draft.email ?? now.contactEmail,
    website: draft.website ?? now.website,
  };
  const moves = draft.parent && 'existing' in draft.parent && draft.parent.existing !== row.parent_id ? draft.parent.existing : null;
  return { changed: JSON.stringify(after) === JSON.stringify(now) ? null : after, movesTo: moves };
}

/** An organisation that is not there yet; country and clocks as in what it hangs under. */
export function newOrganisation(draft: OrganisationDraft, above: { country: string; timeZone: string }, locale: Locale): OrganisationValues {
  return {
    kind: draft.kind ?? 'library',
    code: draft.code,
    name: withNames(null, draft.name),
    country: above.country,
    timeZone: above.timeZone,
    settlement: withText(null, draft.settlement, locale),
    address: withText(null, draft.address, locale),
    founder: withText(null, draft.founder, locale),
    latitude: draft.latitude,
    longitude: draft.longitude,
    phone: draft.phone,
    contactEmail: draft.email,
    website: draft.website,
    languages: [],
    signatoryName: null,
    signatoryPost: null,
    mapArea: null,
  };
}
