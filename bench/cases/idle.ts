import { setTimeout as sleep } from 'node:timers/promises';
import { canSeeProcesses, cpuOf, memoryOf, sumOf, treeOf } from '../../tests/running/processes.ts';
import type { Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, type Figure } from '../figures.ts';

export const idle: Case = {
  name: 'idle',
  title: 'Idle: the demo, children ended',
  async run(bench) {
    if (!canSeeProcesses) throw new Error('memory and processor time are read from /proc: Linux only');
    const figures: Figure[] = [];
    const seconds = bench.quick ? 3 : 60;
    const memory: number[] = [];
    const cpu: number[] = [];
    let parts = new Map<string, number>();
    let cpuParts = new Map<string, number>();
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
      const product = await bench.start({ dataDir: await bench.folder(`idle-${round}`), demo: true });
      for (const path of ['/kk', '/kk/seminars', '/kk/sign-in']) await fetch(`${product.address}${path}`);
      await sleep(seconds * 1000);
      // A PDF child that served the demo's certificates ends by itself after a minute of rest.
      const deadline = performance.now() + 90_000;
      while (treeOf(product.pid).some(({ name }) => name === 'pdf') && performance.now() < deadline) await sleep(500);
      parts = memoryOf(product.pid);
      memory.push(sumOf(parts));
      const before = cpuOf(product.pid);
      const begun = performance.now();
      await sleep(seconds * 1000);
      const after = cpuOf(product.pid);
      const passed = (performance.now() - begun) / 1000;
      cpu.push(((sumOf(after) - sumOf(before)) / passed) * 100);
      cpuParts = new Map([...after].map(([name, value]) => [name, ((value - (before.get(name) ?? 0)) / passed) * 100]));
      await product.stop();
    }
    const list = (of: Map<string, number>, unit: string) => [...of].map(([name, value]) => `${name} ${value.toFixed(unit === 'MB' ? 0 : 2)}`).join(', ');
    figures.push(figure(`memory (PSS of all processes, ${seconds} s after the start)`, 'MB', memory, { budget: BUDGETS.idleMemoryMb, note: list(parts, 'MB') }));
    figures.push(figure(`processor over ${seconds} s`, '% of a core', cpu, { budget: BUDGETS.idleCpuPercent, note: list(cpuParts, '%') }));
    return figures;
  },
};
