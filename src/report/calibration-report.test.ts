import { expect, test } from 'vitest'
import { bothOf, envelopeOf, errorsOf, pointOf } from '../trust/calibration/fixtures/envelope-of.ts'
import { calibrationProgressLine, envelopeInWords, renderCalibration } from './calibration-report.ts'
import { displayWidth } from './printable.ts'
import { plainStyle } from './style.ts'

const limit = {
  workers: 1,
  tokens_per_s: 25_600,
  streams: 512,
  tokens_limited_by: 'client',
  requests_per_s: 2133,
  requests_limited_by: 'client',
} as const
const limits = [
  { ...limit, burstiness: 'own-phases' },
  { ...limit, burstiness: 'stepping', tokens_per_s: 12_800, streams: 256, tokens_limited_by: 'sender' },
] as const
const failed = pointOf(1024, 3200, { outcome: 'client', reason: 'error of 3200 µs at p99.9' })
const repeated = { ...failed, outcome: 'repeated' } as const
const envelope = envelopeOf([...bothOf(512, 410), ...bothOf(32, 38.2), repeated, failed], { limits })

test('kernel and user errors stand side by side, loads ascending', () => {
  const lines = renderCalibration(envelope, '/cache/envelope.json', plainStyle).split('\n')
  expect(lines.slice(0, 12)).toMatchInlineSnapshot(`
    [
      "CALIBRATION with 1 worker",
      "                                 CPU a  kernel   error    user   error  sender",
      "  streams  phases  tok/s  req/s worker     p50   p99.9     p50   p99.9     p99",
      "  replies of 50 tokens",
      "       32     own  1.60k   32.0   20 % 9.55 µs 38.2 µs 95.5 µs  382 µs 50.0 µs",
      "       32 in step  1.60k   32.0   20 % 9.55 µs 38.2 µs 95.5 µs  382 µs 50.0 µs",
      "      512     own  25.6k    512   20 %  103 µs  410 µs 1.02 ms 4.10 ms 50.0 µs",
      "      512 in step  25.6k    512   20 %  103 µs  410 µs 1.02 ms 4.10 ms 50.0 µs",
      "     1024 in step  51.2k  1.02k   20 %  800 µs 3.20 ms 8.00 ms 32.0 ms 50.0 µs",
      "      error of 3200 µs at p99.9; measured again",
      "     1024 in step  51.2k  1.02k   20 %  800 µs 3.20 ms 8.00 ms 32.0 ms 50.0 µs",
      "      error of 3200 µs at p99.9",
    ]
  `)
  for (const line of lines) expect([displayWidth(line) <= 78, line]).toEqual([true, line])
})

test('the envelope in a sentence: what both kinds of phases reach', () => {
  expect(envelopeInWords(envelope)).toEqual([
    'With 1 worker this machine measures at least 12.8k tok/s in 256 streams, and 2.13k req/s, ' +
      'with times wrong by at most 410 µs at p99.9 (a user-space clock: 4.10 ms).',
  ])
  const text = renderCalibration(envelope, '/cache/envelope.json', plainStyle)
  expect(text).toContain('“At least”: the search ended because the simulator could send no more.')
  expect(text).toContain('kept in         /cache/envelope.json')
})

test('where the client set every limit nothing is at least', () => {
  const own = envelopeOf(bothOf(32, 38), { limits: [limits[0], { ...limits[0], burstiness: 'stepping' }] })
  expect(renderCalibration(own, 'x', plainStyle)).not.toMatch(/at least/i)
})

test('a machine that kept nothing is told so, and nothing about limits', () => {
  const none = limits.map((each) => ({ ...each, tokens_per_s: null, streams: null, requests_per_s: null }))
  const text = renderCalibration(envelopeOf([failed], { limits: none }), 'x', plainStyle)
  expect(text.replace(/\s+/g, ' ')).toContain(
    'no load of both kinds of phases kept the criterion with 1 worker',
  )
  expect(text).not.toMatch(/at least/i)
})

test('without kernel stamps there is a dash for them', () => {
  const portable = envelopeOf(bothOf(32, 0, { kernel_error_us: null, user_error_us: errorsOf(300) }), {
    limits,
  })
  const text = renderCalibration(portable, 'x', plainStyle)
  expect(text).toMatch(/own .* — +— +75\.0 µs +300 µs +50\.0 µs/)
  expect(text).toContain('user-space stamps')
  expect(envelopeInWords(portable)[0]).toContain('wrong by at most 300 µs at p99.9.')
})

test('progress is a line a load', () => {
  expect(calibrationProgressLine(failed, plainStyle)).toBe(
    '1 worker  1024 streams in step  51.2k tok/s  p99.9 kernel 3.20 ms, user 32.0 ms (error of 3200 µs at p99.9)',
  )
})
