import { addConsentText, PaperConsent, publishConsentText, recordPaperConsent } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';

const PHOTO = {
  title: localized({ kk: 'Фотосуретті жариялауға келісім', ru: 'Согласие на публикацию фотографии', en: 'Consent to the publication of a photo' }),
  body: localized({
    kk: 'Кәсіби іс-шаралардағы фотосуретімнің әдістемелік орталықтың сайтында және басылымдарында жариялануына келісемін.\n\nКелісімді кез келген уақытта қайтарып ала аламын: содан кейін жаңа жарияланым болмайды.',
    ru: 'Согласна(-ен), чтобы методический центр публиковал мою фотографию с профессиональных мероприятий на своём сайте и в изданиях.\n\nСогласие можно отозвать в любой день: после этого новых публикаций не будет.',
    en: 'I agree that the methodical centre publishes my photo from professional events on its site and in its editions.\n\nI can withdraw this at any time: nothing new is published after that.',
  }),
};
const TRANSFER = {
  title: localized({ kk: 'Деректерді серіктес орталықтарға беруге келісім', ru: 'Согласие на передачу данных центрам-партнёрам', en: 'Consent to the transfer of data to partner centres' }),
  body: localized({
    kk: 'Аты-жөнім мен жұмыс орнымның бірлескен семинарларды өткізу үшін басқа елдердегі серіктес орталықтарға берілуіне келісемін.',
    ru: 'Согласна(-ен) на передачу моего имени и места работы центрам-партнёрам других стран для проведения совместных семинаров.',
    en: 'I agree that my name and place of work are given to partner centres of other countries to hold seminars together.',
  }),
};

/** Two texts in force, the draft of a next version, and papers that were brought. */
export async function seedConsents(ctx: Ctx, keeper: Actor, personIds: readonly string[]): Promise<void> {
  const photo = await addConsentText(ctx, { purpose: 'photo', ...PHOTO });
  await publishConsentText(ctx, photo);
  const transfer = await addConsentText(ctx, { purpose: 'transfer', ...TRANSFER, lastsMonths: 36 });
  await publishConsentText(ctx, transfer);
  await addConsentText(ctx, { purpose: 'photo', ...PHOTO, lastsMonths: 60 });
  const her: Ctx = { ...ctx, actor: keeper };
  const givenOn = addDays(localDate(ctx.clock.now(), 'Asia/Almaty'), -20);
  for (const [index, personId] of personIds.slice(0, 3).entries()) {
    await recordPaperConsent(her, personId, PaperConsent.parse({ textId: index === 2 ? transfer : photo, givenBy: 'self', givenOn }));
  }
}
