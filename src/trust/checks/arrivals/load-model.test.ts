import { expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'
import { loadModel } from './load-model.ts'

const planned = times.poisson(createRandom(12), 50, 30)

/** At a server that takes that long, with so many in flight at most. */
function held(maxConcurrency: number, took: number): Evidence {
  const sent: number[] = []
  for (const [i, at] of planned.entries()) {
    sent.push(i < maxConcurrency ? at : Math.max(at, sent[i - maxConcurrency]! + took))
  }
  return openRun({ arrival: 'poisson', ratePerSecond: 50, planned, sent, took, maxConcurrency })
}

function called(model: string): Evidence {
  const { measured, ...rest } = virtualRun()
  return { ...rest, measured: { ...measured, load: { ...measured.load, model } } }
}

it('names an open loop, and its arrivals', () => {
  expect(loadModel.judge(virtualRun())).toMatchObject({
    status: 'ok',
    message: 'open loop, Poisson arrivals',
  })
  expect(loadModel.judge(held(100, 0.05))).toMatchObject({
    status: 'ok',
    message: 'open loop, Poisson arrivals, and --max-concurrency 100 was hardly reached',
  })
})

it('names a closed loop, and what its latencies are not', () => {
  const finding = loadModel.judge(virtualRun({ load: { kind: 'closed', concurrency: 4 } }))
  expect(finding.message).toMatch(/^closed loop of 4: .* not for users who come on their own$/)
  expect(finding.status).toBe('ok')
})

it('calls a load partly open when --max-concurrency held some of it', () => {
  const finding = loadModel.judge(held(5, 0.05))
  expect(finding).toMatchObject({ status: 'suspect', affects: ['*'], threshold: 0.001 })
  expect(finding.message).toMatch(
    /^the load was partly open: [\d.]+ % of sends waited for --max-concurrency 5, /,
  )
})

it('calls it closed in effect when it held most', () => {
  expect(loadModel.judge(held(4, 0.4)).message).toMatch(/^the load was closed in effect: 9\d/)
})

it('names an unpaced load, and one of several kinds', () => {
  expect(loadModel.judge(called('unpaced'))).toMatchObject({ status: 'ok' })
  expect(loadModel.judge(called('mixed'))).toMatchObject({ status: 'suspect', affects: ['*'] })
})
