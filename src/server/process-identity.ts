import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Which process it is. A pid alone isn't enough: the system gives it to another some day, and other machines have the same. */
export interface ProcessIdentity {
  readonly pid: number
  /** In clock ticks since the system started; null where /proc can't say. */
  readonly started_ticks: string | null
  readonly host: string
  /** Of this start of the system; null where /proc can't say. */
  readonly boot: string | null
  /** Containers of one machine number their processes each for itself. */
  readonly pid_namespace: string | null
}

/** Unknown: of another machine or container, where only they can see. */
export type Liveness = 'runs' | 'ended' | 'unknown'

export function thisProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    started_ticks: startedTicks(process.pid),
    host: hostname(),
    boot: quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pid_namespace: quietly(() => readlinkSync('/proc/self/ns/pid')),
  }
}

/** What has become of a process, as seen from `here`. */
export function livenessOf(process: ProcessIdentity, here: ProcessIdentity = thisProcess()): Liveness {
  const { pid, started_ticks, host, boot, pid_namespace } = process
  if (boot === here.boot && pid_namespace === here.pid_namespace && (boot !== null || host === here.host)) {
    return isRunning(pid, started_ticks) ? 'runs' : 'ended'
  }
  // A machine that was started again since has none of its processes.
  return host === here.host && boot !== here.boot ? 'ended' : 'unknown'
}

/**
 * Whether a process of this machine still runs, and is the one that started then. One that has ended and waits for its parent to
 * take notice doesn't run: the first process of a container often never does.
 */
export function isRunning(pid: number, started: string | null): boolean {
  return isThere(pid, started) && statField(pid, state) !== 'Z'
}

/** Whether its number, and that of its process group, is still its own. */
export function isThere(pid: number, started: string | null): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startedTicks(pid)
  return started === null || now === null || now === started
}

export function startedTicks(pid: number): string | null {
  return statField(pid, startTime)
}

/** Fields of proc(5)'s stat, counted from the one after the name. */
const state = 0
const startTime = 19

/** Null where there is no /proc, or no such process. A name may have spaces and parentheses: what counts is its last one. */
function statField(pid: number, field: number): string | null {
  return quietly(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field] ?? null
  })
}

function quietly<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
