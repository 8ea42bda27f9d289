import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { TareError } from '../../errors.ts'
import { type ProcessIdentity, thisProcess } from '../process-identity.ts'
import { serverHash } from '../server-key.ts'
import { byHand } from './describe-left.ts'
import type { LeftServer } from './left-server.ts'

export const journalSchema = 'tare.server-journal/1'

/** The file, while a server isn't as it was found. */
export interface JournalContent {
  readonly schema: typeof journalSchema
  readonly about: string
  readonly by_hand: readonly string[]
  /** All names of the server that were used: of predictions, of management. */
  readonly urls: readonly string[]
  readonly since: string
  readonly by: ProcessIdentity
  readonly left: readonly LeftServer[]
}

/**
 * What has to be put back on a server, on disk before it is changed: also who is killed, or loses power, leaves word for the next who
 * measures it.
 */
export interface ServerJournal {
  /** In the file when it returns, in place of what was noted of that kind. Throws TareError 'resources'. */
  note(left: LeftServer): void
  /** Nothing of that kind is left to be put back. */
  forget(kind: LeftServer['kind']): void
  /** Nothing is. */
  clear(): void
  /** Null while there is none. */
  readonly file: string | null
}

/** `$XDG_STATE_HOME/tare/servers`, or below `~/.local/state` where that isn't an absolute path (XDG Base Directory Specification). */
export function journalFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env.XDG_STATE_HOME
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state')
  return join(base, 'tare', 'servers')
}

export function createServerJournal(folder: string, urls: readonly string[]): ServerJournal {
  const hashes = Array.from(new Set(urls.map(serverHash)))
  const path = join(folder, `${hashes.join('-')}-${randomBytes(4).toString('hex')}.json`)
  const left = new Map<LeftServer['kind'], LeftServer>()
  let isWritten = false

  const write = (): void => {
    const all = Array.from(left.values())
    const content: JournalContent = {
      schema: journalSchema,
      about:
        'Tare has changed a server, and this says what it was like. The next tare run or sweep on it puts it back when this process has ended. To do without: put it back by hand and remove this file.',
      by_hand: all.map(byHand),
      urls,
      since: new Date().toISOString(),
      by: thisProcess(),
      left: all,
    }
    writeWhole(path, `${JSON.stringify(content, null, 2)}\n`)
    isWritten = true
  }

  const clear = (): void => {
    left.clear()
    if (isWritten) rmSync(path, { force: true })
    isWritten = false
  }

  return {
    note(one) {
      left.set(one.kind, one)
      write()
    },
    forget(kind) {
      if (!left.delete(kind)) return
      if (left.size === 0) clear()
      else write()
    },
    clear,
    get file() {
      return isWritten ? path : null
    },
  }
}

/** Readers see the old file or the new one, and after a loss of power it is one of the two. */
function writeWhole(path: string, content: string): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    synced(draft, 'wx', (file) => writeFileSync(file, content))
    renameSync(draft, path)
    syncFolder(dirname(path))
  } catch (cause) {
    removeIfThere(draft)
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new TareError('resources', `can't note in ${path} how the server was found: ${reason}`, {
      hint: 'It is not changed without that. Make room, or name a folder that you may write to in XDG_STATE_HOME.',
      cause,
    })
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What keeps it from being written keeps it from being there.
  }
}

/** So that the name is there after a loss of power, too; where folders can't be synced, the system sees to it. */
function syncFolder(path: string): void {
  try {
    synced(path, 'r', () => {})
  } catch {
    // The file is there, and whole.
  }
}

function synced(path: string, flags: string, act: (file: number) => void): void {
  const file = openSync(path, flags, 0o600)
  try {
    act(file)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
