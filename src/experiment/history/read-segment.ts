import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeSegment, type Segment } from './decode-segment.ts'
import type { HistoryFolder } from './history-folder.ts'
import { isNameOf } from './segment-name.ts'

/**
 * Reads a segment, its rows with these metrics alone where they are given. Throws an Error that says what is wrong with it; with the
 * code ENOENT where it has gone.
 */
export function readSegment(folder: HistoryFolder, name: string, metrics?: readonly string[]): Segment {
  const bytes = readFileSync(join(folder.index, name))
  if (!isNameOf(name, bytes)) throw new Error('it is damaged, or was cut short')
  const { buffer, byteOffset, length } = bytes
  return decodeSegment(buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer, metrics)
}
