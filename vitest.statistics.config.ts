import { defineConfig } from 'vitest/config'

/** Simulations that take minutes: `npm run test:statistics`. */
export default defineConfig({
  test: {
    include: ['test/statistics/**/*.sim.ts', 'src/trust/**/*.sim.ts'],
    pool: 'forks',
    testTimeout: 1_800_000,
    disableConsoleIntercept: true,
  },
})
