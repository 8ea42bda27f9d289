import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DrivenSend, driveAll } from './fixtures/drive-pacer.ts'
import { closed, open, planOf, second, unpaced } from './fixtures/plan-of.ts'
import type { LoadPlan, LoadStage, PlannedSend } from './load-plan.ts'

/** A server that takes the same time for everything, so that even closed loops come out alike however they are split. */
const service = (): number => 0.3 * second

type Traffic = readonly Omit<PlannedSend, 'query'>[]

const traffic = (plan: LoadPlan, workers: number): Traffic =>
  driveAll(plan, workers, service).map(({ index, plannedNs, stage, phase }) => ({
    index,
    plannedNs,
    stage,
    phase,
  }))

const rate = fc.integer({ min: 0, max: 200 })
const durationNs = fc.integer({ min: 1, max: 3000 }).map((ms) => ms * 1e6)
const openStage: fc.Arbitrary<LoadStage> = fc
  .tuple(fc.constantFrom('constant', 'poisson', 'gamma'), rate, rate, durationNs, fc.constantFrom(0.2, 1, 5))
  .map(([arrival, from, to, duration, burstiness]) => open(arrival, [from, to], duration, burstiness))
const closedStage: fc.Arbitrary<LoadStage> = fc
  .tuple(fc.nat(20), durationNs, fc.constantFrom(0, 0.05 * second))
  .map(([concurrency, duration, think]) => closed(concurrency, duration, think))
/** A plan's closed stages with queries of a size. */
const ofQueries = (stages: readonly LoadStage[], querySize: number): readonly LoadStage[] =>
  stages.map((stage) => (stage.kind === 'closed' ? { ...stage, querySize } : stage))
const querySize = fc.constantFrom(1, 1, 3, 8)
const warmupNs = fc.constantFrom(0, 0.7 * second)
const seed = fc.nat()

describe('1, 2 and 7 workers send the same', () => {
  test('open loop: any process, ramps, warm-up, limits', () => {
    const requests = fc.constantFrom(Number.POSITIVE_INFINITY, 40)
    const maxConcurrency = fc.constantFrom(Number.POSITIVE_INFINITY, 1, 5, 100)
    const stages = fc.array(openStage, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        stages,
        warmupNs,
        requests,
        maxConcurrency,
        seed,
        (...[stages, warmup, requests, limit, seed]) => {
          const plan = planOf(stages, { warmupNs: warmup, requests, maxConcurrency: limit, seed })
          const one = traffic(plan, 1)
          expect(traffic(plan, 2)).toEqual(one)
          expect(traffic(plan, 7)).toEqual(one)
        },
      ),
    )
  })

  test('mixed stages, open and closed', () => {
    const stages = fc.array(fc.oneof(openStage, closedStage), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(stages, warmupNs, seed, querySize, (stages, warmup, seed, size) => {
        const plan = planOf(ofQueries(stages, size), { warmupNs: warmup, seed })
        // Which of its own indices a worker takes in a closed stage depends on what it has in flight from before.
        const anonymous = (sends: Traffic): Traffic =>
          sends.map((send) => (stages[send.stage]!.kind === 'open' ? send : { ...send, index: 0 }))
        const one = anonymous(traffic(plan, 1))
        expect(anonymous(traffic(plan, 2))).toEqual(one)
        expect(anonymous(traffic(plan, 7))).toEqual(one)
      }),
    )
  })

  test('mixed stages, with requests that end before their stage', () => {
    const stages = [
      open('poisson', 50, second),
      closed(5, 1.1 * second),
      open('gamma', 50, second),
      closed(3, second),
    ]
    const plan = planOf(stages, { warmupNs: 0.5 * second })
    const one = traffic(plan, 1)
    expect(one.length).toBeGreaterThan(100)
    // Each kind's indices begin anew, where those of the one before can't have come.
    const firsts = stages.map((_, stage) => one.find((send) => send.stage === stage)!.index)
    expect(firsts).toEqual([0, 2 ** 32, 2 * 2 ** 32, 3 * 2 ** 32])
    expect(traffic(plan, 2)).toEqual(one)
    expect(traffic(plan, 7)).toEqual(one)
  })

  test('as fast as possible', () => {
    const plan = planOf([unpaced()], { requests: 500, maxConcurrency: 10, warmupNs: second })
    const one = traffic(plan, 1)
    expect(traffic(plan, 2)).toEqual(one)
    expect(traffic(plan, 7)).toEqual(one)
  })
})

describe('whatever the stages and the server', () => {
  const anyStage = fc.oneof(openStage, closedStage, durationNs.map(unpaced))
  const stages = fc.array(anyStage, { minLength: 1, maxLength: 5 })
  const workers = fc.integer({ min: 1, max: 4 })

  function check(sends: readonly DrivenSend[], plan: LoadPlan): void {
    expect(new Set(sends.map((send) => send.index)).size).toBe(sends.length)
    for (const { index, plannedNs, sentNs, phase } of sends) {
      expect(Number.isSafeInteger(index)).toBe(true)
      expect(plannedNs).toBeLessThanOrEqual(sentNs)
      expect(phase).toBe(plannedNs < plan.warmupNs ? 'warmup' : 'measure')
    }
  }

  test('no index comes twice, nothing is early, phases go by the plan, and it ends', () => {
    fc.assert(
      fc.property(
        stages,
        workers,
        warmupNs,
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }),
        querySize,
        (...drawn) => {
          const [stages, workers, warmup, serviceMs, size] = drawn
          const plan = planOf(ofQueries(stages, size), { warmupNs: warmup, maxConcurrency: 9 })
          const sends = driveAll(plan, workers, ({ index }) => serviceMs[index % serviceMs.length]! * 1e6)
          check(sends, plan)
        },
      ),
    )
  })
})
