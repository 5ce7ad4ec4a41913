/**
 * node bench/certificates.ts [count]
 * Compiles `count` different certificates (1,000) in the six languages, four at a time as the issuing job does, and prints one JSON
 * line: rate, processor time of the compiling child for each, its memory at the end and at its highest. Linux only (/proc).
 */
import { readFileSync } from 'node:fs';
import { LOCALES } from '#lib/i18n/index.ts';
import { createPdfRenderer } from '#server/platform/pdf/index.ts';
import { SAMPLE_MOMENT, sampleCertificate } from '#server/testing/pdf-samples.ts';

const count = Number(process.argv[2] ?? 1000);
/** Clock ticks a second in /proc; 100 on every Linux that Node supports. */
const TICKS = 100;

interface Usage {
  cpuSeconds: number;
  rssMb: number;
  peakMb: number;
}

function usage(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(status)?.[1] ?? 0) / 1024;
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    rssMb: megabytes('VmRSS'),
    peakMb: megabytes('VmHWM'),
  };
}

const renderer = createPdfRenderer();
const latencies: number[] = [];
const children = new Map<number, Usage>();
let bytes = 0;
let next = 0;

async function work(): Promise<void> {
  while (next < count) {
    const index = next++;
    const data = sampleCertificate(LOCALES[index % LOCALES.length] ?? 'kk');
    const url = `${data.verifyUrl}-${index}`;
    const begun = performance.now();
    const pdf = await renderer.render({
      template: 'certificate',
      data: { ...data, name: `${data.name} ${index}`, number: `PVL-2027-S-${index}`, verifyUrl: url },
      createdAt: SAMPLE_MOMENT,
    });
    latencies.push(performance.now() - begun);
    bytes += pdf.length;
    const pid = renderer.stats().childPid;
    if (pid !== null && (index % 10 === 0 || index > count - 5)) children.set(pid, usage(pid));
  }
}

const own = process.cpuUsage();
const begun = performance.now();
await Promise.all(Array.from({ length: 4 }, work));
const seconds = (performance.now() - begun) / 1000;
const spent = process.cpuUsage(own);
await renderer.close();

latencies.sort((a, b) => a - b);
const all = [...children.values()];
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(
  JSON.stringify({
    certificates: count,
    perSecond: round(count / seconds),
    childCpuMsEach: round((all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) * 1000) / count),
    parentCpuMsEach: round((spent.user + spent.system) / 1000 / count),
    p50Ms: round(latencies[count >> 1] ?? 0),
    p99Ms: round(latencies[Math.floor(count * 0.99)] ?? 0),
    kilobytesEach: round(bytes / count / 1024),
    childRssMb: all.map(({ rssMb }) => Math.round(rssMb)),
    childPeakMb: Math.max(...all.map(({ peakMb }) => Math.round(peakMb))),
    children: all.length,
  }),
);
