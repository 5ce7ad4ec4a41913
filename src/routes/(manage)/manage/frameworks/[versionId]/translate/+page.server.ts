import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { listMissingTexts, TranslatedTexts, translateTexts } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

const ON_A_PAGE = 25;
const Wish = z.object({ to: orNothing(z.enum(LOCALES)), page: z.coerce.number().int().min(1).max(10_000).catch(1), saved: orNothing(z.coerce.number().int().min(0)) });

/** What a draft lacks in one of its languages, beside the original. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const { to: wished, page, saved } = Wish.parse(Object.fromEntries(url.searchParams));
  const languages = version.languages.filter((locale) => locale !== head.original);
  const to = languages.find((locale) => locale === wished) ?? languages.find((locale) => locale === locals.locale) ?? languages[0] ?? null;
  const missing = to === null ? [] : (await listMissingTexts(locals.ctx, version.id, to)).missing;
  const pages = Math.max(1, Math.ceil(missing.length / ON_A_PAGE));
  const at = Math.min(page, pages);
  return {
    ...{ head, languages, to, pages, page: at, saved: saved ?? null, left: missing.length },
    labels: version.steps.map(({ step, label }) => ({ step, label: textIn(label, locals.locale) })),
    texts: missing.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const done = await submit(locals, await request.formData(), TranslatedTexts, async (input) => ({ to: input.to, saved: await translateTexts(locals.ctx, params.versionId, input) }));
    if (!done.ok) return done.failure;
    const { page } = Wish.parse(Object.fromEntries(url.searchParams));
    goTo(locals, `/manage/frameworks/${params.versionId}/translate?to=${done.result.to}&page=${page}&saved=${done.result.saved}`);
  },
};
