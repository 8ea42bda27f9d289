import { describe, expect, test } from 'vitest'
import { errorQuantilesUs, readTruthLog, tokenErrors } from './truth.ts'

// Low half just below 2^32, so that offsets carry into the high half.
const epochUnixNs = (410_000_000n << 32n) + 0xffff_ff00n

function truthLog(requests: readonly { id: string; offsetsNs: readonly bigint[] }[]): Uint8Array {
  return Buffer.concat(
    requests.map(({ id, offsetsNs }) => {
      const entry = Buffer.alloc(68 + 8 * offsetsNs.length)
      entry.write(id)
      entry.writeUInt32LE(offsetsNs.length, 64)
      offsetsNs.forEach((ns, i) => {
        entry.writeBigUInt64LE(epochUnixNs + ns, 68 + 8 * i)
      })
      return entry
    }),
  )
}

describe('readTruthLog', () => {
  test('gives times relative to the epoch, exact to the nanosecond', () => {
    const offsetsNs = [-3_600_000_000_001n, -1n, 0n, 255n, 256n, 86_400_000_000_001n]
    const truth = readTruthLog(truthLog([{ id: 'a', offsetsNs }]), epochUnixNs)
    expect([...truth.get('a')!]).toEqual(offsetsNs.map(Number))
  })

  test('reads several requests, with none or some tokens, at any alignment', () => {
    const log = truthLog([
      { id: '', offsetsNs: [1n] },
      { id: 'x'.repeat(63), offsetsNs: [] },
      { id: 'é-1', offsetsNs: [2n, 3n] },
    ])
    const shifted = Buffer.concat([Buffer.alloc(3), log]).subarray(3)
    const truth = readTruthLog(shifted, epochUnixNs)
    expect([...truth].map(([id, times]) => [id, ...times])).toEqual([
      ['', 1],
      ['x'.repeat(63)],
      ['é-1', 2, 3],
    ])
  })

  test('keeps the later of two attempts', () => {
    const log = truthLog([
      { id: 'a', offsetsNs: [1n] },
      { id: 'a', offsetsNs: [5n, 6n] },
    ])
    expect([...readTruthLog(log, epochUnixNs).get('a')!]).toEqual([5, 6])
  })

  test.each([1, 67, 75])('refuses a log of %d bytes that should have 76', (length) => {
    expect(() =>
      readTruthLog(truthLog([{ id: 'a', offsetsNs: [1n] }]).subarray(0, length), epochUnixNs),
    ).toThrow(RangeError)
  })
})

describe('tokenErrors', () => {
  const truth = new Map([
    ['a', Float64Array.of(100, 200, 300)],
    ['b', Float64Array.of(100)],
  ])

  test('is recorded − written of the tokens that both have, ascending', () => {
    const errors = tokenErrors(truth, [
      { requestId: 'a', tokenNs: [110, 205] },
      { requestId: 'b', tokenNs: [99, 500] },
      { requestId: 'c', tokenNs: [1] },
    ])
    expect(errors).toEqual({
      errorNs: Float64Array.of(-1, 5, 10),
      requests: 3,
      unknown: 1,
      shorter: 1,
      longer: 1,
    })
  })

  test('refuses a request that was recorded twice', () => {
    const record = { requestId: 'a', tokenNs: [] }
    expect(() => tokenErrors(truth, [record, record])).toThrow(RangeError)
  })
})

test('errorQuantilesUs is in microseconds', () => {
  const errorNs = Float64Array.from({ length: 1001 }, (_, i) => i * 1000)
  expect(errorQuantilesUs(errorNs)).toEqual({
    tokens: 1001,
    min: 0,
    p50: 500,
    p99: 990,
    p99_9: 999,
    max: 1000,
  })
})
