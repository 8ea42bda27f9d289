export interface StatusLine {
  /** x of HTTP/1.x. */
  readonly minorVersion: number
  readonly status: number
}

const pattern = /^HTTP\/1\.(\d) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/

/**
 * Reads a status line without its line end (RFC 9112 §4). The space before an empty reason may be missing, as many
 * servers send it. Undefined when the line is anything else, HTTP/2.0 and HTTP/0.9 included.
 */
export function parseStatusLine(line: string): StatusLine | undefined {
  const match = pattern.exec(line)
  return match === null ? undefined : { minorVersion: Number(match[1]), status: Number(match[2]) }
}

const beginning = Buffer.from('HTTP/1.')

/** Whether these bytes can begin a status line: tells at the first wrong byte that this isn't HTTP/1. */
export function canBeginStatusLine(bytes: Uint8Array, start: number, end: number): boolean {
  const length = Math.min(end - start, beginning.length)
  for (let i = 0; i < length; i++) if (bytes[start + i] !== beginning[i]) return false
  return true
}
