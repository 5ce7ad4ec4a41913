import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { SAMPLE_MOMENT, sampleCertificate, sampleProgramme } from '#server/testing/pdf-samples.ts';
import { createPdfRenderer, isPdfError } from './index.ts';
import type { PdfJob, PdfRenderer, PdfRendererOptions } from './index.ts';

// The compiler in its child process: whatever happens to the child, no request is lost and no process stays behind.

const open: PdfRenderer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((renderer) => renderer.close()));
});

function renderer(options?: PdfRendererOptions): PdfRenderer {
  const made = createPdfRenderer(options);
  open.push(made);
  return made;
}

const certificate: PdfJob<'certificate'> = {
  template: 'certificate',
  data: sampleCertificate('ru'),
  createdAt: SAMPLE_MOMENT,
};
/** Takes about a second. */
const longProgramme: PdfJob<'programme'> = {
  template: 'programme',
  data: sampleProgramme('ru', 1500),
  createdAt: SAMPLE_MOMENT,
};
/** Takes longer than any test waits. */
const endlessProgramme: PdfJob<'programme'> = {
  template: 'programme',
  data: sampleProgramme('ru', 8000),
  createdAt: SAMPLE_MOMENT,
};

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString('latin1', 0, 5) === '%PDF-';
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // An orphan that has ended stays visible until the first process of the machine has taken notice.
    return process.platform !== 'linux' || !/^State:\s+[ZX]/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(condition: () => boolean, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${condition.toString()}`);
    await sleep(10);
  }
}

async function childOf(pdf: PdfRenderer): Promise<number> {
  await pdf.render(certificate);
  const pid = pdf.stats().childPid;
  if (pid === null) throw new Error('there is no child');
  return pid;
}

describe('the compiling child', () => {
  it('starts with the first document and not before', async () => {
    const pdf = renderer();
    expect(pdf.stats()).toEqual({ childPid: null, rendered: 0, restarts: 0 });
    const pid = await childOf(pdf);
    expect(alive(pid)).toBe(true);
    expect(pdf.stats()).toEqual({ childPid: pid, rendered: 1, restarts: 0 });
  });

  it('costs one retry when it is killed at work, and no document', async () => {
    const pdf = renderer();
    const pid = await childOf(pdf);
    const jobs = [pdf.render(longProgramme), ...Array.from({ length: 5 }, () => pdf.render(certificate))];
    await sleep(150);
    process.kill(pid, 'SIGKILL');
    const results = await Promise.all(jobs);
    expect(results.every(isPdf)).toBe(true);
    expect(pdf.stats()).toMatchObject({ restarts: 1, rendered: 7 });
    expect(pdf.stats().childPid).not.toBe(pid);
  });

  it('costs nothing when it is killed at rest', async () => {
    const pdf = renderer();
    const pid = await childOf(pdf);
    process.kill(pid, 'SIGKILL');
    await until(() => !alive(pid), 2000);
    await expect(pdf.render(certificate).then(isPdf)).resolves.toBe(true);
  });

  it('is replaced when it hangs', async () => {
    const pdf = renderer({ timeoutMs: 1500 });
    const pid = await childOf(pdf);
    process.kill(pid, 'SIGSTOP');
    await expect(pdf.render(certificate).then(isPdf)).resolves.toBe(true);
    expect(pdf.stats().restarts).toBe(1);
    expect(alive(pid)).toBe(false);
  });

  it('refuses the document over which it fell twice, and only that one', async () => {
    const pdf = renderer({ timeoutMs: 600 });
    await childOf(pdf);
    const poison = pdf.render(endlessProgramme);
    const behind = Array.from({ length: 4 }, () => pdf.render(certificate));
    await expect(poison).rejects.toMatchObject({ code: 'pdf.render_failed' });
    expect((await Promise.all(behind)).every(isPdf)).toBe(true);
    expect(pdf.stats().restarts).toBe(2);
  });

  it('ends when it is idle and starts anew', async () => {
    const pdf = renderer({ idleMs: 200 });
    const pid = await childOf(pdf);
    await until(() => !alive(pid), 3000);
    expect(pdf.stats()).toEqual({ childPid: null, rendered: 1, restarts: 0 });
    expect(await childOf(pdf)).not.toBe(pid);
  });

  it('does not end while it has work', async () => {
    const pdf = renderer({ idleMs: 50 });
    const pid = await childOf(pdf);
    await pdf.render(longProgramme);
    await pdf.render(certificate);
    expect(pdf.stats()).toEqual({ childPid: pid, rendered: 3, restarts: 0 });
  });

  it('is replaced after its number of documents, without a gap in the answers', async () => {
    const pdf = renderer({ maxDocuments: 5 });
    const seen = new Set<number | null>();
    const results = await Promise.all(
      Array.from({ length: 17 }, async () => {
        const bytes = await pdf.render(certificate);
        seen.add(pdf.stats().childPid);
        return bytes;
      }),
    );
    expect(results.every((bytes) => Buffer.compare(bytes, results[0] ?? bytes) === 0)).toBe(true);
    expect([...seen].filter((pid) => pid !== null).length).toBeGreaterThanOrEqual(4);
    expect(pdf.stats()).toMatchObject({ rendered: 17, restarts: 0 });
    const last = pdf.stats().childPid;
    await until(() => [...seen].every((pid) => pid === null || pid === last || !alive(pid)), 3000);
  });

  it('gives 500 documents to one child by default', async () => {
    const pdf = renderer();
    const pid = await childOf(pdf);
    await Promise.all(Array.from({ length: 499 }, () => pdf.render(certificate)));
    expect(pdf.stats().rendered).toBe(500);
    await pdf.render(certificate);
    expect(pdf.stats().childPid).not.toBe(pid);
    expect(pdf.stats().restarts).toBe(0);
  }, 60_000);

  it('knows no secret of the parent', async () => {
    process.env['SHEBERLIK_TEST_SECRET'] = 'a password';
    const pid = await childOf(renderer());
    delete process.env['SHEBERLIK_TEST_SECRET'];
    if (process.platform === 'linux') expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('SECRET');
  });

  it('ignores a signal to the whole group, so that the parent can finish its answers', async () => {
    const pdf = renderer();
    const pid = await childOf(pdf);
    const job = pdf.render(longProgramme);
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    await expect(job.then(isPdf)).resolves.toBe(true);
    expect(pdf.stats()).toMatchObject({ childPid: pid, restarts: 0 });
  });
});

describe('the end', () => {
  it.each([
    ['idle', 'SIGTERM'],
    ['idle', 'SIGKILL'],
    ['busy', 'SIGTERM'],
    ['busy', 'SIGKILL'],
  ] as const)('leaves no child behind: parent %s, %s', { timeout: 20_000 }, async (state, signal) => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL('./renderer.fixture.ts', import.meta.url)), state], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(line.toString());
    expect(alive(child)).toBe(true);
    await sleep(300);
    parent.kill(signal);
    await once(parent, 'exit');
    await until(() => !alive(child), 3000);
  });

  it('comes by itself for a command that has made its one document', { timeout: 20_000 }, async () => {
    const fixture = fileURLToPath(new URL('./renderer.fixture.ts', import.meta.url));
    const parent = spawn(process.execPath, [fixture, 'once'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const [code] = (await once(parent, 'exit')) as [number];
    expect(code).toBe(0);
    await until(() => !alive(Number(line.toString())), 5000);
  });

  it('rejects what waits, ends the child, and takes nothing more', async () => {
    const pdf = renderer();
    const pid = await childOf(pdf);
    const jobs = [pdf.render(longProgramme), pdf.render(certificate), pdf.render(certificate)];
    const outcomes = Promise.allSettled(jobs);
    await pdf.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'pdf.closed' } });
    }
    expect(alive(pid)).toBe(false);
    await expect(pdf.render(certificate)).rejects.toSatisfy(isPdfError);
    await pdf.close();
  });
});

describe('limits', () => {
  it('refuses more documents than may wait, and data larger than a document', async () => {
    const pdf = renderer({ maxWaiting: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => pdf.render(certificate)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'pdf.busy' });
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(3);
    const data = { ...certificate.data, name: 'a'.repeat(4_000_001) };
    await expect(pdf.render({ ...certificate, data })).rejects.toMatchObject({ code: 'pdf.too_large' });
    const images = { pen: new Uint8Array(8_000_001) };
    await expect(pdf.render({ ...certificate, images })).rejects.toMatchObject({ code: 'pdf.too_large' });
  });
});
