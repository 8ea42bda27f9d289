import { fstatSync, readSync } from 'node:fs'

const blockBytes = 1 << 20

/** Reads a file from front to back in blocks of 1 MiB, or of one piece where a piece is larger. */
export class BlockReader {
  /** What has been read and not yet taken is `bytes[start, …)`. Both change in `has`. */
  bytes: Buffer = Buffer.allocUnsafeSlow(blockBytes)
  view: DataView = new DataView(this.bytes.buffer)
  start = 0
  readonly #fd: number
  readonly #size: number
  #end = 0
  #position: number

  constructor(fd: number, position: number) {
    this.#fd = fd
    this.#size = fstatSync(fd).size
    this.#position = position
  }

  /** Bytes of the file from `start` on. */
  remaining(): number {
    return this.#size - this.#position + this.#end - this.start
  }

  /** Whether `bytes[start, start + length)` is there: false when the file is too short for it. */
  has(length: number): boolean {
    if (length <= this.#end - this.start) return true
    if (length > this.remaining()) return false
    this.#moveToFront(length)
    while (this.#end < length) {
      const read = readSync(this.#fd, this.bytes, this.#end, this.bytes.length - this.#end, this.#position)
      if (read === 0) return false
      this.#end += read
      this.#position += read
    }
    return true
  }

  #moveToFront(length: number): void {
    const target = length > this.bytes.length ? Buffer.allocUnsafeSlow(length) : this.bytes
    this.bytes.copy(target, 0, this.start, this.#end)
    this.#end -= this.start
    this.start = 0
    if (target === this.bytes) return
    this.bytes = target
    this.view = new DataView(target.buffer)
  }
}
