import { expect, it } from 'vitest'
import { slowed } from '../fixtures/slowed.ts'
import { type VirtualRunOptions, virtualRun } from '../fixtures/virtual-run.ts'
import { steadyStateChecks } from './steady-state.ts'

const mm1 = { kind: 'station', servers: 1, meanServiceMs: 20, law: 'exponential' } as const
const poisson = (ratePerSecond: number) => ({ kind: 'open', arrival: 'poisson', ratePerSecond }) as const
const independent = (sigma: number) =>
  ({ kind: 'independent', medianTtftMs: 60, sigma, stepMs: 12, stepNoise: 0.1 }) as const

/** Stationary servers, most of them measured from empty, for far shorter than a busy queue takes to be itself. */
const stationary: Readonly<Record<string, VirtualRunOptions>> = Object.fromEntries(
  [10, 30, 120].flatMap((durationS): [string, VirtualRunOptions][] => [
    ...[0.5, 0.8, 0.9].flatMap((rho) =>
      [0, 5].map((warmupS): [string, VirtualRunOptions] => [
        `M/M/1 at ${rho}, ${warmupS} s of warm-up, ${durationS} s`,
        { load: poisson(50 * rho), server: mm1, warmupS, durationS, outputTokens: 2 },
      ]),
    ),
    ...[0.1, 0.5, 1.2].map((sigma): [string, VirtualRunOptions] => [
      `lognormal ${sigma}, ${durationS} s`,
      { load: poisson(20), server: independent(sigma), warmupS: 0, durationS, outputTokens: 8 },
    ]),
    [
      `gamma 0.3 at 0.6, ${durationS} s`,
      {
        load: { kind: 'open', arrival: 'gamma', burstiness: 0.3, ratePerSecond: 30 },
        server: mm1,
        warmupS: 3,
        durationS,
        outputTokens: 2,
      },
    ],
    [
      `closed loop of 8 at 4, ${durationS} s`,
      {
        load: { kind: 'closed', concurrency: 8 },
        server: { ...mm1, servers: 4, meanServiceMs: 80 },
        warmupS: 1,
        durationS,
        outputTokens: 2,
      },
    ],
    [
      `M/M/16 at 0.9 from empty, ${durationS} s`,
      {
        load: poisson(72),
        server: { ...mm1, servers: 16, meanServiceMs: 200 },
        warmupS: 0,
        durationS,
        outputTokens: 2,
      },
    ],
  ]),
)

function alarms(id: string | null, options: VirtualRunOptions, runs: number): string[] {
  return Array.from({ length: runs }, (_, seed) => virtualRun({ ...options, seed: 5000 + seed })).flatMap(
    (evidence) =>
      steadyStateChecks
        .filter((check) => id === null || check.id === id)
        .map((check) => ({ id: check.id, ...check.judge(evidence) }))
        .filter(({ status }) => status === 'suspect' || status === 'invalid')
        .map((finding) => `${finding.id}: ${finding.message}`),
  )
}

it('accuses at most 1 in 500 stationary runs', { timeout: 3_600_000 }, () => {
  const kinds = Object.entries(stationary)
  const found = kinds.flatMap(([kind, options]) =>
    alarms(null, options, 100).map((alarm) => `${kind}: ${alarm}`),
  )
  console.log(`${found.length} false alarms in ${kinds.length * 100} runs\n${found.join('\n')}`)
  expect(found.length).toBeLessThanOrEqual((kinds.length * 100) / 500)
})

/** Of runs of n requests, how many of 100 are found out. */
const spoilt = [
  // [what, check, sigma or rho, found at n = 200, 1000, 10 000 at least]
  ['first fifth twice as slow', 'warm-up', 0.1, [90, 95, 98]],
  ['first fifth twice as slow', 'warm-up', 0.4, [10, 80, 98]],
  ['20 % slower at the end', 'trend', 0.1, [0, 80, 98]],
  ['20 % slower at the end', 'trend', 0.4, [0, 3, 98]],
  ['overload', 'overload', 1.1, [0, 0, 95]],
  ['overload', 'overload', 1.3, [5, 80, 98]],
] as const

it.each(spoilt)('finds %s (%s, %d)', { timeout: 3_600_000 }, (what, id, size, least) => {
  const found = [200, 1000, 10_000].map((n) => alarms(id, spoiltRun(what, size, n), 100).length)
  console.log(`${what}, ${size}: ${found.join(', ')} % at n = 200, 1000, 10 000`)
  for (const [i, count] of found.entries()) expect(count).toBeGreaterThanOrEqual(least[i]!)
})

function spoiltRun(what: (typeof spoilt)[number][0], size: number, n: number): VirtualRunOptions {
  if (what === 'overload') {
    const load = poisson(50 * size)
    return { load, server: mm1, warmupS: 0, durationS: n / (50 * size), outputTokens: 2 }
  }
  const durationS = n / 20
  const factor = (share: number): number =>
    what === 'first fifth twice as slow' ? (share < 0.2 ? 2 : 1) : 1 + 0.2 * share
  return {
    load: poisson(20),
    server: independent(size),
    warmupS: 5,
    durationS,
    outputTokens: 8,
    edit: (record) => slowed(record, factor((record.plannedNs / 1e9 - 5) / durationS)),
  }
}
