import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { TareError } from '../../errors.ts'
import type { Envelope, EnvelopeKey } from '../../trust/calibration/envelope.ts'
import { type ParsedEnvelope, parseEnvelope } from '../../trust/calibration/parse-envelope.ts'

type StoreEnvironment = Readonly<Record<string, string | undefined>>

/** What is kept for a machine. */
export type KeptEnvelope =
  | ParsedEnvelope
  | { readonly state: 'none' }
  /** This machine's latest, of another kernel, Node, Tare, processor or number of cores. */
  | { readonly state: 'other'; readonly key: EnvelopeKey }

/** Far more than the largest envelope. */
const mostBytes = 4_000_000

/** `$XDG_CACHE_HOME/tare`, or `~/.cache/tare` where that isn't an absolute path (XDG Base Directory Specification). */
export function cacheFolder(env: StoreEnvironment = process.env): string {
  const cache = env.XDG_CACHE_HOME
  return join(cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'tare')
}

/** Where the envelope of a key is: a file a key, so that two kernels or two Nodes don't write over each other. */
export function envelopePath(key: EnvelopeKey, env: StoreEnvironment = process.env): string {
  const parts = [key.host_id, key.cpu_model, key.cores, key.kernel, key.node, key.tare_version, key.transport]
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
  return join(cacheFolder(env), `${machinePrefix(key)}${hash}.json`)
}

function machinePrefix({ host_id, transport }: EnvelopeKey): string {
  return `envelope-${host_id}-${transport}-`
}

/** Looks up what was calibrated. Nothing that is in the folder makes it throw. */
export function readEnvelope(key: EnvelopeKey, env: StoreEnvironment = process.env): KeptEnvelope {
  const kept = readFile(envelopePath(key, env))
  if (kept !== null && (kept.state !== 'found' || sameKey(kept.envelope.key, key))) return kept
  const others = siblings(key, env).sort((a, b) => b.calibrated_at.localeCompare(a.calibrated_at))
  return others[0] === undefined ? { state: 'none' } : { state: 'other', key: others[0].key }
}

function siblings(key: EnvelopeKey, env: StoreEnvironment): Envelope[] {
  const folder = cacheFolder(env)
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(machinePrefix(key)) && name.endsWith('.json'))
      .flatMap((name) => {
        const parsed = readFile(join(folder, name))
        return parsed?.state === 'found' ? [parsed.envelope] : []
      })
  } catch {
    return []
  }
}

function readFile(path: string): ParsedEnvelope | null {
  try {
    if (statSync(path).size > mostBytes) return { state: 'damaged' }
    return parseEnvelope(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { state: 'damaged' }
  }
}

function sameKey(a: EnvelopeKey, b: EnvelopeKey): boolean {
  return (Object.keys(b) as (keyof EnvelopeKey)[]).every((part) => a[part] === b[part])
}

/**
 * Keeps an envelope in place of an older one of the same key, and returns its path. Readers see the old one or the new
 * one, whole, whoever else writes at the same time. Throws TareError 'resources'.
 */
export function writeEnvelope(envelope: Envelope, env: StoreEnvironment = process.env): string {
  const path = envelopePath(envelope.key, env)
  try {
    mkdirSync(cacheFolder(env), { recursive: true, mode: 0o700 })
    replaceFile(path, `${JSON.stringify(envelope, null, 2)}\n`)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new TareError('resources', `can't keep the calibration in ${path}: ${reason}`, {
      hint: 'Make room, or name a folder that you may write to in XDG_CACHE_HOME.',
      cause,
    })
  }
  return path
}

function replaceFile(path: string, content: string): void {
  const unfinished = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
  const fd = openSync(unfinished, 'wx', 0o600)
  try {
    try {
      writeFileSync(fd, content)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
