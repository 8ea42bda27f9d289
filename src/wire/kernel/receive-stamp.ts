import type { TimestampSource } from '../reactor.ts'
import type { Libc } from './libc.ts'
import { layout, type NativeMemory } from './native-memory.ts'

/*
 * Arrival times by the kernel (Documentation/networking/timestamping.rst). With SO_TIMESTAMPING the control message
 * holds three timespecs, the first of which is the software stamp; with SO_TIMESTAMPNS it holds one. For TCP it is
 * the arrival, on CLOCK_REALTIME, of the last segment that the read consumed.
 */
const SOL_SOCKET = 1
const SO_TIMESTAMPNS = 35
const SO_TIMESTAMPING = 37
const SOF_TIMESTAMPING_RX_SOFTWARE = 1 << 3
const SOF_TIMESTAMPING_SOFTWARE = 1 << 4

/** Asks the kernel to stamp what arrives on a socket: the best of what it can do. */
export function requestReceiveStamps(libc: Libc, memory: NativeMemory, fd: number): TimestampSource {
  const value = memory.address + layout.option
  memory.int32[layout.option / 4] = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE
  if (libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, value, 4) === 0) return 'so_timestamping'
  memory.int32[layout.option / 4] = 1
  if (libc.setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, value, 4) === 0) return 'so_timestampns'
  return 'user'
}

/** Points the reactor's struct msghdr (recvmsg(2)) at its receive buffer and its room for control messages. */
export function prepareReceive(memory: NativeMemory): void {
  const { address, bytes } = memory
  bytes.writeBigUInt64LE(BigInt(address + layout.receive), layout.iovec)
  bytes.writeBigUInt64LE(BigInt(layout.receiveBytes), layout.iovec + 8)
  bytes.writeBigUInt64LE(BigInt(address + layout.iovec), layout.message + 16)
  bytes.writeBigUInt64LE(1n, layout.message + 24)
  bytes.writeBigUInt64LE(BigInt(address + layout.ancillary), layout.message + 32)
}

const messageControlLength = (layout.message + 40) / 4

/** Gives recvmsg room for control messages; the kernel shortens it to what it wrote. */
export function resetAncillary(memory: NativeMemory): void {
  memory.int32[messageControlLength] = layout.ancillaryBytes
}

/**
 * The stamp that the last recvmsg left, as nanoseconds since an epoch given as seconds and nanoseconds; NaN when the
 * kernel gave none. Walks struct cmsghdr: length (8 bytes), level, type, data, each aligned to 8.
 */
export function readReceiveStamp(
  memory: NativeMemory,
  epochSeconds: number,
  epochNanoseconds: number,
): number {
  const { int32 } = memory
  const end = int32[messageControlLength]!
  for (let at = 0; at + 32 <= end; ) {
    const word = (layout.ancillary + at) / 4
    const length = int32[word]!
    const type = int32[word + 3]!
    if (int32[word + 2] === SOL_SOCKET && (type === SO_TIMESTAMPING || type === SO_TIMESTAMPNS)) {
      const seconds = int32[word + 4]! + int32[word + 5]! * 2 ** 32
      if (seconds !== 0) return (seconds - epochSeconds) * 1e9 + (int32[word + 6]! - epochNanoseconds)
    }
    if (length < 16) break
    at += (length + 7) & ~7
  }
  return Number.NaN
}
