import type { Locale } from '#lib/i18n/index.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import type { CampaignSheet } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

/** What stands above every page of a rater's sheet. */
export function rateHead({ rater, campaign, person, isAnonymous, answered, total }: CampaignSheet, locale: Locale) {
  return {
    rater: { id: rater.id, kind: rater.kind },
    rated: [person.familyName, person.givenName].filter(Boolean).join(' '),
    campaign: { title: textIn(campaign.title, locale), note: textIn(campaign.note, locale), organisation: textIn(campaign.organisationName, locale), endsAt: campaign.endsAt, timeZone: campaign.timeZone, minimumGroup: campaign.minimumGroup },
    ...{ isAnonymous, answered, total },
  };
}

/** All areas of a sheet one after another, for paper. */
export function wholeSheet(detail: CampaignSheet, locale: Locale) {
  return detail.pages.map((page) => {
    const { area, items } = sheetPage(detail, locale, page.area?.code ?? '');
    return { area, items };
  });
}
