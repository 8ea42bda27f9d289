import { afterAll, expect, test } from 'vitest'
import type { RequestRecord } from '../../src/record/request-record.ts'
import { scratch } from '../support/tare.ts'
import { binomialRange } from './binomial-range.ts'
import { type Coverage, coverageLine, coverageOf } from './coverage.ts'
import { type KnownQueue, knownQueue } from './known-queue.ts'
import { measure } from './measure.ts'
import { type RealRun, realRun } from './real-run.ts'
import { poissonPlan, virtualRun } from './virtual-run.ts'

/*
 * The built program against the built simulator in real time, with kernel stamps: services of 10 and 20 ms, so that half a
 * millisecond of lateness, which two busy cores bring about, is small. Nothing is subtracted. What it comes to is printed:
 * the simulator's lateness, the way over loopback, and how much longer requests waited at the server than those of
 * the same plan do in virtual time, where nothing is late.
 *
 * More than half must wait in each: the median wait must not lie on the law's atom at 0, which no clock can hit. A run
 * that says itself that its latency can't be believed (both cores busy with something else) doesn't count, and most must.
 */
const seeds = 5
const fewestBelieved = 3
const seconds = 24
const queues = [
  knownQueue('M/M/1', 0.6, 10e6),
  knownQueue('M/D/1', 0.7, 10e6),
  knownQueue('M/M/4', 0.8, 20e6),
]

const space = scratch()
afterAll(() => space.remove())

test.each(queues)('$name, against a station in real time', async (queue) => {
  const runs: RealRun[] = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = await realRun(queue, seconds, seed, space)
    console.log(`${queue.name}, seed ${seed}: ${describeRun(queue, run, seed)}`)
    runs.push(run)
  }
  for (const coverage of coveragesOf(queue, runs)) console.log(`${queue.name}, ${coverageLine(coverage)}`)
  const believed = runs.filter(isBelieved)
  const tooBusy = 'the machine is too busy for runs that can be believed'
  expect(believed.length, tooBusy).toBeGreaterThanOrEqual(fewestBelieved)
  const coverages = coveragesOf(queue, believed)
  // The figures of a run are of one sample, and may all miss together: they count as one trial.
  const sum = (count: (coverage: Coverage) => number): number =>
    coverages.reduce((total, coverage) => total + count(coverage), 0)
  const printed = sum((coverage) => coverage.printed)
  const contained = sum((coverage) => coverage.contained)
  expect(printed).toBeGreaterThan(0)
  expect(contained / printed).toBeGreaterThanOrEqual(
    binomialRange(believed.length, 0.95)[0] / believed.length,
  )
})

/** Whether no check failed that touches the latency. */
function isBelieved({ summary }: RealRun): boolean {
  const touching = summary.verdict.checks.filter(
    ({ affects }) => affects.includes('e2e') || affects.includes('*'),
  )
  return touching.every(({ status }) => status !== 'invalid')
}

function coveragesOf({ laws }: KnownQueue, runs: readonly RealRun[]): readonly Coverage[] {
  const server = runs.map(({ atServer }) => measure(atServer).latency_ms)
  const client = runs.map(({ summary }) => summary.latency_ms)
  return [
    ...coverageOf(
      'waiting by the truth log,',
      laws.waiting,
      server.map(({ ttft }) => ttft),
    ),
    ...coverageOf(
      'response by the truth log,',
      laws.response,
      server.map(({ e2e }) => e2e),
    ),
    ...coverageOf(
      'response as printed,',
      laws.response,
      client.map(({ e2e }) => e2e),
    ),
  ]
}

function describeRun(queue: KnownQueue, { summary, atServer, added }: RealRun, seed: number): string {
  const { achieved_rate_per_s: rate } = summary.load
  const requests = seconds * queue.load.arrivalsPerSecond
  const inVirtualTime = virtualRun(queue, poissonPlan(queue, requests, seed))
  const longer = meanWaitUs(atServer) - meanWaitUs(inVirtualTime)
  const { status, checks } = summary.verdict
  const failed = checks.filter((check) => check.status === 'invalid').map(({ id }) => id)
  return [
    `${[status, ...failed].join(' ')}, ${summary.load.ok} requests, ${rate?.toFixed(1)} a second`,
    `the simulator was ${added.simulatorUs.toFixed(0)} us late`,
    `the way took ${added.wayUs.toFixed(0)} us`,
    `waits at the server were ${longer.toFixed(0)} us longer than in virtual time`,
  ].join('; ')
}

function meanWaitUs(records: readonly RequestRecord[]): number {
  const measured = records.filter(({ phase }) => phase === 'measure')
  const sumNs = measured.reduce((sum, { firstTokenNs, sentNs }) => sum + firstTokenNs! - sentNs!, 0)
  return sumNs / measured.length / 1e3
}
