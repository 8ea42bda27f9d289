import { readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'

/** Which cores are whose. */
export interface CorePlan {
  /** Of each worker. */
  readonly workers: readonly number[]
  /** Everyone else's: the conductor, the simulator, and Node's helper threads, those of the workers included. */
  readonly others: readonly number[]
}

/**
 * Gives each worker a core from the end of those that may be used, since the first is where interrupts and everything
 * else tend to run. With more workers than cores they share, and nothing is left apart. Null when no cores are known.
 */
export function planCores(workers: number, cores: readonly number[]): CorePlan | null {
  if (cores.length === 0) return null
  const chosen = Array.from(
    { length: workers },
    (_, worker) => cores[cores.length - 1 - (worker % cores.length)]!,
  )
  const rest = cores.filter((core) => !chosen.includes(core))
  return { workers: chosen, others: rest.length > 0 ? rest : cores }
}

/** The cores of a run and of the background beside it, no worker's the other's. Null when no cores are known. */
export function planCoresBeside(
  workers: number,
  backgroundWorkers: number,
  cores: readonly number[],
): { readonly measured: CorePlan; readonly background: CorePlan } | null {
  const all = workers + backgroundWorkers
  const plan = planCores(all, cores)
  if (plan === null) return null
  if (backgroundWorkers > 0 && all > cores.length) {
    throw new TareError(
      'usage',
      `client.pin needs a core for each of ${workers} workers and ${backgroundWorkers} of the background, and there are ${cores.length}`,
      { hint: 'Use fewer workers (client.workers, background.workers), or leave client.pin out.' },
    )
  }
  return {
    measured: { ...plan, workers: plan.workers.slice(0, workers) },
    background: { ...plan, workers: plan.workers.slice(workers) },
  }
}

/** Cores that this process may run on, ascending (Cpus_allowed_list of proc(5)); empty where that can't be read. */
export function allowedCores(status: string = readStatus()): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  return (list?.split(',') ?? []).flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return ''
  }
}
