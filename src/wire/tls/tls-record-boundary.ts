const headerBytes = 5

/**
 * Follows the framing of TLS records (RFC 8446 5.1: type, version and a length of two bytes, then the fragment), which
 * is in the clear, to know whether what has been read ends with a whole record.
 */
export class TlsRecordBoundary {
  #headerSeen = 0
  #length = 0
  #remaining = 0

  /** Takes the next bytes of the stream; says whether they end at the end of a record. */
  endsAt(bytes: Uint8Array, length: number): boolean {
    let at = 0
    while (at < length) {
      if (this.#remaining > 0) {
        const taken = Math.min(this.#remaining, length - at)
        this.#remaining -= taken
        at += taken
        continue
      }
      if (this.#headerSeen >= 3) this.#length = (this.#length << 8) | bytes[at]!
      at++
      this.#headerSeen++
      if (this.#headerSeen === headerBytes) {
        this.#remaining = this.#length
        this.#length = 0
        this.#headerSeen = 0
      }
    }
    return this.#remaining === 0 && this.#headerSeen === 0
  }
}
