import { createOrganisation } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { PARTNERS, PLACES } from './places.ts';
import type { Random } from './random.ts';
import { seedStaff, type SeededStaff } from './staff.ts';

export interface SeededOrganisations {
  centreId: string;
  systemIds: string[];
  libraryIds: string[];
  partnerIds: string[];
  staff: SeededStaff;
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
  const systemIds: string[] = [];
  const ruralIds = new Set<string>();
  for (const place of PLACES) {
    const system = await createOrganisation(ctx, {
      parentId: centreId,
      kind: 'library_system',
      code: place.code,
      mapArea: place.area,
      latitude: place.latitude,
      longitude: place.longitude,
      name: localized({
        kk: `${place.kk} орталықтандырылған кітапханалар жүйесі`,
        ru: `Централизованная библиотечная система: ${place.ru}`,
        en: `Centralised library system: ${place.en}`,
      }),
      country: 'KZ',
      settlement: localized({ kk: place.kk, ru: place.ru, en: place.en }),
      timeZone,
    });
    systemIds.push(system);
    const count = (place.city ? 6 : 4) * size + (place.code === 'PVD' ? 2 : 0);
    for (let i = 1; i <= count; i++) {
      const library = await createOrganisation(ctx, {
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
      });
      libraryIds.push(library);
      if (!place.city) ruralIds.add(library);
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
  const staff = await seedStaff(ctx, random, { centreId, systemIds, libraryIds, ruralIds });
  return { centreId, systemIds, libraryIds, partnerIds, staff };
}
