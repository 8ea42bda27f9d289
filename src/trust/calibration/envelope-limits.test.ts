import { expect, test } from 'vitest'
import { envelopeLimits, type LadderEnd } from './envelope-limits.ts'
import { bothOf, pointOf } from './fixtures/envelope-of.ts'

const ends = (['own-phases', 'stepping'] as const).flatMap((burstiness): LadderEnd[] => [
  { workers: 1, burstiness, kind: 'tokens', limitedBy: 'client' },
  { workers: 1, burstiness, kind: 'requests', limitedBy: 'sender' },
])
const requests = bothOf(8, 30, { reply_tokens: 2, tokens_per_s: 1000, requests_per_s: 500 })

test('tokens and streams are of the largest load, requests of whichever had most', () => {
  const points = [
    ...bothOf(16, 38),
    ...bothOf(64, 75),
    ...requests,
    pointOf(128, 3000, { outcome: 'client' }),
  ]
  expect(envelopeLimits(points, ends)).toEqual(
    (['own-phases', 'stepping'] as const).map((burstiness) => ({
      workers: 1,
      burstiness,
      tokens_per_s: 3200,
      streams: 64,
      tokens_limited_by: 'client',
      requests_per_s: 500,
      requests_limited_by: 'sender',
    })),
  )
})

test('nothing kept is null, and a search that has no end was ended by time', () => {
  const [, stepping] = envelopeLimits([pointOf(8, 3000, { outcome: 'client' })], [])
  expect(stepping).toEqual({
    workers: 1,
    burstiness: 'stepping',
    tokens_per_s: null,
    streams: null,
    tokens_limited_by: 'time',
    requests_per_s: null,
    requests_limited_by: 'time',
  })
})

test('what fewer workers kept counts for more of them, unless these failed at it', () => {
  const points = [...bothOf(16, 38), ...bothOf(64, 75), ...bothOf(8, 20, { workers: 3 })]
  const limitsOf = (more: readonly ReturnType<typeof pointOf>[]): (number | null)[] =>
    envelopeLimits([...points, ...more], ends).map(({ streams }) => streams)
  expect(limitsOf([])).toEqual([64, 64, 64, 64])
  expect(limitsOf([pointOf(64, 3000, { workers: 3, outcome: 'client' })])).toEqual([64, 64, 64, 16])
})
