import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { createRandom } from '../statistics/random.ts'
import { type LengthDistribution, parseLengthDistribution, sampleLength } from './length-distribution.ts'

describe('parseLengthDistribution', () => {
  it.each([
    ['512', { kind: 'constant', tokens: 512 }],
    [' 512 ', { kind: 'constant', tokens: 512 }],
    ['uniform(256,1024)', { kind: 'uniform', min: 256, max: 1024 }],
    ['uniform( 1 , 1 )', { kind: 'uniform', min: 1, max: 1 }],
    ['normal(512,64)', { kind: 'normal', mean: 512, sd: 64 }],
    ['normal(96.5,0)', { kind: 'normal', mean: 96.5, sd: 0 }],
    ['lognormal(400,0.8)', { kind: 'lognormal', median: 400, sigma: 0.8 }],
    ['empirical(lengths.txt)', { kind: 'empirical_file', file: 'lengths.txt' }],
    ['empirical(my (old), lengths.txt)', { kind: 'empirical_file', file: 'my (old), lengths.txt' }],
  ])('reads %s', (text, expression) => {
    expect(parseLengthDistribution(text)).toEqual(expression)
  })

  it.each([
    ['', 'neither a whole number'],
    ['0', 'the length must be from 1 to 10000000, and "0" (character 1) isn\'t'],
    ['-5', 'neither a whole number'],
    ['1.5', 'neither a whole number'],
    ['NaN', 'neither a whole number'],
    ['1e3', 'neither a whole number'],
    ['10000001', 'must be from 1 to 10000000'],
    ['9'.repeat(400), 'must be from 1 to 10000000'],
    ['unifrom(1,2)', '"unifrom" isn\'t a known distribution'],
    ['constructor(1,2)', '"constructor" isn\'t a known distribution'],
    ['uniform', 'neither a whole number'],
    ['uniform()', 'uniform(min,max) takes two arguments and 0 were given'],
    ['uniform(1)', 'takes two arguments and 1 was given'],
    ['uniform(1,2,3)', 'takes two arguments and 3 were given'],
    ['uniform(256, abc)', 'max must be a number, and "abc" (character 14) isn\'t'],
    ['uniform(1.5,3)', 'min must be a whole number of tokens'],
    ['uniform(9,3)', 'max (3) is below min (9)'],
    ['uniform(0,3)', 'min must be from 1'],
    ['normal(512,-1)', 'the standard deviation must be from 0'],
    ['normal(0.5,1)', 'the mean must be from 1'],
    ['normal(,1)', 'the mean must be a number'],
    ['lognormal(400,11)', 'sigma must be from 0 to 10'],
    ['lognormal(Infinity,1)', 'the median must be a number'],
    ['empirical( )', 'needs the name of a file'],
    ['uniform(1,2', 'neither a whole number'],
    ['uniform(1,2)x', 'neither a whole number'],
  ])('refuses %j', (text, why) => {
    const error = thrownError('usage', () => parseLengthDistribution(text))
    expect(error.message).toContain(why)
    expect(error.hint).toContain(
      'uniform(min,max), normal(mean,sd), lognormal(median,sigma), empirical(file)',
    )
    expect(error.message.length).toBeLessThan(300)
  })
})

describe('sampleLength', () => {
  const draws = 20_000

  function samples(distribution: LengthDistribution): number[] {
    const random = createRandom(7)
    return Array.from({ length: draws }, () => sampleLength(distribution, random))
  }

  it('gives a constant', () => {
    expect(new Set(samples({ kind: 'constant', tokens: 512 }))).toEqual(new Set([512]))
  })

  it('gives every whole number of a uniform range alike, both ends included', () => {
    const counts = new Map<number, number>()
    for (const length of samples({ kind: 'uniform', min: 3, max: 6 }))
      counts.set(length, (counts.get(length) ?? 0) + 1)
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([3, 4, 5, 6])
    // 5000 each, of standard deviation 61.
    for (const count of counts.values()) expect(Math.abs(count - draws / 4)).toBeLessThan(5 * 61)
  })

  it('gives a normal its mean and standard deviation', () => {
    const lengths = samples({ kind: 'normal', mean: 512, sd: 64 })
    const mean = lengths.reduce((sum, length) => sum + length, 0) / draws
    const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / draws
    expect(Math.abs(mean - 512)).toBeLessThan((5 * 64) / Math.sqrt(draws))
    expect(Math.abs(Math.sqrt(variance) - 64)).toBeLessThan(2)
  })

  it('gives a lognormal its median, and sigma to its logarithm', () => {
    const logs = samples({ kind: 'lognormal', median: 400, sigma: 0.8 })
      .map((length) => Math.log(length))
      .sort((a, b) => a - b)
    const mean = logs.reduce((sum, log) => sum + log, 0) / draws
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / draws
    expect(Math.exp(logs[draws / 2]!)).toBeGreaterThan(385)
    expect(Math.exp(logs[draws / 2]!)).toBeLessThan(415)
    expect(Math.abs(Math.sqrt(variance) - 0.8)).toBeLessThan(0.03)
  })

  it('gives only the lengths of an empirical one, each as often as it is there', () => {
    const lengths = samples({ kind: 'empirical', lengths: [10, 20, 20, 30] })
    expect(new Set(lengths)).toEqual(new Set([10, 20, 30]))
    expect(Math.abs(lengths.filter((length) => length === 20).length - draws / 2)).toBeLessThan(5 * 71)
  })

  it('clamps to whole numbers from 1 to the longest', () => {
    const wide: LengthDistribution[] = [
      { kind: 'normal', mean: 1, sd: 10_000_000 },
      { kind: 'lognormal', median: 10_000, sigma: 10 },
    ]
    for (const distribution of wide) {
      const lengths = samples(distribution)
      expect(lengths.every((length) => Number.isInteger(length))).toBe(true)
      expect(Math.min(...lengths)).toBe(1)
      expect(Math.max(...lengths)).toBe(10_000_000)
    }
  })
})
