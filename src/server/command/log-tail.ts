import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { shortened } from '../../errors.ts'

const mostLines = 20
const mostBytes = 64 * 1024
const longestLine = 500

/**
 * The last lines of a log as plain text, of what was written from byte `fromByte` on: those before are of an earlier server.
 * Empty when there is no log.
 */
export function readLogTail(file: string, fromByte: number): string {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return ''
  }
  try {
    const { size } = fstatSync(descriptor)
    const start = Math.max(fromByte, size - mostBytes)
    const buffer = Buffer.alloc(Math.max(0, size - start))
    const bytes = readSync(descriptor, buffer, 0, buffer.length, start)
    const lines = buffer.subarray(0, bytes).toString('utf8').trimEnd().split('\n')
    return lines.slice(-mostLines).map(plain).join('\n')
  } finally {
    closeSync(descriptor)
  }
}

/** A line without colours and control characters. Progress bars overwrite theirs by \r: its last state is kept. */
function plain(line: string): string {
  const bare = stripVTControlCharacters(line).trimEnd()
  return shortened(bare.slice(bare.lastIndexOf('\r') + 1).replace(/(?!\t)\p{Cc}/gu, ''), longestLine)
}
