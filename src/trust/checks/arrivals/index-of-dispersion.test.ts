import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'
import { indexOfDispersionCheck } from './index-of-dispersion.ts'

const random = createRandom(8)

describe('is ok, and says what is expected', () => {
  it.each([
    [1, 'Poisson', openRun({ arrival: 'poisson', ratePerSecond: 20, sent: times.poisson(random, 20, 120) })],
    [
      1.98,
      'gamma (burstiness 0.5)',
      openRun({
        arrival: 'gamma',
        ratePerSecond: 50,
        burstiness: 0.5,
        sent: times.gamma(random, 50, 0.5, 120),
      }),
    ],
    [
      0.258,
      'gamma (burstiness 4)',
      openRun({ arrival: 'gamma', ratePerSecond: 20, burstiness: 4, sent: times.gamma(random, 20, 4, 120) }),
    ],
    [0.00833, 'constant', openRun({ arrival: 'constant', ratePerSecond: 20, sent: times.constant(20, 60) })],
  ])('%d of %s arrivals', (expected, name, evidence) => {
    const finding = indexOfDispersionCheck.judge(evidence)
    expect(finding.status).toBe('ok')
    expect(finding.message).toMatch(
      /^the index of dispersion of sends in windows of (100 ms|1 s|10 s) is [\d.]+, and /,
    )
    const said = Number(/and ([\d.]+) is expected of/.exec(finding.message)![1])
    expect(Math.abs(said / expected - 1)).toBeLessThan(0.05)
    expect(finding.message).toContain(`expected of ${name} arrivals`)
  })

  it('at a rate at which gaps can’t be judged', () => {
    const load = { kind: 'open', arrival: 'poisson', ratePerSecond: 300 } as const
    expect(indexOfDispersionCheck.judge(virtualRun({ load, durationS: 10 })).status).toBe('ok')
  })
})

describe('is not ok', () => {
  it.each([
    ['suspect', 'bursts', 'workers that share a seed', times.sameSeedWorkers(random, 50, 2, 600)],
    ['invalid', 'bursts', 'four of them', times.sameSeedWorkers(random, 50, 4, 120)],
    ['invalid', 'more evenly', 'even spacing', times.constant(50, 120)],
    ['invalid', 'more evenly', 'a fixed number in each second', times.secondBoundaryBursts(5, 120)],
  ])('%s: %s of %s under a Poisson label', (status, word, _, sent) => {
    const ratePerSecond = sent.length / sent.at(-1)!
    const finding = indexOfDispersionCheck.judge(openRun({ arrival: 'poisson', ratePerSecond, sent }))
    expect(finding.status).not.toBe('ok')
    if (status === 'invalid') expect(finding.status).toBe('invalid')
    expect(finding.message).toContain(word)
    expect(Number.isFinite(finding.statistic)).toBe(true)
  })

  it('of constant arrivals with exponential gaps, as inference-perf’s, at any rate', () => {
    const sent = times.rescaledGaps(random, 1000, 0, 10)
    const finding = indexOfDispersionCheck.judge(openRun({ arrival: 'constant', ratePerSecond: 1000, sent }))
    expect(finding).toMatchObject({ status: 'invalid', threshold: 0.5, affects: ['*'] })
  })
})

it('doesn’t judge a run of few windows', () => {
  const short = openRun({ arrival: 'poisson', ratePerSecond: 8, sent: times.poisson(random, 8, 30) })
  expect(indexOfDispersionCheck.judge(short).status).toBe('not_applicable')
})
