/**
 * npm run bench -- [--only name,name] [--quick] [--out FILE]
 * Starts the product as a person would, measures it, prints a table and writes test-artefacts/bench.json. `--quick` takes every step with
 * small numbers: it shows that the measurements work, its figures say nothing.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBench, type Case } from './bench.ts';
import { campaigns } from './cases/campaigns.ts';
import { certificates } from './cases/certificates.ts';
import { competencies } from './cases/competencies.ts';
import { credentials } from './cases/credentials.ts';
import { frameworks } from './cases/frameworks.ts';
import { idle } from './cases/idle.ts';
import { imports } from './cases/imports.ts';
import { line } from './cases/line.ts';
import { pages } from './cases/pages.ts';
import { presence } from './cases/presence.ts';
import { registry } from './cases/registry.ts';
import { registration } from './cases/registration.ts';
import { start } from './cases/start.ts';
import { table, withinBudget, type Figure } from './figures.ts';

const CASES: Case[] = [pages, registration, registry, imports, frameworks, competencies, campaigns, certificates, credentials, presence, line, start, idle];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, out: { type: 'string', default: 'test-artefacts/bench.json' } },
  });
  const names = values.only?.split(',') ?? CASES.map((one) => one.name);
  const unknown = names.filter((name) => !CASES.some((one) => one.name === name));
  if (unknown.length > 0) {
    console.error(`There is no measurement "${unknown.join(', ')}". Known: ${CASES.map((one) => one.name).join(', ')}.`);
    return 1;
  }
  const place = await mkdtemp(join(tmpdir(), 'sheberlik-bench-'));
  const bench = createBench({ quick: values.quick, place, say: (line) => process.stderr.write(`  ${line}\n`) });
  const report: { case: string; title: string; seconds: number; load: number; figures: Figure[]; failed?: string }[] = [];
  const begun = new Date();
  for (const one of CASES.filter(({ name }) => names.includes(name))) {
    process.stderr.write(`\n${one.name} …\n`);
    const started = performance.now();
    let figures: Figure[] = [];
    let failed: string | undefined;
    try {
      figures = await one.run(bench);
    } catch (error) {
      failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      await bench.endCase();
    }
    report.push({ case: one.name, title: one.title, seconds: Math.round((performance.now() - started) / 1000), load: loadavg()[0] ?? 0, figures, ...(failed ? { failed } : {}) });
    process.stdout.write(failed ? `\n${one.title}\n  FAILED ${failed}\n` : table(one.title, figures));
  }
  await rm(place, { recursive: true, force: true });
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), kernel: release(), node: process.version };
  const all = report.flatMap(({ figures }) => figures);
  const over = all.filter((one) => withinBudget(one) === false);
  await mkdir(dirname(values.out), { recursive: true });
  await writeFile(values.out, `${JSON.stringify({ begun, quick: values.quick, machine, cases: report }, null, 2)}\n`);
  const kept = all.filter((one) => withinBudget(one) === true).length;
  process.stdout.write(`\n${machine.cores} × ${machine.cpu}, Node ${machine.node}; load average ${(loadavg()[0] ?? 0).toFixed(1)}\n`);
  process.stdout.write(`${kept} budgets kept, ${over.length} missed${over.length > 0 ? `: ${over.map((one) => one.name).join('; ')}` : ''}\n`);
  const broken = report.filter(({ failed }) => failed);
  if (broken.length > 0) process.stdout.write(`${broken.length} measurements failed: ${broken.map((one) => one.case).join(', ')}\n`);
  // A missed budget is a finding, not a failure: machines differ. A measurement that could not be taken is one.
  return broken.length > 0 ? 1 : 0;
}

process.exit(await main());
