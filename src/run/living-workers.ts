import { readFileSync } from 'node:fs'
import type { RunFolder } from './run-folder.ts'

/** Ids of a run's worker processes that are still at work, by what its log says it started. */
export function livingWorkers(folder: RunFolder): readonly number[] {
  let log: string
  try {
    log = readFileSync(folder.log, 'utf8')
  } catch {
    return []
  }
  return log.split('\n').flatMap(startedWorkers).filter(isWorker)
}

function startedWorkers(line: string): readonly number[] {
  try {
    const { workers } = JSON.parse(line) as { workers?: readonly number[] }
    return workers ?? []
  } catch {
    return []
  }
}

/** Whether a process of that id is there and, where /proc can tell, is a worker and not another's that got the id. */
function isWorker(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker/main.')
  } catch {
    return process.platform !== 'linux'
  }
}
