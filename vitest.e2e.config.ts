import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { WORKERS } from './tests/e2e/demo-server.ts';

/** The longest file first, so that the other worker does not wait for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(({ moduleId }) => moduleId.includes('all-pages')), ...sorted.filter(({ moduleId }) => !moduleId.includes('all-pages'))];
  }
}

/** Tests against the running product: real server, real browser, real mails. Each worker has a demo of its own, which the files it runs share. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    globalSetup: ['tests/e2e/demo-server.ts'],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    maxWorkers: WORKERS,
    sequence: { sequencer: LongestFirst },
    // See vitest.config.ts.
    retry: process.env.CI ? 1 : 0,
  },
});
