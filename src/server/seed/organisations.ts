import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { inventName } from './names.ts';
import { PARTNERS, PLACES, POSITIONS } from './places.ts';
import type { Random } from './random.ts';

export interface SeededOrganisations {
  centreId: string;
  libraryIds: string[];
  partnerIds: string[];
}

/** Centre → library systems of the districts and cities → 60 libraries (times `size`), one college, four partner centres. */
export async function seedOrganisations(ctx: Ctx, random: Random, size: number): Promise<SeededOrganisations> {
  const timeZone = 'Asia/Almaty';
  const centreId = await createOrganisation(ctx, {
    kind: 'methodical_centre',
    code: 'PVL',
    name: localized({
      kk: 'Облыстық ғылыми-әдістемелік орталық (үлгі)',
      ru: 'Областной научно-методический центр (пример)',
      en: 'Regional methodical centre (example)',
    }),
    country: 'KZ',
    settlement: localized({ kk: 'Павлодар', ru: 'Павлодар', en: 'Pavlodar' }),
    timeZone,
    signatoryName: 'Г. Сейітова',
    signatoryPost: localized({ kk: 'Әдістемелік орталықтың директоры', ru: 'Директор методического центра', en: 'Director of the methodical centre' }),
    contactEmail: 'centre@demo.sheberlik.example',
  });
  const libraryIds: string[] = [];
  for (const place of PLACES) {
    const system = await createOrganisation(ctx, {
      parentId: centreId,
      kind: 'library_system',
      code: place.code,
      name: localized({
        kk: `${place.kk} орталықтандырылған кітапханалар жүйесі`,
        ru: `Централизованная библиотечная система: ${place.ru}`,
        en: `Centralised library system: ${place.en}`,
      }),
      country: 'KZ',
      settlement: localized({ kk: place.kk, ru: place.ru, en: place.en }),
      timeZone,
    });
    const count = (place.city ? 6 : 4) * size + (place.code === 'PVD' ? 2 : 0);
    for (let i = 1; i <= count; i++) {
      libraryIds.push(
        await createOrganisation(ctx, {
          parentId: system,
          kind: place.city ? 'branch' : 'rural_library',
          code: `${place.code}${String(i).padStart(2, '0')}`,
          name: localized({
            kk: place.city ? `№ ${i} филиал, ${place.kk}` : `№ ${i} ауылдық кітапхана, ${place.kk}`,
            ru: place.city ? `Филиал № ${i}, ${place.ru}` : `Сельская библиотека № ${i}, ${place.ru}`,
            en: place.city ? `Branch no. ${i}, ${place.en}` : `Rural library no. ${i}, ${place.en}`,
          }),
          country: 'KZ',
          settlement: localized({ kk: place.kk, ru: place.ru, en: place.en }),
          timeZone,
        }),
      );
    }
  }
  await createOrganisation(ctx, {
    parentId: centreId,
    kind: 'college',
    code: 'COL',
    name: localized({ kk: 'Мәдениет колледжі (үлгі)', ru: 'Колледж культуры (пример)', en: 'College of culture (example)' }),
    country: 'KZ',
    settlement: localized({ kk: 'Павлодар', ru: 'Павлодар', en: 'Pavlodar' }),
    timeZone,
  });
  const partnerIds: string[] = [];
  for (const partner of PARTNERS) {
    partnerIds.push(
      await createOrganisation(ctx, {
        kind: 'partner',
        code: partner.code,
        name: localized({ kk: partner.kk, ru: partner.ru, en: partner.en }),
        country: partner.country,
        settlement: localized({ ...partner.city }),
        timeZone: partner.zone,
      }),
    );
  }
  for (let i = 0; i < 420 * size; i++) {
    const name = inventName(random, random.chance(0.8) ? 'KZ' : 'RU');
    await createPersonWithPost(ctx, {
      familyName: name.family,
      givenName: name.given,
      patronymic: name.patronymic,
      locale: random.chance(0.7) ? 'kk' : 'ru',
      organisationId: random.chance(0.1) ? centreId : random.pick(libraryIds),
      position: random.pick(POSITIONS),
      rate: random.pick(['1', '1', '1', '0.5', '0.75']),
      fromDate: `${random.int(1994, 2025)}-0${random.int(1, 9)}-${String(random.int(1, 28)).padStart(2, '0')}`,
    });
  }
  return { centreId, libraryIds, partnerIds };
}
