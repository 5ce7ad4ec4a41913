/**
 * The process the tests of the renderer start and kill: `node renderer.fixture.ts idle|busy`.
 * Prints the id of its compiling child, then rests or compiles a document that takes long.
 */
import { SAMPLE_MOMENT, sampleCertificate, sampleProgramme } from '#server/testing/pdf-samples.ts';
import { createPdfRenderer } from './index.ts';

const renderer = createPdfRenderer();
await renderer.render({ template: 'certificate', data: sampleCertificate('kk'), createdAt: SAMPLE_MOMENT });
if (process.argv[2] === 'busy') {
  void renderer.render({ template: 'programme', data: sampleProgramme('kk', 16_000), createdAt: SAMPLE_MOMENT });
}
process.stdout.write(`${renderer.stats().childPid}\n`);
if (process.argv[2] !== 'once') setInterval(() => undefined, 1000);
