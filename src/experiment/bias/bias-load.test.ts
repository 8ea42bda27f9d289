import { expect, test } from 'vitest'
import { offeredLoad } from '../../load/offered-load.ts'
import { biasLoad } from './bias-load.ts'
import { biasOptionsFromFlags } from './bias-options-from-flags.ts'

const around = { cores: 2, temporaryFolder: '/tmp/own', randomSeed: 9 }
const options = (
  flags: Parameters<typeof biasOptionsFromFlags>[0],
): ReturnType<typeof biasOptionsFromFlags> => biasOptionsFromFlags(flags, around)

test('streams grow with the rate, and each has a token every 20 ms', () => {
  const load = biasLoad(options({}), 20_000, 1)
  expect(load).toMatchObject({ gapMs: 20, streams: 400, replyTokens: 50 })
  expect(offeredLoad(load.plan.load).ratePerSecond).toBe(400)
  expect(load.plan.load.warmupNs).toBeGreaterThan(1e9)
  expect(load.plan.client).toEqual({ workers: 1, transport: 'kernel', pin: false, preflight: false })
})

test('with --streams their number stays, and the gaps shrink', () => {
  expect(biasLoad(options({ streams: '100' }), 10_000, 2)).toMatchObject({
    gapMs: 10,
    streams: 100,
    replyTokens: 100,
  })
  expect(biasLoad(options({ streams: '400' }), 1000, 2)).toMatchObject({ gapMs: 400, replyTokens: 8 })
})

test("streams that step together are the engine's, those with phases of their own a station with a server for each", () => {
  expect(biasLoad(options({}), 5000, 1).simulator.join(' ')).toBe(
    '--preset fast --step-base 20ms --step-per-sequence 0 --step-per-prefill-token 0',
  )
  expect(biasLoad(options({ pattern: 'own-phases' }), 5000, 1).simulator.join(' ')).toBe(
    '--station deterministic(1000ms) --servers 1000000',
  )
})

test('both numbers of processes get the same sends', () => {
  const [one, several] = [biasLoad(options({}), 5000, 1).plan, biasLoad(options({}), 5000, 2).plan]
  expect(one.load).toEqual(several.load)
  expect(one.workload).toEqual(several.workload)
})
