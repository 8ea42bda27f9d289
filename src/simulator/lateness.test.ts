import { expect, test } from 'vitest'
import { createLatenessRecorder, latenessLine } from './lateness.ts'

test('reports quantiles in microseconds, to three figures', () => {
  const recorder = createLatenessRecorder()
  for (let us = 1; us <= 1000; us++) recorder.record(us * 1000)
  const report = recorder.report()
  expect(report.steps).toBe(1000)
  expect(report.p50Us / 500).toBeCloseTo(1, 2)
  expect(report.p99Us / 990).toBeCloseTo(1, 2)
  expect(report.maxUs / 1000).toBeCloseTo(1, 2)
})

test('a step that was not late at all counts', () => {
  const recorder = createLatenessRecorder()
  recorder.record(0)
  recorder.record(-5)
  expect(recorder.report()).toMatchObject({ steps: 2, p50Us: 0.001 })
})

test('the line says what happened, and only that', () => {
  const recorder = createLatenessRecorder()
  expect(latenessLine(recorder.report())).toContain('no steps')
  recorder.record(50_000)
  expect(latenessLine(recorder.report())).not.toMatch(/waited|stood still/)
  recorder.queuedWrite()
  recorder.stall()
  expect(latenessLine(recorder.report())).toMatch(/p50 50 us.*1 writes waited.*stood still 1 times/)
})
