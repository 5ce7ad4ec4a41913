import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pdfError } from './errors.ts';
import type { ChildMessage, RenderRequest } from './protocol.ts';
import { TEMPLATES } from './templates.ts';
import type { TemplateData, TemplateName } from './templates.ts';

export { isPdfError } from './errors.ts';
export type { PdfError, PdfErrorCode } from './errors.ts';
export { printable, unprintable, withoutUnprintable } from './fonts.ts';
export { readAttachment } from './attachments.ts';
export { qrSvg } from './qr.ts';
export type * from './templates.ts';
export * from './texts.ts';

export type PdfStandard = 'ua-1' | 'a-3a' | 'a-2a';

export interface PdfJob<T extends TemplateName = TemplateName> {
  template: T;
  data: TemplateData[T];
  /** PNG or JPEG bytes, or SVG text drawn by us, under the names that the data use. Never SVG that somebody uploaded. */
  images?: Record<string, Uint8Array | string>;
  /** Default `ua-1`: what a person gets. `a-2a` and `a-3a` are for the archive copy. */
  standard?: PdfStandard;
  /** `svg`: a picture of the page instead of the document. */
  output?: 'pdf' | 'svg';
  /** Stands in the document; equal jobs with an equal moment give equal bytes. */
  createdAt: Date;
}

export interface PdfRenderer {
  /**
   * Compiles one document. Rejects with a `PdfError`: `pdf.unprintable_text` and `pdf.refused` are the fault of the data,
   * `pdf.render_failed` means that the compiler fell twice over this document.
   */
  render<T extends TemplateName>(job: PdfJob<T>): Promise<Uint8Array>;
  stats(): { childPid: number | null; rendered: number; restarts: number };
  /** Rejects what is waiting with `pdf.closed` and ends the child. */
  close(): Promise<void>;
}

export interface PdfRendererOptions {
  /** How long an idle child lives. */
  idleMs?: number;
  /** After so many documents the child is replaced, which gives its memory back. */
  maxDocuments?: number;
  /** How long one document may take before the child counts as hung. */
  timeoutMs?: number;
  /** Documents that may wait; one more is rejected with `pdf.busy`. */
  maxWaiting?: number;
  /** Warnings of the compiler: nothing for the reader, but the tests fail on them. */
  onWarning?: (warning: string) => void;
}

interface Waiting {
  request: RenderRequest;
  failures: number;
  resolve: (pdf: Uint8Array) => void;
  reject: (error: Error) => void;
}

interface Child {
  process: ChildProcess;
  ready: boolean;
  sent: Waiting[];
  done: number;
  ending: boolean;
  deadline: NodeJS.Timeout | undefined;
}

/** One document being compiled, one already in the channel: the child never waits for the parent. */
const WINDOW = 2;
/** In `--sky` of tokens.css. */
const FRIEZE = { repeats: 13, colour: '#0a6388' };
const MAX_DATA_CHARACTERS = 4_000_000;
const MAX_IMAGE_BYTES = 8_000_000;
/** Starting takes longer than most documents: the binary of 50 MB and the fonts have to be read. */
const START_MS = 30_000;

/**
 * The Typst compiler in a child process: a crash of native code, a hang or the hunger for memory of the compiler must never cost a
 * request more than one retry. The child starts with the first document and ends when it is idle.
 */
