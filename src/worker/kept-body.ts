/** The bytes of a reply that are kept to be read at its end, up to a limit. A class because they come in parts. */
export class KeptBody {
  #parts: Buffer[] = []
  #bytes = 0

  clear(): void {
    this.#parts = []
    this.#bytes = 0
  }

  /** Keeps a copy of what still fits into `most` bytes. Returns whether all of it did. */
  add(bytes: Uint8Array, start: number, end: number, most: number): boolean {
    const length = Math.min(end - start, most - this.#bytes)
    if (length > 0) {
      this.#parts.push(Buffer.from(bytes.subarray(start, start + length)))
      this.#bytes += length
    }
    return length === end - start
  }

  text(): string {
    const [first = Buffer.alloc(0)] = this.#parts
    return (this.#parts.length <= 1 ? first : Buffer.concat(this.#parts)).toString('utf8')
  }
}
