import { readFileSync } from 'node:fs'

/** Cores that this process may run on, ascending (Cpus_allowed_list of proc(5)); empty where that can't be read. */
export function allowedCpus(status: string): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]
  return (list?.split(',') ?? []).flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}

/**
 * The core of a pinned worker: the last for worker 0, the one before for worker 1 …, since the first is where
 * interrupts and everything else tend to run. Null where the cores aren't known.
 */
export function workerCpu(worker: number, status: string = readStatus()): number | null {
  const cpus = allowedCpus(status)
  return cpus.length === 0 ? null : cpus[cpus.length - 1 - (worker % cpus.length)]!
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return ''
  }
}
