const dataCr = 0
const dataLf = 1
const size = 2
const sizeSpace = 3
const extension = 4
const sizeLf = 5

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const semicolon = 0x3b
const del = 0x7f

/** The value of a hexadecimal digit by its character code; -1 for other characters. */
const hexValues: Int8Array = Int8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[0-9A-Fa-f]/.test(character) ? Number.parseInt(character, 16) : -1
})

/** 2^53 has 14 hexadecimal digits; more than 16 are a size nobody sends, or endless zeros. */
const maxSizeDigits = 16

/**
 * Reads what stands around the data of chunks (RFC 9112 §7.1): the size in hexadecimal, extensions, which are skipped,
 * and CRLF, before the data; CRLF after it. No bare LF. Space after the size is let pass, as old servers pad it.
 */
export class ChunkFraming {
  /** Length of the chunk's data; 0 is the last chunk. Known once `ready`. */
  dataBytes = 0
  /** Whether the chunk's data is next. */
  ready = false
  /** What is wrong. Nothing more is read. */
  failure: { readonly kind: 'malformed' | 'too_large'; readonly message: string } | undefined
  readonly #extensionLimit: number
  #state = size
  #digits = 0
  #extensionBytes = 0

  constructor(extensionLimit: number) {
    this.#extensionLimit = extensionLimit
  }

  /** A chunked body begins. */
  begin(): void {
    this.#beginSize()
    this.failure = undefined
  }

  /** The chunk's data has been read. */
  endData(): void {
    this.#state = dataCr
    this.ready = false
  }

  /** Takes bytes of `bytes[start, end)` until `ready`, or `failure`, and returns where it stopped. */
  take(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      switch (this.#state) {
        case dataCr:
          if (byte !== carriageReturn) return this.#malformed(at, 'more data than the chunk is long')
          this.#state = dataLf
          break
        case dataLf:
          if (byte !== lineFeed) return this.#malformed(at, "no LF after the CR that ends a chunk's data")
          this.#beginSize()
          break
        case size:
          if (hexValues[byte]! < 0) {
            if (this.#digits === 0 || !this.#afterSize(byte))
              return this.#malformed(at, 'not a hexadecimal size')
            break
          }
          this.dataBytes = this.dataBytes * 16 + hexValues[byte]!
          if (++this.#digits > maxSizeDigits || this.dataBytes > Number.MAX_SAFE_INTEGER) {
            return this.#malformed(at, 'a size beyond 2^53')
          }
          break
        case sizeSpace:
          if (!this.#afterSize(byte))
            return this.#malformed(at, 'neither extension nor end of line after the size')
          break
        case extension:
          if (byte === carriageReturn) this.#state = sizeLf
          else if ((byte < space && byte !== tab) || byte === del) {
            return this.#malformed(at, 'control character in an extension')
          }
          break
        default:
          if (byte !== lineFeed) return this.#malformed(at, "no LF after the CR that ends a chunk's size")
          this.ready = true
          return at + 1
      }
      if (this.#state > size && ++this.#extensionBytes > this.#extensionLimit) {
        this.failure = {
          kind: 'too_large',
          message: `a chunk's extensions exceed ${this.#extensionLimit} bytes`,
        }
        return at
      }
    }
    return end
  }

  #beginSize(): void {
    this.#state = size
    this.ready = false
    this.dataBytes = 0
    this.#digits = 0
    this.#extensionBytes = 0
  }

  #afterSize(byte: number): boolean {
    if (byte === carriageReturn) this.#state = sizeLf
    else if (byte === semicolon) this.#state = extension
    else if (byte === space || byte === tab) this.#state = sizeSpace
    else return false
    return true
  }

  #malformed(at: number, message: string): number {
    this.failure = { kind: 'malformed', message: `chunk: ${message}` }
    return at
  }
}
