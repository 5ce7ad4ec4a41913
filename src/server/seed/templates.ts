import { addPicture, addTemplate, NewTemplate, type PictureKind } from '#server/modules/credentials/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { samplePicture } from './sample-pictures.ts';

/**
 * Two templates of the centre: one in two languages, by which the certificates of participants are issued, and an upright one for speakers. Logo, seal
 * and signature are drawn by us and say that they are samples.
 */
export async function seedTemplates(system: Ctx, issuer: Actor, organisationId: string): Promise<void> {
  const ctx = { ...system, actor: issuer };
  const picture = (kind: PictureKind, name: string) => addPicture(ctx, { organisationId, kind, name }, samplePicture(kind));
  const logoId = await picture('logo', 'Логотип (үлгі)');
  const sealId = await picture('seal', 'Мөр (үлгі)');
  const signatureId = await picture('signature', 'Қолтаңба: Г. Сейітова (үлгі)');
  const director = {
    post: { kk: 'Әдістемелік орталықтың директоры', ru: 'Директор методического центра', en: 'Director of the methodical centre' },
    name: { kk: 'Г. Сейітова', ru: 'Г. Сейітова', en: 'G. Seitova' },
    signatureId,
  };
  const shared = { organisationId, ornament: true, logoId, sealId, signatories: [director], show: ['hours', 'minutes', 'rule', 'competencies'] };
  await addTemplate(
    ctx,
    NewTemplate.parse({
      ...shared,
      name: 'Қатысушы: қазақша және орысша',
      layout: 'bilingual',
      pair: { first: 'kk', second: 'ru' },
      kinds: ['attendance'],
      colour: 'sky',
      closing: { kk: 'Облыс кітапханаларының дамуына қосқан үлесіңіз үшін алғыс айтамыз', ru: 'Благодарим за вклад в развитие библиотек области' },
    }),
  );
  await addTemplate(
    ctx,
    NewTemplate.parse({
      ...shared,
      name: 'Баяндамашы',
      layout: 'portrait',
      kinds: ['speaker'],
      colour: 'leaf',
      closing: { kk: 'Тәжірибеңізбен бөліскеніңіз үшін алғыс айтамыз', ru: 'Благодарим за то, что поделились опытом', en: 'Thank you for sharing your experience' },
    }),
  );
}
