import { cpus, freemem, totalmem } from 'node:os'

/** What the machine is doing. */
export interface HostFigures {
  /** Since the reading before; 0 in the first. */
  readonly cpuPercent: number
  readonly memoryUsedMb: number
  readonly memoryAvailableMb: number
  readonly memoryPercent: number
  readonly busyMs: number
  readonly totalMs: number
}

export function readHostFigures(before: HostFigures | undefined): HostFigures {
  let totalMs = 0
  let idleMs = 0
  for (const { times } of cpus()) {
    totalMs += times.user + times.nice + times.sys + times.idle + times.irq
    idleMs += times.idle
  }
  const busyMs = totalMs - idleMs
  const passedMs = totalMs - (before?.totalMs ?? totalMs)
  const available = freemem()
  const total = totalmem()
  return {
    cpuPercent: passedMs > 0 ? (100 * (busyMs - before!.busyMs)) / passedMs : 0,
    memoryUsedMb: (total - available) / 2 ** 20,
    memoryAvailableMb: available / 2 ** 20,
    memoryPercent: (100 * (total - available)) / total,
    busyMs,
    totalMs,
  }
}
