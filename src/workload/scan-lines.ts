import { readSync } from 'node:fs'
import { TareError } from '../errors.ts'

/** A line longer than this is refused: it is rather a file without line ends. */
export const longestLineBytes: number = 64 * 1024 * 1024
const chunkBytes = 1024 * 1024
const lineFeed = 10

/** `bytes` is the line without its end, valid during the call only; `atByte` is where it starts in the file. */
export type OnLine = (bytes: Buffer, atByte: number, lineNumber: number) => void

/**
 * Reads a file from its beginning and hands over each line that isn't blank. Lines end with LF or CRLF; a byte-order
 * mark is left out. Holds one line at a time. Throws TareError('input') for a line above `longestLineBytes`.
 */
export function scanLines(fd: number, path: string, onLine: OnLine): void {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  /** The parts of a line that began in earlier chunks. */
  let begun: Buffer[] = []
  let begunBytes = 0
  let lineNumber = 1
  let lineStart = 0
  for (let fileOffset = 0; ; ) {
    const length = readSync(fd, chunk, 0, chunkBytes, fileOffset)
    let from = 0
    while (from < length) {
      const end = chunk.indexOf(lineFeed, from)
      if (end < 0 || end >= length) break
      const tail = chunk.subarray(from, end)
      deliver(begun.length === 0 ? tail : Buffer.concat([...begun, tail]), lineStart, lineNumber, onLine)
      begun = []
      begunBytes = 0
      lineNumber++
      from = end + 1
      lineStart = fileOffset + from
    }
    if (length === 0) break
    fileOffset += length
    begun.push(Buffer.from(chunk.subarray(from, length)))
    begunBytes += length - from
    if (begunBytes > longestLineBytes) throw tooLong(path, lineNumber)
  }
  if (begunBytes > 0) deliver(Buffer.concat(begun), lineStart, lineNumber, onLine)
}

function deliver(line: Buffer, lineStart: number, lineNumber: number, onLine: OnLine): void {
  const marked = lineStart === 0 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf
  let first = marked ? 3 : 0
  let end = line.length
  while (first < end && isBlank(line[first]!)) first++
  while (end > first && isBlank(line[end - 1]!)) end--
  if (end > first) onLine(line.subarray(first, end), lineStart + first, lineNumber)
}

/** Space, tab, carriage return. */
function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13
}

function tooLong(path: string, lineNumber: number): TareError {
  return new TareError('input', `${path}:${lineNumber}: the line is longer than ${longestLineBytes} bytes`, {
    hint: "if it is one JSON array, put each element on a line of its own: jq -c '.[]'",
  })
}
