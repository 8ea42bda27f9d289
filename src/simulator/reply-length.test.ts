import { expect, test } from 'vitest'
import type { GenerationRequest } from './openai-request.ts'
import { promptTokens } from './prompt-tokens.ts'
import { replyLength } from './reply-length.ts'

const options = { medianTokens: 100, maxModelTokens: 1000, seed: 1 }
const asked: GenerationRequest = {
  endpoint: 'chat',
  prompt: promptTokens(['a b c d']),
  stream: true,
  includeUsage: false,
  maxTokens: undefined,
  minTokens: 0,
  ignoreEos: false,
}

test('ignore_eos gives exactly max_tokens, or all there is room for', () => {
  expect(replyLength({ ...asked, ignoreEos: true, maxTokens: 7 }, options, 0)).toEqual({
    tokens: 7,
    finishReason: 'length',
  })
  expect(replyLength({ ...asked, ignoreEos: true }, options, 0).tokens).toBe(996)
})

test('natural lengths lie about the median and differ between requests', () => {
  const lengths = Array.from({ length: 2000 }, (_, request) => replyLength(asked, options, request))
  expect(lengths.filter(({ tokens }) => tokens < 100).length / 2000).toBeCloseTo(0.5, 1)
  expect(new Set(lengths.map(({ tokens }) => tokens)).size).toBeGreaterThan(100)
  expect(lengths.filter(({ finishReason }) => finishReason === 'stop').length).toBeGreaterThan(1900)
})

test('max_tokens cuts a longer reply, min_tokens stretches a shorter one', () => {
  for (let request = 0; request < 200; request++) {
    const natural = replyLength(asked, options, request).tokens
    const capped = replyLength({ ...asked, maxTokens: 100 }, options, request)
    expect(capped).toEqual(
      natural <= 100 ? { tokens: natural, finishReason: 'stop' } : { tokens: 100, finishReason: 'length' },
    )
    expect(replyLength({ ...asked, minTokens: 120 }, options, request).tokens).toBe(Math.max(120, natural))
  }
})

test('a reply never leaves the model its room', () => {
  const tight = { ...options, maxModelTokens: 10 }
  for (let request = 0; request < 50; request++)
    expect(replyLength(asked, tight, request).tokens).toBeLessThanOrEqual(6)
})
