import { readdirSync } from 'node:fs'
import { libc } from './libc.ts'
import { allocateNativeMemory, layout } from './native-memory.ts'

/** Cores beyond this don't fit the set that is handed to the kernel. */
const mostCores = 1024

/**
 * Has a thread run on these cores only (sched_setaffinity(2)); thread 0 is the caller, the main thread. Returns whether
 * the kernel agreed.
 */
export function runOnCores(cores: readonly number[], thread = 0): boolean {
  const memory = allocateNativeMemory()
  for (const core of cores) {
    if (core < mostCores) memory.bytes[layout.cpuSet + (core >> 3)]! |= 1 << (core & 7)
  }
  const result = libc().schedSetaffinity(thread, mostCores / 8, memory.address + layout.cpuSet)
  memory.free()
  return result === 0
}

/**
 * The same for all threads that a process has now, Node's helpers too; this process without a `pid`. What it starts
 * later inherits it.
 */
export function runProcessOnCores(cores: readonly number[], pid: number | 'self' = 'self'): void {
  for (const thread of readdirSync(`/proc/${pid}/task`)) runOnCores(cores, Number(thread))
}
