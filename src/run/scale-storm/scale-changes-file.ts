import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { TareError } from '../../errors.ts'
import type { ScaleChange } from '../../metrics/scale-storm/scale-change.ts'
import type { RunFolder } from '../run-folder.ts'

/** A line of scale-changes.ndjson (schema/scale-change.schema.json). */
interface ScaleChangeLine {
  readonly workers: number
  readonly from_workers: number | null
  readonly outcome: ScaleChange['outcome']
  readonly due_ns: number
  readonly asked_ns: number
  readonly answered_ns: number | null
  readonly ended_ns: number
  readonly read_workers: number | null
  readonly error: string | null
}

/** Appends a change as it ends, so that a run that is killed has it. A disk that is full loses changes here, and nothing else. */
export function keepScaleChange(folder: RunFolder, change: ScaleChange): void {
  const line: ScaleChangeLine = {
    workers: change.workers,
    from_workers: change.fromWorkers,
    outcome: change.outcome,
    due_ns: change.dueNs,
    asked_ns: change.askedNs,
    answered_ns: change.answeredNs,
    ended_ns: change.endedNs,
    read_workers: change.readWorkers,
    error: change.error,
  }
  try {
    appendFileSync(folder.scaleChanges, `${JSON.stringify(line)}\n`)
  } catch {
    // The worker's own write will say that the disk is full.
  }
}

/**
 * The changes of a run in the order of asking; none where there is no file. A last line without its end was cut short with the run,
 * and left out. Throws TareError 'folder' for any other that can't be read.
 */
export function readScaleChanges(folder: RunFolder): readonly ScaleChange[] {
  if (!existsSync(folder.scaleChanges)) return []
  const lines = readFileSync(folder.scaleChanges, 'utf8').split('\n').slice(0, -1)
  return lines.map((text, position) => {
    const line = parsed(text)
    if (line === null) {
      throw new TareError('folder', `${folder.scaleChanges}:${position + 1} is damaged`, {
        hint: 'Remove that line: the report is then without that change.',
      })
    }
    return {
      workers: line.workers,
      fromWorkers: line.from_workers,
      outcome: line.outcome,
      dueNs: line.due_ns,
      askedNs: line.asked_ns,
      answeredNs: line.answered_ns,
      endedNs: line.ended_ns,
      readWorkers: line.read_workers,
      error: line.error,
    }
  })
}

function parsed(text: string): ScaleChangeLine | null {
  try {
    const line = JSON.parse(text) as Partial<ScaleChangeLine> | null
    const times = [line?.due_ns, line?.asked_ns, line?.ended_ns, line?.workers]
    return times.every(Number.isFinite) ? (line as ScaleChangeLine) : null
  } catch {
    return null
  }
}
