import { z } from 'zod';
import type { RequestLocals } from '#server/http/request.ts';
import { COMPARE_FIGURES, COMPARE_ROWS, MAP_FIGURES, type CompareWish, type MapWish } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';

/** What the views over many people are asked for by their address. */
const Wish = z.object({
  framework: orNothing(z.uuid()),
  district: orNothing(z.uuid()),
  area: orNothing(z.uuid()),
  figure: orNothing(z.enum(MAP_FIGURES)),
  competency: orNothing(z.uuid()),
});
export const wishOf = (url: URL) => Wish.parse(Object.fromEntries(url.searchParams));
export const scopeOfWish = (wish: z.output<typeof Wish>): MapWish => ({ frameworkId: wish.framework, districtId: wish.district, areaId: wish.area });

const Month = orNothing(z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-01$/));
const Compared = z.object({ rows: orNothing(z.enum(COMPARE_ROWS)), figure: orNothing(z.enum(COMPARE_FIGURES)), from: Month, until: Month });
export const compareWishOf = (url: URL): CompareWish => ({ ...scopeOfWish(wishOf(url)), ...Compared.parse(Object.fromEntries(url.searchParams)) });

interface Frame {
  frameworks: { frameworkId: string; title: LocalizedText }[];
  version: { frameworkId: string; steps: { step: number; label: LocalizedText }[] };
  areas: { item: { competencyId: string; code: string; title: LocalizedText } | null }[];
  area: { item: { competencyId: string; code: string; title: LocalizedText } | null } | null;
  districts: { id: string; name: string }[];
  district: { id: string; name: string } | null;
}

/** What their filters show, in the reader's language. */
export function frameShown(locals: RequestLocals, frame: Frame) {
  const say = (text: LocalizedText) => textIn(text, locals.locale);
  const areas = frame.areas.flatMap(({ item }) => (item ? [{ value: item.competencyId, text: `${item.code}. ${say(item.title)}` }] : []));
  const current = frame.frameworks.find(({ frameworkId }) => frameworkId === frame.version.frameworkId);
  return {
    frameworks: frame.frameworks.map(({ frameworkId, title }) => ({ value: frameworkId, text: say(title) })),
    frameworkId: frame.version.frameworkId,
    framework: current ? say(current.title) : '',
    scale: frame.version.steps.map(({ step, label }) => ({ step, label: say(label) })).sort((a, b) => a.step - b.step),
    areas,
    area: areas.find(({ value }) => value === frame.area?.item?.competencyId) ?? null,
    districts: frame.districts.map(({ id, name }) => ({ value: id, text: name })),
    district: frame.district,
    asOf: locals.ctx.clock.now(),
  };
}
export type FrameShown = ReturnType<typeof frameShown>;
