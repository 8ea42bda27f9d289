import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'
import { poissonGaps } from './poisson-gaps.ts'

const random = createRandom(3)

function judged(ratePerSecond: number, sent: ArrayLike<number>): ReturnType<typeof poissonGaps.judge> {
  return poissonGaps.judge(openRun({ arrival: 'poisson', ratePerSecond, sent }))
}

describe('is ok', () => {
  it('of a Poisson process, late by as much as it may be', () => {
    expect(poissonGaps.judge(virtualRun())).toMatchObject({ status: 'ok', threshold: 0.1 })
    expect(poissonGaps.judge(virtualRun({ latenessUs: 300 })).status).toBe('ok')
  })

  it('of 200/s that leave in turns of a millisecond', () => {
    const turns = times.poisson(random, 200, 60).map((at, i) => Math.ceil(at * 1e3) / 1e3 + (i % 7) * 1e-5)
    expect(judged(200, turns).status).toBe('ok')
  })
})

describe('finds', () => {
  it.each([
    ['even gaps', 'invalid', times.constant(20, 60)],
    ['rescaled gaps at the turn of each second', 'suspect', times.wholeSecondPoisson(random, 1, 1200)],
    ['bursts at the turn of each second', 'invalid', times.secondBoundaryBursts(5, 200)],
    ['gamma arrivals, burstier', 'invalid', times.gamma(random, 20, 0.25, 60)],
    ['gamma arrivals, more even', 'invalid', times.gamma(random, 20, 4, 60)],
  ])('%s', (_, status, sent) => {
    const finding = judged(sent.length / sent.at(-1)!, sent)
    expect(finding).toMatchObject({ status, affects: ['*'] })
    expect(finding.message).toMatch(
      /^gaps between the sends of stage 0 are not exponential \(D = 0\.\d+, p = \de[-+]\d+\)/,
    )
  })

  it('nothing wrong with the gaps of workers with one seed: that is for gap-independence', () => {
    expect(judged(20, times.sameSeedWorkers(random, 20, 4, 100)).status).toBe('ok')
  })
})

it.each([
  ['too few sends', openRun({ arrival: 'poisson', ratePerSecond: 20, sent: times.constant(20, 14) })],
  [
    'gaps too short to be told from harmless lateness',
    openRun({ arrival: 'poisson', ratePerSecond: 500, sent: times.constant(500, 5) }),
  ],
  [
    'sends that --max-concurrency held',
    openRun({
      arrival: 'poisson',
      ratePerSecond: 20,
      sent: times.constant(20, 60).map((at) => 1 + at),
      planned: times.constant(20, 60),
      maxConcurrency: 1,
      took: 0.04,
    }),
  ],
  ['constant arrivals', openRun({ arrival: 'constant', ratePerSecond: 20, sent: times.constant(20, 60) })],
  ['a closed loop', virtualRun({ load: { kind: 'closed', concurrency: 2 } })],
])('doesn’t judge %s', (_, evidence) => {
  expect(poissonGaps.judge(evidence).status).toBe('not_applicable')
})
