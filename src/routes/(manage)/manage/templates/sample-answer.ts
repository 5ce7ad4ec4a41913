import { z } from 'zod';
import { readForm } from '#lib/forms/index.ts';
import { translator } from '#lib/i18n/index.ts';
import { problemsOf, shownProblems } from '#server/http/problems.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { asTemplateForm, EditTemplate, NewTemplate, PreviewWish, previewSettings } from '#server/modules/credentials/index.ts';
import { InvalidInput } from '#server/platform/errors.ts';

const Sample = z.object({ sample: PreviewWish.prefault({}) });
const OfNew = asTemplateForm(NewTemplate);
const OfStored = asTemplateForm(EditTemplate);

/** What a form with the fields of a template would give; `templateId` in it names the one that is being changed. */
export async function sampleOf(locals: RequestLocals, form: FormData, output: 'svg' | 'pdf') {
  const { input } = readForm(form);
  const { sample } = parse(Sample, input);
  if (typeof input['templateId'] !== 'string') {
    const template = parse(OfNew, { ...input, name: input['name'] ?? '–' });
    return previewSettings(locals.ctx, { organisationId: template.organisationId }, template, sample, output);
  }
  const template = parse(OfStored, { ...input, name: input['name'] ?? '–' });
  return previewSettings(locals.ctx, { templateId: input['templateId'] }, template, sample, output);
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new InvalidInput(problemsOf(parsed.error));
  return parsed.data;
}

/** The sample as a file that a browser may show and nobody keeps. */
export function sampleAnswer({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `inline; filename="sample.${mediaType === 'application/pdf' ? 'pdf' : 'svg'}"`,
      'cache-control': 'private, no-store',
      // Opened by itself it is a picture, whatever somebody has typed into it.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'x-robots-tag': 'noindex',
    },
  });
}

/** What stands against it, in words; null: a fault. */
export function problemAnswer(locals: RequestLocals, error: unknown): Response | null {
  const shown = shownProblems(translator(locals.locale), error);
  return shown ? Response.json({ problems: shown.problems }, { status: shown.status, headers: { 'cache-control': 'no-store' } }) : null;
}

/** For a page without scripts: the picture inside it. */
export const asDataAddress = ({ bytes, mediaType }: { bytes: Uint8Array; mediaType: string }): string => `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
