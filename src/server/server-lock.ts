import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TareError } from '../errors.ts'
import { isRunning, startedTicks } from './process-identity.ts'
import { serverHash } from './server-key.ts'

/** Whom a lock belongs to. A pid alone isn't enough: the system gives it to another process some day. */
interface LockHolder {
  readonly pid: number
  /** In clock ticks since the system started; null where /proc can't say. */
  readonly startedTicks: string | null
  readonly since: string
  readonly url: string
}

const mostTakeovers = 5
/** Locks of this process, with how many times each was asked for: one process may manage several models of a server. */
const held = new Map<string, number>()

/**
 * Takes the right to manage the servers at these URLs, on this machine; the returned function gives it back. Throws TareError
 * 'server' when a living process has it. A lock whose process is gone is taken over.
 */
export function lockServers(urls: readonly string[]): () => void {
  const files = new Map(urls.map((url) => [lockFileOf(url), url]))
  const taken: string[] = []
  const release = (): void => {
    for (const file of taken.splice(0)) giveBack(file)
  }
  try {
    for (const [file, url] of files) {
      take(file, url)
      taken.push(file)
    }
  } catch (error) {
    release()
    throw error
  }
  return release
}

/** A process that ends at once gives its locks back, too. */
function giveAllBack(): void {
  for (const file of held.keys()) rmSync(file, { force: true })
}

/** In the folder that all users of a machine share, so that two of them see each other. */
export function lockFileOf(url: string): string {
  return join(tmpdir(), `tare-server-${serverHash(url)}.lock`)
}

function take(file: string, url: string): void {
  const times = held.get(file) ?? 0
  if (times === 0) takeFile(file, url)
  if (held.size === 0) process.once('exit', giveAllBack)
  held.set(file, times + 1)
}

function giveBack(file: string): void {
  const times = held.get(file) ?? 0
  if (times > 1) {
    held.set(file, times - 1)
    return
  }
  held.delete(file)
  if (held.size === 0) process.removeListener('exit', giveAllBack)
  rmSync(file, { force: true })
}

function takeFile(file: string, url: string): void {
  const mine: LockHolder = {
    pid: process.pid,
    startedTicks: startedTicks(process.pid),
    since: new Date().toISOString(),
    url,
  }
  for (let attempt = 0; attempt < mostTakeovers; attempt++) {
    if (createWhole(file, `${JSON.stringify(mine)}\n`)) return
    const holder = readHolder(file)
    if (holder !== null && isRunning(holder.pid, holder.startedTicks)) throw inUse(url, holder)
    removeStale(file, url)
  }
  throw new TareError('server', `can't get the lock ${file} of ${url}`, {
    hint: 'Remove that file when no other sweep runs on the server.',
  })
}

/** Whether the file was made. It appears with its whole content, so that nobody reads half a lock. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, content, { mode: 0o644, flag: 'wx' })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two may find the same stale lock: what is taken away is looked at again, and put back when it is a living one's. */
function removeStale(file: string, url: string): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw new TareError('server', `can't take over the lock ${file} of ${url}: ${(error as Error).message}`, {
      hint: 'It is another user’s, whose process has ended and may have left the server changed: have that user run tare on it again, or remove the file.',
      cause: error,
    })
  }
  const holder = readHolder(aside)
  if (holder !== null && isRunning(holder.pid, holder.startedTicks)) {
    try {
      linkSync(aside, file)
    } catch {
      // A third has taken it meanwhile, and will refuse the next.
    }
  }
  rmSync(aside, { force: true })
}

function readHolder(file: string): LockHolder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value !== 'object' || value === null) return null
    const { pid, startedTicks: ticks, since, url } = value as Record<string, unknown>
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return null
    return {
      pid: pid as number,
      startedTicks: typeof ticks === 'string' ? ticks : null,
      since: String(since),
      url: String(url),
    }
  } catch {
    return null
  }
}

function inUse(url: string, { pid, since }: LockHolder): TareError {
  return new TareError(
    'server',
    `${url} is being measured by another Tare (process ${pid}, since ${since})`,
    {
      hint: 'Two at once would measure each other: wait for it to end, or measure another server.',
    },
  )
}
