import { describe, expect, it } from 'vitest'
import { loadFromFlags } from './load-from-flags.ts'
import type { RunFlags } from './run-flags.ts'

const unlimited = Number.POSITIVE_INFINITY
const load = (flags: RunFlags) => loadFromFlags(flags, 1)
const stage = (flags: RunFlags) => load(flags).stages[0]
const usageError = (message: string) =>
  expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) })

describe('loadFromFlags', () => {
  it.each<[RunFlags, object]>([
    [
      { rate: '10' },
      { kind: 'open', arrival: 'poisson', burstiness: 1, startRatePerSecond: 10, endRatePerSecond: 10 },
    ],
    [
      { rate: '0..2.5', arrival: 'constant' },
      { arrival: 'constant', startRatePerSecond: 0, endRatePerSecond: 2.5 },
    ],
    [
      { rate: '9', burstiness: '0.5' },
      { arrival: 'gamma', burstiness: 0.5 },
    ],
    [
      { rate: '9', arrival: 'gamma' },
      { arrival: 'gamma', burstiness: 1 },
    ],
    [
      { concurrency: '1..64', thinkTime: '200ms' },
      { kind: 'closed', startConcurrency: 1, endConcurrency: 64, querySize: 1, thinkTimeNs: 2e8 },
    ],
    [
      { concurrency: '2', querySize: '8' },
      { startConcurrency: 2, endConcurrency: 2, querySize: 8 },
    ],
    [{ querySize: '8' }, { startConcurrency: 1, querySize: 8 }],
    [{ rate: 'max' }, { kind: 'unpaced', durationNs: 30e9 }],
    [{ rate: 'Inf' }, { kind: 'unpaced' }],
    [{ rate: '9', duration: '1m30s' }, { durationNs: 90e9 }],
    [{ rate: '9', requests: '5' }, { durationNs: unlimited }],
    [{ rate: '9', requests: '5', duration: '10s' }, { durationNs: 10e9 }],
  ])('reads %j', (flags, expected) => {
    expect(stage(flags)).toMatchObject(expected)
  })

  it.each<[RunFlags, number]>([
    [{ rate: '9' }, 5e9],
    [{ rate: '9', requests: '5' }, 0],
    [{ rate: '9', requests: '5', duration: '10s' }, 0],
    [{ rate: '9', requests: '5', warmup: '1s' }, 1e9],
    [{ rate: '9', warmup: '0' }, 0],
  ])('warms up with %j', (flags, warmupNs) => {
    expect(load(flags).warmupNs).toBe(warmupNs)
  })

  it.each<[RunFlags, number]>([
    [{ rate: '9' }, unlimited],
    [{ rate: '9', maxConcurrency: '64' }, 64],
    [{ rate: 'max' }, 256],
    [{ rate: 'max', maxConcurrency: '8' }, 8],
    [{ rate: 'max', requests: '10' }, 256],
    [{ stage: ['1s rate=1', '1s rate=max'] }, 256],
  ])('limits what is in flight with %j', (flags, maxConcurrency) => {
    expect(load(flags).maxConcurrency).toBe(maxConcurrency)
  })

  it('reads stages', () => {
    const flags = {
      stage: [
        '30s rate=10',
        ' 60s  rate=10..100 arrival=constant ',
        '30s concurrency=1..16 think=200ms',
        '5s rate=max',
      ],
    }
    expect(load(flags).stages).toEqual([
      {
        kind: 'open',
        arrival: 'poisson',
        burstiness: 1,
        startRatePerSecond: 10,
        endRatePerSecond: 10,
        durationNs: 30e9,
      },
      {
        kind: 'open',
        arrival: 'constant',
        burstiness: 1,
        startRatePerSecond: 10,
        endRatePerSecond: 100,
        durationNs: 60e9,
      },
      {
        kind: 'closed',
        startConcurrency: 1,
        endConcurrency: 16,
        querySize: 1,
        thinkTimeNs: 2e8,
        durationNs: 30e9,
      },
      { kind: 'unpaced', durationNs: 5e9 },
    ])
  })

  it('lets a stage be a pause between others', () => {
    expect(load({ stage: ['1s rate=5', '1s rate=0', '1s rate=5'] }).stages).toHaveLength(3)
  })

  it.each<[RunFlags, string]>([
    [{ stage: ['30s rate=1'], rate: '3' }, "--rate doesn't go with --stage"],
    [{ stage: ['30s rate=1'], arrival: 'constant' }, "--arrival doesn't go with --stage"],
    [{ stage: ['30s rate=1'], duration: '3s' }, "--duration doesn't go with --stage"],
    [{ stage: ['rate=1'] }, "--stage 'rate=1': a stage begins with its duration"],
    [{ stage: [''] }, "--stage '': a stage begins with its duration"],
    [{ stage: ['30 rate=1'] }, "--stage '30 rate=1': \"30\" isn't a duration"],
    [{ stage: ['0s rate=1'] }, 'a stage must last longer than 0'],
    [{ stage: ['30s'] }, "--stage '30s': neither rate nor concurrency is given"],
    [{ stage: ['30s rat=1'] }, '"rat" isn\'t a word of a stage (did you mean rate?)'],
    [{ stage: ['30s rate'] }, 'rate has no value'],
    [{ stage: ['30s rate ='] }, 'rate has no value'],
    [{ stage: ['30s rate=1 rate=2'] }, 'rate is given twice'],
    [{ stage: ['30s rate=x'] }, "--stage '30s rate=x': rate: \"x\" isn't a rate"],
    [{ stage: ['30s rate=1..2..3'] }, 'a ramp has two ends'],
    [{ stage: ['30s rate=1 concurrency=2'] }, "concurrency doesn't go with rate"],
    [{ stage: ['30s concurrency=2 arrival=poisson'] }, "arrival doesn't go with concurrency"],
    [{ stage: ['30s rate=0'] }, '--stage: nothing would be sent'],
    [
      { stage: ['30s rate=1', '30s concurrency=1'], requests: '10' },
      'cannot end a run whose stages differ in kind',
    ],
    [{ rate: '1', thinkTime: '1s' }, "--think-time doesn't go with --rate"],
    [{ rate: '1', querySize: '8' }, "--query-size doesn't go with --rate: only a closed loop"],
    [{ rate: 'max', querySize: '8' }, "--query-size doesn't go with --rate"],
    [{ querySize: '0' }, '--query-size: "0" isn\'t a number of requests in a query'],
    [{ querySize: '8', requests: '12' }, "requests is 12, which isn't a multiple of query_size 8"],
    [
      { stage: ['1s concurrency=1 query=8', '1s concurrency=1'] },
      'query_size differs between stages: 8 and 1',
    ],
    [{ stage: ['1s concurrency=1'], querySize: '8' }, "--query-size doesn't go with --stage"],
    [{ concurrency: '1', arrival: 'poisson' }, "--arrival doesn't go with --concurrency"],
    [{ arrival: 'poisson' }, "--arrival doesn't go with --concurrency"],
    [{ rate: 'max', burstiness: '2' }, "--burstiness doesn't go with --rate"],
    [{ rate: '1', arrival: 'poisson', burstiness: '2' }, '--arrival poisson has no burstiness'],
    [{ rate: '1', burstiness: '0' }, '--burstiness: "0" isn\'t a burstiness'],
    [
      { rate: '1', arrival: 'poison' },
      '--arrival: "poison" isn\'t one of constant, poisson, gamma (did you mean poisson?)',
    ],
    [{ concurrency: '1..9', requests: '5' }, '--concurrency 1..9 is a ramp'],
    [{ concurrency: '1', thinkTime: '-1s' }, '--think-time: "-1s"'],
  ])('refuses %j', (flags, message) => {
    expect(() => load(flags)).toThrow(usageError(message))
  })

  it('does not repeat a huge stage', () => {
    try {
      load({ stage: [`30s ${'x'.repeat(1e6)}=1`] })
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(300)
      return
    }
    throw new Error('nothing was thrown')
  })
})
