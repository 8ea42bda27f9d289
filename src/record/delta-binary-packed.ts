import { ByteWriter } from 'hyparquet-writer'
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js'

/*
 * Parquet's DELTA_BINARY_PACKED (apache/parquet-format, Encodings.md): a header, then blocks of 128 differences,
 * each with its least difference and four miniblocks of 32 that hold what lies above it in as few bits as fit.
 * Written here because hyparquet-writer turns to BigInt, some fifty times slower, for a page with one value beyond
 * 2^31: a stall of two seconds among ten million gaps.
 */
const blockValues = 128
const miniblocks = 4
const miniblockValues = blockValues / miniblocks
const differences = new Float64Array(blockValues)

/** Values this far apart have differences that doubles don't hold exactly. */
const exactRange = 2 ** 52

/**
 * Encodes whole numbers of a physical INT32 or INT64 column. Throws RangeError for what isn't a whole number of
 * 64 bits. The bytes are valid until the next call.
 */
export function deltaBinaryPacked(values: Float64Array): Uint8Array {
  if (!withinExactRange(values)) {
    const writer = new ByteWriter()
    deltaBinaryPack(writer, Array.from(values, BigInt), 'INT64')
    return writer.getBytes()
  }
  const out = scratch(encodedBytesAtMost(values.length))
  let at = appendVarint(out, 0, blockValues)
  at = appendVarint(out, at, miniblocks)
  at = appendVarint(out, at, values.length)
  at = appendZigzag(out, at, values[0] ?? 0)
  for (let start = 1; start < values.length; start += blockValues) {
    at = appendBlock(values, start, Math.min(start + blockValues, values.length), out, at)
  }
  return out.subarray(0, at)
}

function withinExactRange(values: Float64Array): boolean {
  let least = 0
  let most = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    // Written so that NaN and fractions fail.
    if (!(Math.floor(value) === value)) return false
    if (value < least) least = value
    if (value > most) most = value
  }
  return most - least < exactRange
}

function encodedBytesAtMost(count: number): number {
  return 32 + Math.ceil(count / blockValues) * (10 + miniblocks + blockValues * 8)
}

let reused = new Uint8Array(0)

function scratch(length: number): Uint8Array {
  if (reused.length < length) reused = new Uint8Array(length)
  return reused
}

function appendBlock(values: Float64Array, start: number, end: number, out: Uint8Array, at: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = start; i < end; i++) {
    const difference = values[i]! - values[i - 1]!
    differences[i - start] = difference
    if (difference < least) least = difference
  }
  differences.fill(least, end - start)
  const widthsAt = appendZigzag(out, at, least)
  let packedAt = widthsAt + miniblocks
  for (let miniblock = 0; miniblock < miniblocks; miniblock++) {
    const first = miniblock * miniblockValues
    const width = start + first < end ? bitWidth(first, least) : 0
    out[widthsAt + miniblock] = width
    if (width > 0) packedAt = packMiniblock(first, least, width, out, packedAt)
  }
  return packedAt
}

function bitWidth(first: number, least: number): number {
  let most = least
  for (let i = first; i < first + miniblockValues; i++) if (differences[i]! > most) most = differences[i]!
  const range = most - least
  return range < 2 ** 32 ? 32 - Math.clz32(range) : 64 - Math.clz32(range / 2 ** 32)
}

/** Packs from the lowest bit up, at most 24 bits at once: with 7 left over they stay within 31. */
function packMiniblock(first: number, least: number, width: number, out: Uint8Array, start: number): number {
  let at = start
  let pending = 0
  let pendingBits = 0
  for (let i = first; i < first + miniblockValues; i++) {
    let value = differences[i]! - least
    let bits = width
    while (bits > 0) {
      const taken = Math.min(bits, 24)
      pending |= (bits > 24 ? value % 0x1000000 : value) << pendingBits
      pendingBits += taken
      while (pendingBits >= 8) {
        out[at++] = pending
        pending >>>= 8
        pendingBits -= 8
      }
      if (bits > 24) value = Math.floor(value / 0x1000000)
      bits -= taken
    }
  }
  return at
}

function appendVarint(out: Uint8Array, start: number, value: number): number {
  let at = start
  let rest = value
  while (rest >= 0x80) {
    out[at++] = (rest % 0x80) + 0x80
    rest = Math.floor(rest / 0x80)
  }
  out[at++] = rest
  return at
}

function appendZigzag(out: Uint8Array, at: number, value: number): number {
  return appendVarint(out, at, value < 0 ? -2 * value - 1 : 2 * value)
}
