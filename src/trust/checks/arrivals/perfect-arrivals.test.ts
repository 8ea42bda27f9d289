import { expect, it } from 'vitest'
import { drawExponential } from '../../../statistics/draw-exponential.ts'
import { createRandom } from '../../../statistics/random.ts'
import { arrivalChecks } from '../arrivals.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'

const random = createRandom(1)

/** Rates, lengths and shapes at which every one of the checks has something to judge, some of them next to too little. */
const processes = [
  ['poisson', 10, 30, 1],
  ['poisson', 50, 30, 1],
  ['poisson', 60, 6, 1],
  ['poisson', 190, 10, 1],
  ['gamma', 50, 60, 0.5],
  ['gamma', 20, 60, 2],
  ['gamma', 50, 30, 10],
  ['gamma', 20, 100, 0.05],
  ['constant', 7, 60, 1],
  ['constant', 50, 30, 1],
] as const

// In 15 000 such runs there was one alarm, of a Poisson process whose counts happened to be nearly even.
it.each(processes)(
  'raises no alarm at perfect arrivals: %s, %d/s, %d s, burstiness %d',
  (arrival, rate, ends, burstiness) => {
    const alarms: string[] = []
    for (let run = 0; run < 60; run++) {
      const planned = {
        poisson: () => times.poisson(random, rate, ends),
        gamma: () => times.gamma(random, rate, burstiness, ends),
        constant: () => times.constant(rate, ends),
      }[arrival]()
      const sent = planned.map((at) => at + drawExponential(random, 60e-6))
      const evidence = openRun({ arrival, ratePerSecond: rate, burstiness, planned, sent, ends })
      for (const { id, judge } of arrivalChecks) {
        const { status, message } = judge(evidence)
        if (status === 'suspect' || status === 'invalid') alarms.push(`${id}: ${message}`)
      }
    }
    expect(alarms).toEqual([])
  },
)
