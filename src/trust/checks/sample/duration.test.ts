import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { durationCheck } from './duration.ts'

const slow = { kind: 'independent', medianTtftMs: 200, sigma: 0.2, stepMs: 100, stepNoise: 0.1 } as const

it('is ok of a demo of ten seconds with replies of one, after a warm-up', () => {
  const evidence = virtualRun({ server: slow, outputTokens: 10, warmupS: 3, durationS: 10 })
  expect(durationCheck.judge(evidence)).toMatchObject({ status: 'ok', threshold: 5 })
})

it('is suspect of a run of a few replies, and says how long it must be', () => {
  const finding = durationCheck.judge(
    virtualRun({ server: slow, outputTokens: 30, warmupS: 5, durationS: 10 }),
  )
  expect(finding).toMatchObject({ status: 'suspect', affects: ['*'], threshold: 5 })
  expect(finding.remedy).toMatch(/at least 3\d(\.\d)? s/)
})

it('asks for more of a run that began empty', () => {
  const evidence = virtualRun({ server: slow, outputTokens: 10, warmupS: 0, durationS: 8 })
  expect(durationCheck.judge(evidence)).toMatchObject({ status: 'suspect', threshold: 10 })
})

it('asks for more of a run that ends with its drain', () => {
  const evidence = virtualRun({ server: slow, outputTokens: 10, warmupS: 3, durationS: 8 })
  expect(durationCheck.judge(evidence).status).toBe('ok')
  const window = { ...evidence.measured.window, kind: 'requests' as const }
  expect(durationCheck.judge({ ...evidence, measured: { ...evidence.measured, window } }).status).toBe(
    'suspect',
  )
})

it('has nothing to judge without a reply', () => {
  const evidence = virtualRun({ edit: (r) => ({ ...r, status: 'timeout' }) })
  expect(durationCheck.judge(evidence).status).toBe('not_applicable')
})
