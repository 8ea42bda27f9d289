import { describe, expect, test } from 'vitest'
import { cite } from './cite.ts'
import { bothOf, envelopeOf, errorsOf, loadOf, pointOf } from './fixtures/envelope-of.ts'

const small = bothOf(16, 38)
const large = bothOf(64, 75.2)
const envelope = envelopeOf([...large, ...small])

test('inside, by the smallest load that is at least the run’s', () => {
  expect(cite(envelope, loadOf())).toEqual({
    state: 'inside',
    error_us: { p50: 9.5, p99: 19, p99_9: 38 },
    calibrated_at: '2026-10-01T12:00:00.000Z',
    message: 'inside the calibrated envelope: ≤ 38 µs at p99.9',
  })
  expect(cite(envelope, loadOf({ streams: 17 })).message).toContain('≤ 76 µs')
})

test('a load equal to a calibrated one is inside by it', () => {
  const equal = loadOf({ streams: 64, tokensPerSecond: 3200, requestsPerSecond: 64 })
  expect(cite(envelope, equal).error_us?.p99_9).toBe(75.2)
})

test('of two measurements of the same load the worse counts', () => {
  const twice = envelopeOf([...bothOf(16, 38), ...bothOf(16, 55)])
  expect(cite(twice, loadOf()).error_us?.p99_9).toBe(55)
})

test('the burstiness that fared worse counts, figure by figure', () => {
  const own = pointOf(16, 50, { burstiness: 'own-phases' })
  const stepping = pointOf(16, 0, { kernel_error_us: { p50: 20, p99: 21, p99_9: 22, max: 23 } })
  expect(cite(envelopeOf([own, stepping]), loadOf()).error_us).toEqual({ p50: 20, p99: 25, p99_9: 50 })
})

test('without kernel stamps the process’s own errors count', () => {
  const points = bothOf(16, 0, { kernel_error_us: null, user_error_us: errorsOf(400) })
  const portable = envelopeOf(points, { key: { ...envelope.key, transport: 'portable' } })
  expect(cite(portable, loadOf({ timestampSource: 'user' })).message).toContain('≤ 400 µs')
})

test('a quick calibration says so, inside and outside', () => {
  const quick = envelopeOf(small, { quick: true })
  expect(cite(quick, loadOf()).message).toBe(
    'inside the calibrated envelope: ≤ 38 µs at p99.9 (quick calibration)',
  )
  expect(cite(quick, loadOf({ streams: 99 })).message).toContain('envelope (quick calibration): 99 in flight')
})

describe('outside', () => {
  const outside = 'outside the calibrated envelope: '

  test.each([
    [{ streams: 65 }, '65 in flight, calibrated up to 64'],
    [{ tokensPerSecond: 3200.5 }, '3201 tok/s, calibrated up to 3200'],
    [{ requestsPerSecond: 100 }, '100 req/s, calibrated up to 64'],
    [
      { streams: 70, requestsPerSecond: 70 },
      '70 in flight, calibrated up to 64; 70 req/s, calibrated up to 64',
    ],
    [{ workers: 3 }, '3 workers, calibrated up to 1'],
    [{ timestampSource: 'user' }, 'arrivals stamped in user space, and calibrated with kernel stamps'],
  ])('by %j', (more, why) => {
    expect(cite(envelope, loadOf(more))).toEqual({
      state: 'outside',
      error_us: null,
      calibrated_at: '2026-10-01T12:00:00.000Z',
      message: outside + why,
    })
  })

  test('but over TLS, which no load could be calibrated for', () => {
    const { state, message } = cite(envelope, loadOf({ tls: true }))
    expect([state, message]).toEqual(['none', 'over TLS, and calibration is over plain HTTP'])
  })

  test('what is within each limit but not together', () => {
    const requests = bothOf(8, 30, { tokens_per_s: 1000, requests_per_s: 500 })
    const load = loadOf({ streams: 50, requestsPerSecond: 300 })
    expect(cite(envelopeOf([...large, ...requests]), load).message).toBe(
      `${outside}50 in flight, 500 tok/s, 300 req/s: calibrated each, but not together`,
    )
  })

  test('a load that failed the criterion covers nothing', () => {
    const failed = envelopeOf([...small, ...bothOf(64, 2000, { outcome: 'client', reason: 'error' })])
    expect(cite(failed, loadOf({ streams: 20 })).state).toBe('outside')
  })

  test('the burstiness that was calibrated less far limits', () => {
    const uneven = envelopeOf([...small, pointOf(64, 75)])
    expect(cite(uneven, loadOf({ streams: 20 })).message).toContain('20 in flight, calibrated up to 16')
    expect(cite(envelopeOf([pointOf(64, 75)]), loadOf()).message).toContain('their own phases')
    expect(cite(envelopeOf([]), loadOf({ workers: 0 })).state).toBe('outside')
  })
})

test('a load of fewer workers covers a run of more, and none the other way round', () => {
  const both = envelopeOf([...small, ...bothOf(256, 90, { workers: 3 })])
  expect(cite(both, loadOf({ workers: 2 })).error_us?.p99_9).toBe(38)
  expect(cite(both, loadOf({ workers: 2, streams: 100 })).state).toBe('outside')
  expect(cite(both, loadOf({ workers: 3, streams: 100 })).error_us?.p99_9).toBe(90)
})

test('what more workers failed at isn’t covered by fewer', () => {
  const failed = pointOf(64, 3000, { workers: 3, outcome: 'client', reason: 'error' })
  const both = envelopeOf([...small, ...large, ...bothOf(8, 20, { workers: 3 }), failed])
  expect(cite(both, loadOf({ streams: 20 })).state).toBe('inside')
  expect(cite(both, loadOf({ streams: 20, workers: 3 })).state).toBe('outside')
  expect(cite(both, loadOf({ streams: 10, workers: 3 })).error_us?.p99_9).toBe(38)
})

test('where the kernel gives no stamps, its transport’s own errors count', () => {
  const unstamped = envelopeOf(bothOf(16, 0, { kernel_error_us: null, user_error_us: errorsOf(300) }))
  expect(cite(unstamped, loadOf({ timestampSource: 'user' })).error_us?.p99_9).toBe(300)
})
