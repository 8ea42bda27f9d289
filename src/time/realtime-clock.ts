import { createRequire } from 'node:module'
import type { Clock, EpochUnixNs } from './clock.ts'

const clockRealtime = 0
const nsPerSecond = 1_000_000_000n

/**
 * CLOCK_REALTIME in nanoseconds since the epoch, some 80 ns a reading: clock_gettime(2) through koffi, which
 * follows the steps and the slewing of the system's clock as the kernel's own time stamps do. Node has no such call
 * (`performance.timeOrigin + performance.now()` is monotonic: it doesn't follow steps). Where koffi or the call is
 * missing (Windows), see `createSampledRealtimeClock`.
 */
export function createRealtimeClock(epochUnixNs: EpochUnixNs): Clock {
  const timespec = kernelTimespec()
  if (timespec === undefined) return createSampledRealtimeClock(epochUnixNs)
  const { words, low, high, read } = timespec
  const epochSeconds = Number(epochUnixNs / nsPerSecond)
  const epochRestNs = Number(epochUnixNs % nsPerSecond)
  return {
    nowNs(): number {
      read()
      const seconds = words[low]! + words[high]! * 2 ** 32
      return (seconds - epochSeconds) * 1e9 + (words[2 + low]! - epochRestNs)
    },
  }
}

/** CLOCK_REALTIME now, in nanoseconds since 1970: what a run takes as its epoch. */
export function realtimeUnixNs(): EpochUnixNs {
  const nearbyUnixNs = BigInt(Date.now()) * 1_000_000n
  return nearbyUnixNs + BigInt(Math.round(createRealtimeClock(nearbyUnixNs).nowNs()))
}

/**
 * The monotonic clock plus its offset from the system's time, measured once: Date.now() is watched until it turns to
 * the next millisecond, so the offset is late by at most the gap between two readings (aimed at: below 2 us, after
 * at most five milliseconds of watching). Doesn't follow a step or the slewing of the clock after its creation.
 */
export function createSampledRealtimeClock(epochUnixNs: EpochUnixNs): Clock {
  let best = watchForMillisecond()
  for (let attempt = 1; attempt < 5 && best.gapNs > 2000n; attempt++) {
    const next = watchForMillisecond()
    if (next.gapNs < best.gapNs) best = next
  }
  const { unixMs, monotonicNs } = best
  const offsetNs = Number(BigInt(unixMs) * 1_000_000n - epochUnixNs)
  return { nowNs: () => offsetNs + Number(process.hrtime.bigint() - monotonicNs) }
}

/** The millisecond turned to `unixMs` between `monotonicNs` and `gapNs` later. */
function watchForMillisecond(): { unixMs: number; monotonicNs: bigint; gapNs: bigint } {
  const first = Date.now()
  let monotonicNs = process.hrtime.bigint()
  for (;;) {
    const unixMs = Date.now()
    const afterNs = process.hrtime.bigint()
    if (unixMs !== first) return { unixMs, monotonicNs, gapNs: afterNs - monotonicNs }
    monotonicNs = afterNs
  }
}

interface KernelTimespec {
  /** The timespec as 32-bit words: seconds (two), nanoseconds (two). */
  readonly words: Uint32Array
  /** Index of the lower half within a pair of words. */
  readonly low: number
  readonly high: number
  readonly read: () => number
}

let sharedTimespec: KernelTimespec | 'missing' | undefined

/** One timespec serves every clock of the process: a reading is synchronous, so none can see another's. */
function kernelTimespec(): KernelTimespec | undefined {
  sharedTimespec ??= openKernelTimespec() ?? 'missing'
  return sharedTimespec === 'missing' ? undefined : sharedTimespec
}

function openKernelTimespec(): KernelTimespec | undefined {
  if (process.platform === 'win32') return undefined
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
    const clockGettime = koffi.load(null).func('int clock_gettime(int clock, void *now)')
    // Outside V8's heap: a small typed array may be moved by the collector while the kernel holds its address.
    const memory = koffi.alloc('char', 16)
    const read = (): number => clockGettime(clockRealtime, memory)
    const low = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1
    const words = new Uint32Array(koffi.view(memory, 16))
    return read() === 0 ? { words, low, high: 1 - low, read } : undefined
  } catch {
    return undefined
  }
}
