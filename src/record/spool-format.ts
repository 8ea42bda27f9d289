import { crc32 } from 'node:zlib'

/*
 * A spool file is a header, then frames. Header: magic, u32 version, u32 worker, u64 epoch, u32 CRC-32 of those.
 * Frame: u32 length of the payload, u32 CRC-32 of the payload, payload (record-codec.ts), which is
 * never empty: a run of zero bytes is no frame.
 */
const magic = Buffer.from('TARESPL\n', 'latin1')

/** Goes up when the columns or their bytes change: a spool is read by the version that wrote it. */
export const spoolVersion = 2
export const spoolHeaderBytes = 28
export const frameHeaderBytes = 8
/** A frame beyond this is damage, not a record: it would hold 33 million tokens. */
export const frameBytesAtMost: number = 2 ** 28

export interface SpoolHeader {
  readonly worker: number
  /** The run's epoch, nanoseconds since 1970. */
  readonly epochUnixNs: bigint
}

export function encodeSpoolHeader(header: SpoolHeader): Buffer {
  const bytes = Buffer.alloc(spoolHeaderBytes)
  magic.copy(bytes)
  bytes.writeUInt32LE(spoolVersion, 8)
  bytes.writeUInt32LE(header.worker, 12)
  bytes.writeBigUInt64LE(header.epochUnixNs, 16)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 24)), 24)
  return bytes
}

/** The header and the version it was written by; null when the bytes are no whole header. */
export function decodeSpoolHeader(bytes: Buffer): (SpoolHeader & { readonly version: number }) | null {
  if (bytes.length < spoolHeaderBytes || !bytes.subarray(0, 8).equals(magic)) return null
  if (bytes.readUInt32LE(24) !== crc32(bytes.subarray(0, 24))) return null
  return {
    version: bytes.readUInt32LE(8),
    worker: bytes.readUInt32LE(12),
    epochUnixNs: bytes.readBigUInt64LE(16),
  }
}
