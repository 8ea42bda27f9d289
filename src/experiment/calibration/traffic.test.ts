import { describe, expect, test } from 'vitest'
import { simulatorOptions } from '../../cli/simulate.ts'
import { meanServiceTimeNs } from '../../simulator/service-law.ts'
import { burstinesses } from '../../trust/calibration/envelope.ts'
import { loadPlan } from './measure-load.ts'
import { type TrafficKind, traffic } from './traffic.ts'

const kinds: readonly TrafficKind[] = ['tokens', 'requests']

describe.each(kinds)('%s', (kind) => {
  test('both burstinesses are the same load, that grows with the streams', () => {
    const asked = (streams: number): number[] =>
      burstinesses.map((burstiness) => traffic({ kind, burstiness, streams }).askedTokensPerSecond)
    expect(new Set(asked(32)).size).toBe(1)
    expect(asked(64)[0]).toBeCloseTo(2 * asked(32)[0]!)
  })

  test.each(burstinesses)('%s is a plan that tare run takes', (burstiness) => {
    const load = traffic({ kind, burstiness, streams: 100 })
    const plan = loadPlan({ workers: 3, traffic: load, warmupNs: 0.6e9, measureNs: 0.75e9 }, 'portable')
    expect(plan.client).toEqual({ workers: 3, transport: 'portable', pin: false, preflight: false })
    expect(plan.load).toMatchObject({ seed: 1, warmupNs: 0.6e9 })
    expect(plan.load.stages).toMatchObject([{ kind: 'closed', startConcurrency: 100, durationNs: 0.75e9 }])
    expect(plan.workload.ignoreEos).toBe(true)
  })
})

test('streams with their own phases have a server each, whose replies take as long as those of an engine', () => {
  const { simulator } = traffic({ kind: 'tokens', burstiness: 'own-phases', streams: 100 })
  const [station, servers] = [simulator[simulator.indexOf('--station') + 1]!, simulator.at(-1)]
  const options = simulatorOptions({ station, servers: servers!, port: '0', host: 'localhost' })
  expect(options.station?.servers).toBe(100)
  expect(meanServiceTimeNs(options.station!.law) / 1e9).toBeCloseTo(26 * 0.02, 4)
})

test('streams that step together fit into one step, prompts and all', () => {
  const { simulator } = traffic({ kind: 'tokens', burstiness: 'stepping', streams: 4096 })
  const after = (flag: string): number => Number(simulator[simulator.indexOf(flag) + 1])
  expect(after('--max-num-seqs')).toBe(4096)
  expect(after('--max-batched-tokens')).toBeGreaterThanOrEqual(4096 * 17)
})
