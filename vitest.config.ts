import { defineConfig } from 'vitest/config'

/** Of the built program, but with nothing in them that a busy machine could change. */
const computing = ['test/e2e/{explain,gate,history,trend}.test.ts', 'test/theory/**/*.test.ts']

const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 60_000 } as const

/** First what computes, on all cores; then what measures, one file at a time but on larger machines. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'units',
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'test/*.test.ts', ...computing],
          exclude: ['test/library-experiments.test.ts'],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'programs',
          include: ['test/{e2e,examples}/**/*.test.ts', 'test/library-experiments.test.ts'],
          exclude: computing,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
