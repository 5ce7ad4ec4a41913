import { defineConfig } from 'vitest/config';

/** Tests that kill things: each starts its own installation. One to three rounds by default, twenty with SHEBERLIK_LONG=1. */
export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // They mostly wait for starts and ends.
    maxWorkers: 2,
    // See vitest.config.ts. In the long run, where rounds are counted, nothing is tried twice.
    retry: process.env.CI && !process.env.SHEBERLIK_LONG ? 1 : 0,
  },
});
