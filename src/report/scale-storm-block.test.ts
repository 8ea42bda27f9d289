import { expect, test } from 'vitest'
import type { ScaleStormFigures, StormRequests } from '../metrics/scale-storm/scale-storm-figures.ts'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { renderScaleStorm } from './scale-storm-block.ts'
import { plainStyle } from './style.ts'

const requests: StormRequests = {
  time_s: 12.3,
  ended: 340,
  failed: 12,
  error_rate: 12 / 340,
  error_rate_ci95: [0.02, 0.061],
  e2e_from_plan_ms: { p50: 120.4, p50_ci95: [117, 124], p95: null, p95_ci95: null },
}
const few: StormRequests = {
  time_s: 1,
  ended: 0,
  failed: 0,
  error_rate: null,
  error_rate_ci95: null,
  e2e_from_plan_ms: { p50: null, p50_ci95: null, p95: null, p95_ci95: null },
}
const took = { min: 900, median: 1200, max: 1500 }
const storm: ScaleStormFigures = {
  every_s: 10,
  workers: [4, 1],
  changes: 4,
  settled: 2,
  failed: 1,
  unfinished: 1,
  skipped: 1,
  to: [
    { workers: 4, changes: 2, failed: 1, answered_ms: null, settled_ms: null },
    { workers: 1, changes: 2, failed: 0, answered_ms: took, settled_ms: took },
  ],
  errors: [{ message: 'TorchServe at h: no room', count: 1 }],
  changing: { ...requests, by_workers: [{ workers: 1, ...requests }] },
  otherwise: { ...few, by_workers: [{ workers: 4, ...few }] },
}
const render = (scale_storm: ScaleStormFigures | null): string =>
  renderScaleStorm({ ...streamedOpenLoop, scale_storm }, plainStyle).join('\n')

test('says what was changed, how long it took, and how requests fared meanwhile and otherwise', () => {
  expect(render(storm)).toMatchInlineSnapshot(`
    "  SCALE STORM
      changes         4, 1 workers in turn, every 10 s · 4 changes · 2 settled
                      1 failed · 1 unfinished at the end
                      1 turn left out while one went on
        to 4 workers  2 changes · 1 failed
        to 1 worker   2 changes · ready after 1.20 s (median; 900 ms to 1.50 s)
      while changing  12.3 s · 340 requests · 12 failed (3.5 ± 2.6 %)
                      p50 120 ± 4 ms
        to 1 worker   12.3 s · 340 requests · 12 failed (3.5 ± 2.6 %)
                      p50 120 ± 4 ms
      otherwise       1.00 s · 0 requests
        at 4 workers  1.00 s · 0 requests
      ! 1 change failed: TorchServe at h: no room."
  `)
})

test('says nothing without a storm, nor of a summary from before there were any', () => {
  expect(render(null)).toBe('')
  const { scale_storm: _, ...older } = streamedOpenLoop
  expect(renderScaleStorm(older as typeof streamedOpenLoop, plainStyle)).toEqual([])
})

test('says that there is nothing to see when no change was settled', () => {
  expect(render({ ...storm, settled: 0 })).toContain('! No change was settled')
  expect(render(storm)).not.toContain('No change was settled')
})
