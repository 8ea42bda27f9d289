import { describe, expect, it } from 'vitest'
import { didYouMean, nearest, nearestNames } from './nearest.ts'

describe('nearest', () => {
  const arrivals = ['constant', 'poisson', 'gamma']

  it.each([
    ['poison', 'poisson'],
    ['possion', 'poisson'],
    ['POISSON', 'poisson'],
    ['constnat', 'constant'],
    ['gama', 'gamma'],
    ['const', 'constant'],
    ['g', 'gamma'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, arrivals)).toBe(meant)
  })

  it.each(['', 'uniform', 'x', 'zzzzzzz'])('suggests nothing for %j', (word) => {
    expect(nearest(word, arrivals)).toBeUndefined()
  })

  it('counts a swap of neighbours as one edit', () => {
    expect(nearest('ab', ['ba'])).toBe('ba')
    expect(nearest('ca', ['abc'])).toBeUndefined()
  })

  it('prefers the nearest of several', () => {
    expect(nearest('--ratee', ['--rates', '--rate', '--date'])).toBe('--rates')
    expect(nearest('--rat', ['--model', '--date', '--rate'])).toBe('--rate')
  })

  it('takes _ for -', () => {
    expect(nearest('input_tokens', ['output-tokens', 'input-tokens'])).toBe('input-tokens')
  })

  it.each([
    ['chat', 'openai-chat'],
    ['completions', 'openai-completions'],
    ['ch', undefined],
  ])('takes the part %s for %s', (word, meant) => {
    expect(nearest(word, ['openai-chat', 'openai-completions'])).toBe(meant)
  })

  it('does not guess between several that begin alike', () => {
    expect(nearest('open', ['openai-chat', 'openai-completions'])).toBeUndefined()
    expect(nearest('openai-comp', ['openai-chat', 'openai-completions'])).toBe('openai-completions')
  })

  it('does not compare a huge word letter by letter', () => {
    expect(nearest('x'.repeat(10_000_000), arrivals)).toBeUndefined()
  })

  it('words itself for the end of a message', () => {
    expect(didYouMean('gama', arrivals)).toBe(' (did you mean gamma?)')
    expect(didYouMean('uniform', arrivals)).toBe('')
  })
})

describe('nearestNames', () => {
  const settings = ['batch_size', 'max_batch_delay_ms', 'min_workers', 'max_workers', 'url']

  it.each<[string, readonly string[]]>([
    ['workers', ['min_workers', 'max_workers']],
    ['Worker', ['min_workers', 'max_workers']],
    ['batch', ['batch_size', 'max_batch_delay_ms']],
    ['min_worker', ['min_workers']],
    ['wo', []],
    ['orkers', []],
    ['rate', []],
    ['', []],
  ])('takes %j for %j', (word, meant) => {
    expect(nearestNames(word, settings)).toEqual(meant)
  })

  it('says nothing where a part is of many', () => {
    expect(nearestNames('max', ['max_a', 'max_b', 'max_c', 'max_d'])).toEqual([])
  })
})
