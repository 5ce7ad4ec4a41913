import { PNG } from 'pngjs';
import { EditTemplate, NewTemplate } from './templates.schemas.ts';

/** A template as a form or program gives it; what a test is about is given, the rest is plain. Everybody in it is invented. */
export function templateInput(organisationId: string, given: Record<string, unknown> = {}): NewTemplate {
  return NewTemplate.parse({
    organisationId,
    name: 'Областной шаблон',
    layout: 'landscape',
    colour: 'leaf',
    ornament: true,
    signatories: [{ post: { kk: 'Директор', ru: 'Директор библиотеки' }, name: { kk: 'Ж. Б. Ахметова', ru: 'Ж. Б. Ахметова' } }],
    closing: { kk: 'Облыс кітапханаларын дамытуға қосқан үлесіңіз үшін алғыс айтамыз', ru: 'Благодарим за вклад в развитие библиотек области' },
    show: ['hours', 'minutes', 'rule', 'competencies'],
    ...given,
  });
}

export const templateChange = (version: number, given: Record<string, unknown> = {}): EditTemplate => EditTemplate.parse({ ...templateInput('00000000-0000-7000-8000-000000000000', given), version });

/** A picture: dark strokes on white paper. */
export function paperPicture(width = 60, height = 30): Uint8Array {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let x = 5; x < width - 5; x++) data.set([20, 40, 120, 255], ((height >> 1) * width + x) * 4);
  // As a form gives it: no Buffer.
  return new Uint8Array(PNG.sync.write({ width, height, data }));
}
