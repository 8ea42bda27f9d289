const initialBytes = 256
const keptBytes = 65_536

/** Bytes gathered over several reads, in one buffer that grows by doubling. */
export class ByteAccumulator {
  /** The bytes are `bytes[0, length)`; the array is replaced when it grows. */
  bytes: Uint8Array = new Uint8Array(initialBytes)
  length = 0

  append(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    this.bytes.set(source.subarray(start, end), this.length)
    this.length += end - start
  }

  appendByte(byte: number): void {
    this.#reserve(1)
    this.bytes[this.length++] = byte
  }

  /** Empties it. What was in the array stays there; a large one is let go of. */
  clear(): void {
    this.length = 0
    if (this.bytes.length > keptBytes) this.bytes = new Uint8Array(initialBytes)
  }

  #reserve(count: number): void {
    const needed = this.length + count
    if (needed <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}
