import { closeSync, fstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { crc32 } from 'node:zlib'
import { TareError } from '../errors.ts'
import { contentTypeOfFile } from './content-type-of-file.ts'
import { openInputFile } from './open-input-file.ts'
import type { Prompt } from './prompt.ts'
import { scanLines } from './scan-lines.ts'

/** Files of requests' bodies that were found to be good. Plain data: a worker receives it as JSON and reads them itself. */
export interface BodyFilesSpec {
  readonly files: readonly BodyFile[]
  /** Whether each line of the file is a body. */
  readonly lines: boolean
  /** By the files' names. */
  readonly contentType: string
}

export interface BodyFile {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
}

type Body = Extract<Prompt, { readonly kind: 'body' }>

/** All bodies are kept in memory, by every worker. */
const largestBytes = 512 * 1024 * 1024
const mostFiles = 100_000

/**
 * A file that is a body, a .jsonl with a body a line, or a folder of files that are a body each (those whose names begin
 * with a dot aside). `contentType` is the plan's, or null. Throws TareError('input') for a path that is none of these, and
 * for files whose names say different media types, unless the plan says one.
 */
export function checkBodyFiles(path: string, contentType: string | null): BodyFilesSpec {
  const files = pathsAt(path).map(fileAt)
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (bytes > largestBytes) {
    throw new TareError('input', `the bodies in ${path} have ${bytes} bytes, more than ${largestBytes}`, {
      hint: 'They are held in memory: give fewer.',
    })
  }
  const lines = files.length === 1 && /\.(jsonl|ndjson)$/i.test(path)
  const spec = { files, lines, contentType: contentType ?? commonContentType(path, files) }
  if (readBodies(spec).length > 0) return spec
  throw new TareError('input', `${path} holds no bodies`, { hint: 'Write one a line.' })
}

/** Reads the bodies, once. Throws TareError('input') if a file isn't as it was when it was checked. */
export function readBodies(spec: BodyFilesSpec): readonly Body[] {
  if (!spec.lines) return spec.files.map(readBody)
  const [file] = spec.files
  const bodies: Body[] = []
  const fd = openUnchanged(file!)
  try {
    scanLines(fd, file!.path, (line) => bodies.push(bodyOf(Buffer.from(line))))
  } finally {
    closeSync(fd)
  }
  return bodies
}

function readBody(file: BodyFile): Body {
  const fd = openUnchanged(file)
  try {
    return bodyOf(readFileSync(fd))
  } finally {
    closeSync(fd)
  }
}

function bodyOf(bytes: Uint8Array): Body {
  return { kind: 'body', bytes, crc32: crc32(bytes) }
}

function openUnchanged({ path, sizeBytes, modifiedMs }: BodyFile): number {
  const { fd, sizeBytes: size } = openInputFile(path, `the body ${path}`)
  if (size === sizeBytes && fstatSync(fd).mtimeMs === modifiedMs) return fd
  closeSync(fd)
  throw new TareError('input', `${path} was changed after it was checked`, {
    hint: 'leave the file alone while a run uses it, and start the run again',
  })
}

function pathsAt(path: string): readonly string[] {
  if (!isFolder(path)) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const folder = entries.find((entry) => entry.isDirectory())
  const hint = 'Put the files of bodies, and nothing else, directly in it.'
  if (folder !== undefined)
    throw new TareError('input', `the folder of bodies ${path} has a folder ${folder.name} in it`, { hint })
  if (entries.length === 0) throw new TareError('input', `the folder of bodies ${path} is empty`, { hint })
  if (entries.length > mostFiles) {
    throw new TareError('input', `the folder of bodies ${path} has ${entries.length} files`, {
      hint: `Give a folder of at most ${mostFiles}.`,
    })
  }
  return entries.map(({ name }) => join(path, name)).sort()
}

/** What isn't there is for opening to complain of. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function fileAt(path: string): BodyFile {
  const { fd, sizeBytes } = openInputFile(path, `the body ${path}`)
  const modifiedMs = fstatSync(fd).mtimeMs
  closeSync(fd)
  return { path: resolve(path), sizeBytes, modifiedMs }
}

function commonContentType(path: string, files: readonly BodyFile[]): string {
  const types = new Set(files.map((file) => contentTypeOfFile(file.path)))
  const [first, second] = types
  if (second === undefined) return first!
  throw new TareError('input', `the files in ${path} are of different media types: ${first}, ${second}`, {
    hint: 'Say which to send with --content-type (workload.content_type), or give files of one kind.',
  })
}
