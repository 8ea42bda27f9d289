import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteFile } from 'hyparquet-writer'
import type { WorkerFigures } from '../worker/worker-figures.ts'
import type { RunFolder } from './run-folder.ts'

/** Figures as they come in while the run lasts, a line each. */
export function samplesSpoolPath(folder: RunFolder): string {
  return join(folder.spool, 'samples.ndjson')
}

/** Columns of samples.parquet: one row a worker and report, some four a second. Counts are since the run's start. */
const columns = {
  at_ns: (f: WorkerFigures) => Math.round(f.atNs),
  worker: (f: WorkerFigures) => f.worker,
  sent: (f: WorkerFigures) => f.sent,
  ended: (f: WorkerFigures) => f.ended,
  ok: (f: WorkerFigures) => f.ok,
  failed: (f: WorkerFigures) => f.failed,
  in_flight: (f: WorkerFigures) => f.inFlight,
  output_tokens: (f: WorkerFigures) => f.tokens,
  behind_ns: (f: WorkerFigures) => Math.round(f.behindNs),
  cpu_user_us: (f: WorkerFigures) => f.cpuUserUs,
  cpu_system_us: (f: WorkerFigures) => f.cpuSystemUs,
  rss_bytes: (f: WorkerFigures) => f.rssBytes,
  longest_turn_ns: (f: WorkerFigures) => Math.round(f.longestTurnNs),
  turns: (f: WorkerFigures) => f.turns,
  reads: (f: WorkerFigures) => f.reads,
  ttft_count: (f: WorkerFigures) => f.ttftCount,
  ttft_sum_ns: (f: WorkerFigures) => Math.round(f.ttftSumNs),
  ttft_max_ns: (f: WorkerFigures) => Math.round(f.ttftMaxNs),
} as const

/** Turns what came in during the run into samples.parquet. A line cut short by a crash is left out. */
export function writeSamples(folder: RunFolder): void {
  const spool = samplesSpoolPath(folder)
  if (!existsSync(spool)) return
  const figures = readFileSync(spool, 'utf8').split('\n').flatMap(parsed)
  parquetWriteFile({
    filename: folder.samples,
    columnData: Object.entries(columns).map(([name, read]) => ({
      name,
      data: figures.map(read),
      type: 'DOUBLE' as const,
    })),
  })
}

function parsed(line: string): WorkerFigures[] {
  try {
    return [JSON.parse(line) as WorkerFigures]
  } catch {
    return []
  }
}
