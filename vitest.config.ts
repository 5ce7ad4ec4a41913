import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/architecture/**/*.test.ts', 'tests/contracts/**/*.test.ts', 'tests/http/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['src/server/testing/global-setup.ts'],
    // A machine that does other work besides is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more forks only wait for each other and for the database.
    maxWorkers: 2,
    // A build machine that stalled once is not a fault of the product; the report says `retry`, and what fails twice fails.
    retry: process.env.CI ? 1 : 0,
    server: { deps: { external: [/\/src\/server\//] } },
  },
});
