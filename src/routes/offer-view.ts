import type { Locale } from '#lib/i18n/index.ts';
import type { OfferRow } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

const DAY_MS = 86_400_000;

/** An offer as pages show it. */
export function offerView(offer: OfferRow, locale: Locale, now: Date) {
  return {
    ...{ id: offer.id, kind: offer.kind, path: offer.path, minutes: offer.minutes, seats: offer.seats, free: offer.free, languages: offer.languages, isOnline: offer.isOnline },
    title: textIn(offer.title, locale),
    organisation: offer.organisationName ? textIn(offer.organisationName, locale) : '',
    startsAt: offer.startsAt,
    zone: offer.timeZone,
    days: offer.startsAt ? Math.max(0, Math.floor((offer.startsAt.getTime() - now.getTime()) / DAY_MS)) : null,
  };
}
export type OfferView = ReturnType<typeof offerView>;
