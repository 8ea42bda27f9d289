import { libc } from './libc.ts'
import { allocateNativeMemory, layout } from './native-memory.ts'

/** Has this process's main thread run on one core only (sched_setaffinity(2)). Returns whether the kernel agreed. */
export function pinToCpu(cpu: number): boolean {
  const memory = allocateNativeMemory()
  memory.bytes[layout.cpuSet + (cpu >> 3)] = 1 << (cpu & 7)
  const result = libc().schedSetaffinity(0, 128, memory.address + layout.cpuSet)
  memory.free()
  return result === 0
}
