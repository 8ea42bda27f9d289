import { describe, expect, test } from 'vitest'
import { closed, open, planOf, second } from '../load/fixtures/plan-of.ts'
import { planWith } from './fixtures/plan-with.ts'
import { summaryContext, windowRule } from './summary-context.ts'

const ending = { runId: 'the-run', state: 'complete', stoppedNs: null } as const

describe('the window', () => {
  const plan = planWith(planOf([closed(2, 30 * second)], { warmupNs: 5 * second }))

  test('is the plan’s time after its warm-up', () => {
    expect(windowRule(plan, ending)).toEqual({
      kind: 'duration',
      startNs: 5 * second,
      endNs: 35 * second,
      cutShort: false,
    })
  })

  test('ends where sending was stopped by hand', () => {
    const stopped = windowRule(plan, { ...ending, state: 'interrupted', stoppedNs: 12 * second })
    expect(stopped).toMatchObject({ endNs: 12 * second, cutShort: false })
    const late = windowRule(plan, { ...ending, state: 'interrupted', stoppedNs: 36 * second })
    expect(late).toMatchObject({ endNs: 35 * second })
  })

  test('of a run that died ends with its records', () => {
    expect(windowRule(plan, { ...ending, state: 'recovered' })).toMatchObject({ cutShort: true })
  })

  test('of a run by number is what its requests took, even when there is a duration too', () => {
    const both = planWith(planOf([closed(2, 3600 * second)], { requests: 10 }))
    expect(windowRule(both, ending)).toEqual({ kind: 'requests' })
    expect(windowRule(planWith(planOf([closed(2)], { requests: 10 })), ending)).toEqual({ kind: 'requests' })
  })
})

describe('the load', () => {
  const contextOf = (load: Parameters<typeof planWith>[0]) =>
    summaryContext(planWith(load, { model: null, url: 'http://h' }), ending, 5n, {
      workers: 1,
      readDelayUs: null,
      errorBoundUs: null,
      cpuSeconds: 0,
      maxRssBytes: 0,
    } as never)

  test('of an open loop has its arrivals and mean rate', () => {
    const stages = [open('poisson', [10, 30], second), open('constant', 20, second)]
    expect(contextOf(planOf(stages)).load).toMatchObject({
      model: 'open',
      arrival: 'poisson, constant',
      concurrency: null,
      requestedRatePerSecond: 20,
    })
  })

  test('of a closed loop has its peak concurrency', () => {
    expect(contextOf(planOf([closed([1, 6], second)])).load).toMatchObject({
      model: 'closed',
      arrival: null,
      concurrency: 6,
      requestedRatePerSecond: null,
    })
  })

  test('stands beside what was measured', () => {
    expect(contextOf({})).toMatchObject({
      runId: 'the-run',
      epochUnixNs: 5n,
      state: 'complete',
      target: { url: 'http://h', api: 'openai-chat', model: '', stream: true },
    })
  })
})