export function createPdfRenderer(options: PdfRendererOptions = {}): PdfRenderer {
  const { idleMs = 60_000, maxDocuments = 500, timeoutMs = 20_000, maxWaiting = 5_000, onWarning } = options;
  let waiting: Waiting[] = [];
  let child: Child | null = null;
  const leaving = new Set<Child>();
  let idle: NodeJS.Timeout | undefined;
  let failedStarts = 0;
  let nextId = 1;
  let rendered = 0;
  let restarts = 0;
  let closed = false;

  function pump(): void {
    clearTimeout(idle);
    if (waiting.length === 0 && (child === null || child.sent.length === 0)) {
      if (child) {
        const resting = child;
        idle = setTimeout(() => dismiss(resting), idleMs);
        idle.unref();
        hold(resting, false);
      }
      return;
    }
    child ??= start();
    if (!child.ready) return;
    hold(child, true);
    while (child.sent.length < WINDOW && child.done + child.sent.length < maxDocuments) {
      const next = waiting.shift();
      if (!next) break;
      child.sent.push(next);
      child.process.send(next.request);
      if (child.sent.length === 1) watch(child, timeoutMs);
    }
    if (child.done >= maxDocuments) {
      dismiss(child);
      if (waiting.length > 0) pump();
    }
  }

  function start(): Child {
    const started: Child = {
      // An empty environment: the compiler has no business with addresses and passwords of ours.
      process: fork(fileURLToPath(new URL('./renderer-child.ts', import.meta.url)), {
        serialization: 'advanced',
        env: {},
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
      ready: false,
      sent: [],
      done: 0,
      ending: false,
      deadline: undefined,
    };
    watch(started, START_MS);
    started.process.on('message', (message: ChildMessage) => receive(started, message));
    started.process.on('error', () => lose(started));
    started.process.on('exit', () => lose(started));
    return started;
  }

  function receive(from: Child, message: ChildMessage): void {
    clearTimeout(from.deadline);
    if (message.type === 'ready') {
      from.ready = true;
      failedStarts = 0;
      pump();
      return;
    }
    const job = from.sent.shift();
    if (job?.request.id !== message.id) {
      from.process.kill('SIGKILL');
      return;
    }
    from.done += 1;
    if (message.type === 'rendered') {
      rendered += 1;
      for (const warning of message.warnings) onWarning?.(warning);
      job.resolve(message.pdf);
    } else {
      job.reject(pdfError(message.code, message));
    }
    if (from.sent.length > 0) watch(from, timeoutMs);
    pump();
  }

  /** The child is gone. Only the document it was working on is suspect; those behind it in the channel start anew for free. */
  function lose(lost: Child): void {
    clearTimeout(lost.deadline);
    lost.process.kill('SIGKILL');
    leaving.delete(lost);
    if (child !== lost) return;
    child = null;
    restarts += 1;
    if (!lost.ready) {
      failedStarts += 1;
      // A child that cannot start will not start for the next thousand documents either.
      if (failedStarts >= 2) {
        failedStarts = 0;
        for (const job of waiting.splice(0)) job.reject(pdfError('pdf.render_failed', { reasons: ['no compiler'] }));
      }
    }
    const [suspect, ...innocent] = lost.sent;
    const again = innocent;
    if (suspect) {
      suspect.failures += 1;
      if (suspect.failures >= 2) suspect.reject(pdfError('pdf.render_failed'));
      else again.unshift(suspect);
    }
    waiting = [...again, ...waiting];
    pump();
  }

  function watch(watched: Child, milliseconds: number): void {
    clearTimeout(watched.deadline);
    watched.deadline = setTimeout(() => watched.process.kill('SIGKILL'), milliseconds);
  }

  function dismiss(leaver: Child): void {
    if (child === leaver) child = null;
    if (leaver.ending) return;
    leaver.ending = true;
    leaving.add(leaver);
    if (leaver.process.connected) leaver.process.disconnect();
    watch(leaver, 2_000);
  }

  /** A resting child must not keep the process alive, for instance a command that has printed its one letter. */
  function hold(held: Child, busy: boolean): void {
    if (busy) {
      held.process.ref();
      held.process.channel?.ref();
    } else {
      held.process.unref();
      held.process.channel?.unref();
    }
  }

  return {
    render(job) {
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
      const template = TEMPLATES[job.template];
      const images = job.images ?? {};
      // Composed letters, or a name typed on a Mac would be drawn with loose accents.
      const data = JSON.stringify(job.data).normalize('NFC');
      const imageBytes = Object.values(images).reduce((sum, image) => sum + image.length, 0);
      if (closed) reject(pdfError('pdf.closed'));
      else if (data.length > MAX_DATA_CHARACTERS || imageBytes > MAX_IMAGE_BYTES) reject(pdfError('pdf.too_large'));
      else if (waiting.length >= maxWaiting) reject(pdfError('pdf.busy'));
      else {
        const request: RenderRequest = {
          id: nextId++,
          file: template.file,
          data,
          qr: template.qr(job.data),
          images,
          standard: job.standard ?? 'ua-1',
          output: job.output ?? 'pdf',
          frieze: template.frieze?.(job.data) ?? FRIEZE,
          createdAt: Math.floor(job.createdAt.getTime() / 1000),
        };
        waiting.push({ request, failures: 0, resolve, reject });
        pump();
      }
      return promise;
    },
    stats: () => ({ childPid: child?.process.pid ?? null, rendered, restarts }),
    async close() {
      closed = true;
      clearTimeout(idle);
      const current = child;
      for (const job of [...(current?.sent ?? []), ...waiting.splice(0)]) job.reject(pdfError('pdf.closed'));
      if (current) dismiss(current);
      await Promise.all([...leaving].map(ended));
    },
  };
}

function ended({ process }: Child): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => process.once('exit', () => resolve()));
}
