import { z } from 'zod';
import { PreviewWish, previewVersion } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { sampleAnswer } from '../../sample-answer.ts';
import type { RequestHandler } from './$types';

const Wish = PreviewWish.extend({ number: z.coerce.number().int().min(1).optional() });

export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'svg' && params.format !== 'pdf') throw notFound();
  const wish = Wish.safeParse({ language: locals.locale, ...Object.fromEntries(url.searchParams) });
  if (!wish.success) throw notFound();
  const { number, ...sample } = wish.data;
  return sampleAnswer(await previewVersion(locals.ctx, params.templateId, number ?? null, sample, params.format));
};
