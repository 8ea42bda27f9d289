import type { Summary } from '../../metrics/summary.ts'

/** The machine that the client ran on, by what its figures depend on. */
export interface MachineFacts {
  /** Same for machines whose figures may stand side by side: CPU model, cores, memory, limits. */
  readonly fingerprint: string
  /** `AMD EPYC, 2 cores, 24 GiB`. */
  readonly inWords: string
  readonly hostId: string | null
  readonly kernel: string | null
}

/** What a run's figures depend on beside the server: two runs must share it to be comparable. */
export interface RunFacts {
  readonly tareVersion: string
  /** The plan's sections, canonical JSON without seeds and folders: equal texts are equal plans. */
  readonly load: string
  readonly workload: string
  readonly target: string
  readonly machine: MachineFacts
  /** When the machine had been calibrated that the run cites; null without. */
  readonly calibratedAt: string | null
  readonly commit: string | null
  readonly branch: string | null
  /** Settings that the server was read back to have, its version among them where it says one. */
  readonly serverSettings: Readonly<Record<string, string | number>>
}

/** A run as comparisons see it: the unit of analysis. */
export interface ComparedRun {
  /** As a person would name it: a path from where Tare was started. */
  readonly path: string
  readonly summary: Summary
  readonly facts: RunFacts
  /** Its cell's axes; none where it is of no sweep. */
  readonly axes: Readonly<Record<string, string | number | boolean>>
}

/** One side of a comparison: runs that are repeats of each other but for their axes. */
export interface RunGroup {
  /** What the user called it: a path, a label. */
  readonly name: string
  readonly runs: readonly ComparedRun[]
  /** Runs that should be there and can't be read or never ended, each in a sentence. */
  readonly unreadable: readonly string[]
}
