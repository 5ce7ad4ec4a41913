import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure } from '../figures.ts';

/** `npm start`, as it is typed, until its address is printed: first on an empty data folder, then on the same one. */
export const start: Case = {
  name: 'start',
  title: 'Start: `npm start` after install and build, until the address is printed',
  async run(bench) {
    const place = await bench.folder('start');
    const empty: number[] = [];
    const again: number[] = [];
    const demoAgain: number[] = [];
    const stop: number[] = [];
    const { dataDir } = await bench.network();
    for (let round = 0; round < (bench.quick ? 1 : 5); round++) {
      const fresh = join(place, `data-${round}`);
      for (const times of [empty, again]) {
        const product = await bench.start({ dataDir: fresh, npm: true });
        times.push(product.readyMs / 1000);
        stop.push((await product.stop()).ms / 1000);
      }
      const product = await bench.start({ dataDir, npm: true });
      demoAgain.push(product.readyMs / 1000);
      stop.push((await product.stop()).ms / 1000);
      await rm(fresh, { recursive: true, force: true });
    }
    return [
      figure('empty data folder (makes its database)', 's', empty, { budget: BUDGETS.startSeconds }),
      figure('the same data folder again', 's', again, { budget: BUDGETS.startSeconds }),
      figure('a data folder with the demo network', 's', demoAgain, { budget: BUDGETS.startSeconds }),
      figure('end after SIGTERM', 's', stop, { budget: 10 }),
    ];
  },
};
