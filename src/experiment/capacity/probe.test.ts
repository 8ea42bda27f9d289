import { describe, expect, test } from 'vitest'
import type { ProbeOrder } from '../../analysis/capacity/capacity-probe.ts'
import type { CheckResult, Summary } from '../../metrics/summary.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import type { RunFlags } from '../../plan/run-flags.ts'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { probePlan } from './probe-plan.ts'
import { probeResult } from './probe-result.ts'

const around = { cores: 2, platform: 'linux', now: new Date(0), randomSeed: 1 }
const planOf = (flags: RunFlags) => planFromFlags({ url: 'http://127.0.0.1:1', ...flags }, around)
const order: ProbeOrder = { phase: 'refine', axis: 'rate', load: 12.5, durationSeconds: 40, seed: 99 }

describe('probePlan', () => {
  test('is the base plan at the load and with the seed that are ordered', () => {
    const base = planOf({ rate: '3', arrival: 'gamma', burstiness: '0.5', warmup: '4s', requests: '10' })
    const { load, workload, output, target } = probePlan(base, order, 'here')
    expect(load).toEqual({
      ...base.load,
      seed: 99,
      requests: Number.POSITIVE_INFINITY,
      stages: [
        {
          kind: 'open',
          durationNs: 40e9,
          startRatePerSecond: 12.5,
          endRatePerSecond: 12.5,
          arrival: 'gamma',
          burstiness: 0.5,
        },
      ],
    })
    expect([workload.seed, output.dir, target]).toEqual([99, 'here', base.target])
  })

  test('of a closed loop keeps the think time', () => {
    const base = planOf({ concurrency: '2', thinkTime: '1s' })
    const { load } = probePlan(base, { ...order, axis: 'concurrency', load: 8 }, 'here')
    const stage = { kind: 'closed', startConcurrency: 8, endConcurrency: 8, thinkTimeNs: 1e9 }
    expect(load.stages).toEqual([expect.objectContaining(stage)])
  })
})

describe('probeResult', () => {
  const objective = {
    objective: 'ttft.p99 < 300ms',
    metric: 'ttft',
    value: 268,
    ci95: [240, 290],
    unit: 'ms',
    limit: 300,
    status: 'met',
    beyond: { share: 0.004, ci95: [0.002, 0.007], allowed: 0.01 },
    n: 4797,
  } as const
  const failing = (id: string, affects: readonly string[]): CheckResult => ({
    id,
    status: 'invalid',
    statistic: 1,
    threshold: 0,
    n: 1,
    affects,
    message: 'so it is',
    remedy: null,
  })
  const resultOf = (...checks: readonly CheckResult[]) => {
    const summary: Summary = {
      ...streamedOpenLoop,
      objectives: [objective],
      verdict: { status: 'INVALID', checks },
    }
    return probeResult(order, summary, 44)
  }

  test('hands on what the run says of each objective', () => {
    expect(resultOf()).toEqual({
      order,
      spentSeconds: 44,
      overloaded: false,
      invalid: false,
      objectives: [{ beyond: 0.004, ci95: [0.002, 0.007], allowed: 0.01 }],
    })
  })

  test('overload is an answer, and what makes the objective’s metric INVALID decides nothing', () => {
    expect(resultOf(failing('overload', ['ttft', 'e2e']))).toMatchObject({ overloaded: true, invalid: false })
    expect(resultOf(failing('conservation', ['*']))).toMatchObject({ invalid: true, objectives: [] })
    expect(resultOf(failing('timestamp-error', ['ttft']))).toMatchObject({ invalid: true })
    expect(resultOf(failing('lateness', ['ttft_from_plan']))).toMatchObject({ invalid: false })
  })
})
