import { isUtf8 } from 'node:buffer'
import { closeSync, fstatSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { TareError } from '../errors.ts'
import { openInputFile } from './open-input-file.ts'
import { parsePromptLine } from './parse-prompt-line.ts'
import type { WorkItem } from './prompt.ts'
import { longestLineBytes, scanLines } from './scan-lines.ts'

/** A file of prompts that was found to be good. Plain data: a worker receives it as JSON, and opens the file itself. */
export interface PromptFileSpec {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Lines that aren't blank. */
  readonly items: number
}

/** The prompt at a position from 0 to items − 1. */
export type ReadPrompt = (position: number) => WorkItem

/** Up to this size a file is held in memory; a larger one stays on disk (in the page cache) and is read by the line. */
const defaultHeldBytes = 64 * 1024 * 1024

/**
 * Reads the whole file once and checks every line of it, holding one line at a time, so that a bad line stops the run
 * before it starts. Throws TareError('input') with file:line.
 */
export function checkPromptFile(path: string): PromptFileSpec {
  const { fd, sizeBytes } = openInputFile(path, `the file of prompts ${path}`)
  try {
    let items = 0
    scanLines(fd, path, (bytes, _atByte, lineNumber) => {
      const where = `${path}:${lineNumber}`
      if (!isUtf8(bytes)) {
        throw new TareError('input', `${where}: the line isn't UTF-8`, {
          hint: 'convert the file: iconv -t utf-8',
        })
      }
      parsePromptLine(bytes.toString('utf8'), where)
      items++
    })
    if (items === 0) {
      throw new TareError('input', `${path} holds no prompts`, {
        hint: 'write one prompt a line, each a JSON string',
      })
    }
    return { path: resolve(path), sizeBytes, modifiedMs: fstatSync(fd).mtimeMs, items }
  } finally {
    closeSync(fd)
  }
}

/**
 * Opens a checked file for reading by position; it stays open as long as the process. Keeps 12 bytes a line, and the
 * file itself if it has at most `heldBytes`. Throws TareError('input') if the file isn't the one that was checked.
 */
export function openPromptFile(spec: PromptFileSpec, heldBytes: number = defaultHeldBytes): ReadPrompt {
  const { fd, sizeBytes } = openInputFile(spec.path, `the file of prompts ${spec.path}`)
  if (sizeBytes !== spec.sizeBytes || fstatSync(fd).mtimeMs !== spec.modifiedMs) throw changed(spec)
  const starts = new Float64Array(spec.items)
  const lengths = new Uint32Array(spec.items)
  let count = 0
  let longest = 0
  scanLines(fd, spec.path, (bytes, atByte) => {
    starts[count] = atByte
    lengths[count] = bytes.length
    longest = Math.max(longest, bytes.length)
    count++
  })
  if (count !== spec.items) throw changed(spec)
  const readBytes = sizeBytes <= heldBytes ? fromMemory(fd, sizeBytes) : fromDisk(fd, longest)
  return (position) => {
    const bytes = readBytes(starts[position]!, lengths[position]!)
    if (bytes === undefined) throw changed(spec)
    return parsePromptLine(bytes.toString('utf8'), `${spec.path}: prompt ${position + 1}`)
  }
}

/** Undefined when the file has become shorter. */
type ReadBytes = (start: number, length: number) => Buffer | undefined

function fromMemory(fd: number, sizeBytes: number): ReadBytes {
  const content = Buffer.allocUnsafe(sizeBytes)
  const whole = readFully(fd, content, sizeBytes, 0)
  closeSync(fd)
  return (start, length) => (whole ? content.subarray(start, start + length) : undefined)
}

function fromDisk(fd: number, longestBytes: number): ReadBytes {
  const line = Buffer.allocUnsafe(Math.min(longestBytes, longestLineBytes))
  return (start, length) => (readFully(fd, line, length, start) ? line.subarray(0, length) : undefined)
}

function readFully(fd: number, into: Buffer, length: number, from: number): boolean {
  for (let done = 0; done < length; ) {
    const read = readSync(fd, into, done, length - done, from + done)
    if (read === 0) return false
    done += read
  }
  return true
}

function changed(spec: PromptFileSpec): TareError {
  return new TareError('input', `${spec.path} was changed after it was checked`, {
    hint: 'leave the file alone while a run uses it, and start the run again',
  })
}
