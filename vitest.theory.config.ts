import { defineConfig } from 'vitest/config'

/** Theory against long runs, in virtual and in real time: `npm run test:theory`, some ten minutes. */
export default defineConfig({
  test: {
    include: ['test/theory/*.slow.ts'],
    pool: 'forks',
    // Runs in real time want the cores to themselves.
    fileParallelism: false,
    testTimeout: 600_000,
  },
})
