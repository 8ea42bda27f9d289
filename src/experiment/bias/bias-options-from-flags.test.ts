import { expect, test } from 'vitest'
import { biasOptionsFromFlags } from './bias-options-from-flags.ts'
import { defaultRates } from './default-rates.ts'

const around = { cores: 2, temporaryFolder: '/tmp/own', randomSeed: 9 }

test('without flags: rates up to 30k for 30 us of work, one process less than cores but two at least', () => {
  expect(biasOptionsFromFlags({}, around)).toEqual({
    rates: [5000, 10_000, 15_000, 20_000, 25_000, 30_000],
    beyondSaturation: false,
    pattern: 'stepping',
    eventWorkNs: 30_000,
    processes: 2,
    streams: null,
    durationNs: 4e9,
    replyNs: 1e9,
    seed: 9,
    folder: '/tmp/own/bias',
    keep: false,
  })
  expect(biasOptionsFromFlags({}, { ...around, cores: 8 }).processes).toBe(7)
})

test('rates are put in order, each once, and all of them are run', () => {
  const { rates, beyondSaturation } = biasOptionsFromFlags({ rates: '20000,5000,20000' }, around)
  expect(rates).toEqual([5000, 20_000])
  expect(beyondSaturation).toBe(true)
})

test('quick is shorter in every way', () => {
  const quick = biasOptionsFromFlags({ quick: true }, around)
  expect(quick.rates).toEqual([10_000, 20_000, 30_000])
  expect(quick).toMatchObject({ durationNs: 1e9, replyNs: 0.5e9 })
})

test('rates fit the work, up to what the simulator can do', () => {
  expect(defaultRates(67_000, false)).toEqual([2500, 5000, 7500, 10_000, 13_000, 15_000])
  expect(defaultRates(0, false)).toEqual([26_000, 45_000])
  expect(defaultRates(10e6, false).every((rate) => rate > 0)).toBe(true)
})

test.each([
  [{ pattern: 'random' }, '--pattern: "random" isn\'t one of stepping, own-phases'],
  [{ rates: '0' }, '--rates: "0" isn\'t a rate in tokens per second'],
  [{ rates: '' }, '--rates: "" isn\'t a rate'],
  [{ rates: '5000,,' }, '--rates: "" isn\'t a rate'],
  [{ rates: '-5' }, '--rates: "-5" isn\'t a rate'],
  [{ rates: '1e999' }, '--rates: "1e999" isn\'t a rate'],
  [{ processes: '1' }, '--processes: "1" isn\'t several processes: it must be a whole number from 2 to 256'],
  [{ processes: '2.5' }, '--processes: "2.5" isn\'t several processes'],
  [{ streams: '0' }, '--streams: "0" isn\'t a number of streams'],
  [{ work: '30' }, '--work: "30" isn\'t a duration: it has no unit'],
  [{ work: '1s' }, '--work: 1s for every token event'],
  [{ work: '-1us' }, '--work: "-1us" isn\'t a duration: a duration can\'t be negative'],
  [{ duration: '10ms' }, '--duration: 10ms is too short'],
  [{ seed: 'x' }, '--seed: "x" isn\'t a seed'],
  [{ out: '' }, '--out: '],
])('%o is refused by name', (flags, message) => {
  expect(() => biasOptionsFromFlags(flags, around)).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
  )
})
