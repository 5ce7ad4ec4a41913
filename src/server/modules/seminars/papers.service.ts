import { createHash } from 'node:crypto';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPdfError, printable, type PdfJob } from '#server/platform/pdf/index.ts';
import type { Platform } from '#server/platform/platform.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { openPublicProgramme } from './announcement.service.ts';
import { eventAddress } from './calendar.ts';
import { letterPaper } from './letter-paper.ts';
import { programmePaper } from './programme-paper.ts';
import type { OpenEvent } from './seminars.access.ts';

export interface Paper {
  /** Of the content; equal papers have equal tags. */
  etag: string;
  /** Whether everybody may see it and caches may keep it. */
  isPublic: boolean;
  title: string;
  /** Compiles, or takes what was compiled before. Errors: `request.too_many`, `paper.busy` (503). */
  bytes(): Promise<Uint8Array>;
}

export interface PaperReader {
  /** Address of the sender, for the limit. */
  source: string;
  network: string | null;
  demo: boolean;
}

const LIMIT: Limit = { name: 'paper', max: 60, windowSeconds: 600 };
const KEPT_BYTES = 16_000_000;

/** The programme as a PDF by the clocks of the host and of `zone`. Error: `page.not_found`. */
export async function programmePdf(ctx: Ctx, eventId: string, zone: string, reader: PaperReader): Promise<Paper> {
  const { event, programme } = await openPublicProgramme(ctx, eventId);
  const data = printable(programmePaper(event, programme, { locale: ctx.locale, zone, demo: reader.demo }));
  return paper(ctx, event, { template: 'programme', data, createdAt: event.changedAt }, reader);
}

/** The information letter as a PDF. Error: `page.not_found`. */
export async function letterPdf(ctx: Ctx, eventId: string, reader: PaperReader): Promise<Paper> {
  const { event, programme } = await openPublicProgramme(ctx, eventId);
  const registerUrl = `${eventAddress(ctx.platform.publicAddress(), eventId, { locale: ctx.locale, network: reader.network })}/register`;
  const data = printable(letterPaper(event, programme, { locale: ctx.locale, registerUrl, demo: reader.demo }));
  return paper(ctx, event, { template: 'information-letter', data, createdAt: event.changedAt }, reader);
}

function paper(ctx: Ctx, event: OpenEvent, job: PdfJob<'programme'> | PdfJob<'information-letter'>, reader: PaperReader): Paper {
  const key = createHash('sha256').update(JSON.stringify(job)).digest('base64url');
  return {
    etag: `"${key}"`,
    isPublic: event.state !== 'draft' && event.rehearsalOf === null,
    title: job.data.title,
    bytes: () => compiled(ctx, key, job, reader.source),
  };
}

/** Documents of this process, the latest used last. A promise, so that many who ask at once wait for one compilation. */
const kept = new WeakMap<Platform, Map<string, { pdf: Promise<Uint8Array>; size: number }>>();

async function compiled(ctx: Ctx, key: string, job: PdfJob<'programme'> | PdfJob<'information-letter'>, source: string): Promise<Uint8Array> {
  const documents = kept.get(ctx.platform) ?? new Map<string, { pdf: Promise<Uint8Array>; size: number }>();
  kept.set(ctx.platform, documents);
  const known = documents.get(key);
  if (known) {
    documents.delete(key);
    documents.set(key, known);
    return known.pdf;
  }
  // Kept before the first await: who asks in the meantime waits for this one.
  const entry = { pdf: countTry(ctx.platform.db, LIMIT, source, ctx.clock.now()).then(() => ctx.platform.pdf.render(job)), size: 0 };
  documents.set(key, entry);
  try {
    const bytes = await entry.pdf;
    entry.size = bytes.length;
    let total = [...documents.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [oldest, { size }] of documents) {
      if (total <= KEPT_BYTES) break;
      documents.delete(oldest);
      total -= size;
    }
    return bytes;
  } catch (error) {
    documents.delete(key);
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
