import { defineConfig } from 'vitest/config';

/** Tests against the running product: real server, real browser, real mails. One file after another: they share one demo network. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    globalSetup: ['tests/e2e/demo-server.ts'],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    retry: 0,
  },
});
