import { readForm } from '#lib/forms/index.ts';
import { isLocale } from '#lib/i18n/index.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { NewItem, previewItem } from '#server/modules/assessment/index.ts';
import { submit } from '#routes/submit.ts';

/** What was typed, and how it would look; what stands against it is said as if it were saved. */
export async function shownAsTyped(locals: RequestLocals, form: FormData) {
  const language = form.get('previewLanguage');
  const done = await submit(locals, form, NewItem, async (input) => previewItem(locals.ctx, input, isLocale(String(language)) ? (String(language) as typeof locals.locale) : locals.locale));
  return done.ok ? { values: readForm(form).values, preview: done.result } : done.failure;
}
