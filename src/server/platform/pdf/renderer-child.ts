import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { friezeSvg } from '#lib/ui/ornament.ts';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { loadFonts } from './fonts.ts';
import type { ChildMessage, RenderRequest } from './protocol.ts';
import { qrSvg } from './qr.ts';

// Runs only as a forked child of index.ts: one document at a time, in the order of arrival.

const TEMPLATES = fileURLToPath(new URL('./templates/', import.meta.url));
/**
 * How many documents a remembered layout may outlive its last use. The compiler remembers everything it lays out: with 50 documents
 * between two evictions the child grows to 300 MB, without any to 1.6 GB, and it gains no speed by that. Two keep what every document uses.
 */
const KEEP_FOR_DOCUMENTS = 2;

beGoodNeighbour();
endWithParent();

const compiler = NodeCompiler.create({ workspace: TEMPLATES, fontArgs: [{ fontBlobs: loadFonts() }] });
let queue: Promise<void> = Promise.resolve();

process.on('message', (request: RenderRequest) => {
  queue = queue.then(async () => send(await render(request)));
});
send({ type: 'ready' });

async function render(request: RenderRequest): Promise<ChildMessage> {
  const shadows: string[] = [];
  try {
    const inputs: Record<string, string> = {
      data: request.data,
      frieze: friezeSvg(request.frieze.repeats, request.frieze.colour),
      qr: JSON.stringify(await Promise.all(request.qr.map(qrSvg))),
    };
    const files: Record<string, string> = {};
    for (const [name, image] of Object.entries(request.images)) {
      const bytes = Buffer.from(image as Uint8Array);
      // Named by content: the compiler caches files by path, and two documents may use one name for different pictures.
      const path = `/images/${createHash('sha256').update(bytes).digest('hex')}.${imageKind(bytes)}`;
      compiler.mapShadow(join(TEMPLATES, path), bytes);
      shadows.push(join(TEMPLATES, path));
      files[name] = path;
    }
    inputs['images'] = JSON.stringify(files);
    const result = compiler.compile({ mainFilePath: join(TEMPLATES, request.file), inputs });
    const warnings = messages(result.takeWarnings()?.shortDiagnostics);
    if (!result.result) return refusal(request.id, messages(result.takeDiagnostics()?.shortDiagnostics));
    // A picture holds no reading order and no language: it is for choosing, never to be given out.
    if (request.output === 'svg') return { type: 'rendered', id: request.id, pdf: Buffer.from(compiler.plainSvg(result.result)), warnings };
    const pdf = compiler.pdf(result.result, {
      pdfStandard: request.standard,
      pdfTags: true,
      creationTimestamp: request.createdAt,
    });
    return { type: 'rendered', id: request.id, pdf, warnings };
  } catch (error) {
    return refusal(request.id, exportErrors(error));
  } finally {
    for (const path of shadows) compiler.unmapShadow(path);
    compiler.evictCache(KEEP_FOR_DOCUMENTS);
  }
}

function refusal(id: number, reasons: string[]): ChildMessage {
  const characters = reasons.flatMap((reason) => {
    const quoted = /the text `(".*?")` could not be displayed/su.exec(reason)?.[1];
    return quoted === undefined ? [] : [...quoted.slice(1, -1)];
  });
  return characters.length > 0
    ? { type: 'refused', id, code: 'pdf.unprintable_text', characters: [...new Set(characters)], reasons }
    : { type: 'refused', id, code: 'pdf.refused', characters: [], reasons };
}

function messages(diagnostics: readonly { message?: unknown }[] | undefined): string[] {
  return (diagnostics ?? []).map(({ message }) => String(message));
}

/** The exporter throws its diagnostics as one debug text; the messages are what an engineer wants to read. */
function exportErrors(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  const found = [...text.matchAll(/message: "((?:[^"\\]|\\.)*)"/gu)].map((match) =>
    (match[1] ?? '').replaceAll('\\"', '"'),
  );
  return found.length > 0 ? found : [text];
}

function imageKind(bytes: Buffer): 'png' | 'jpg' | 'svg' {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpg';
  if (bytes.toString('latin1', 0, 256).trimStart().startsWith('<')) return 'svg';
  throw new Error('an image must be PNG, JPEG or SVG');
}

function send(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

/** Pages come first, and when the machine runs out of memory it is this process that may go. */
function beGoodNeighbour(): void {
  try {
    setPriority(5);
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {
    // Not Linux, or not allowed: only politeness is lost.
  }
}

/**
 * The parent decides when we end: by closing the channel, or by dying. A signal sent to the whole process group (Ctrl+C, a service
 * manager) must not end us before the parent has got the documents it is still waiting for. While the compiler computes, this
 * thread hears nothing, so a second thread watches for a new parent and ends the process hard.
 */
function endWithParent(): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  const watch = `const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 1000);`;
  new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 } }).unref();
}
