import { join } from 'node:path'
import { asyncBufferFromFile, type ParquetRow, parquetReadObjects } from 'hyparquet'

/** A row of samples.parquet, as far as the figures need it. */
export interface Sample {
  readonly at_ns: number
  readonly output_tokens: number
  readonly cpu_user_us: number
  readonly cpu_system_us: number
  readonly rss_bytes: number
}

/** The samples of a run's one worker, in order. */
export async function readSamples(run: string): Promise<Sample[]> {
  const file = await asyncBufferFromFile(join(run, 'samples.parquet'))
  const rows = await parquetReadObjects({ file })
  // The others are the machine's.
  return rows.filter(({ worker }) => worker !== null).map(sampleOf)
}

function sampleOf(row: ParquetRow): Sample {
  const figure = (name: keyof Sample): number => {
    const value: unknown = row[name]
    if (typeof value === 'number') return value
    throw new Error(`a worker's row of samples.parquet has no ${name}`)
  }
  return {
    at_ns: figure('at_ns'),
    output_tokens: figure('output_tokens'),
    cpu_user_us: figure('cpu_user_us'),
    cpu_system_us: figure('cpu_system_us'),
    rss_bytes: figure('rss_bytes'),
  }
}

/** CPU time used between two times, in us: linear between the samples around each. */
export function cpuUsBetween(samples: readonly Sample[], startNs: number, endNs: number): number {
  return cpuUsAt(samples, endNs) - cpuUsAt(samples, startNs)
}

function cpuUsAt(samples: readonly Sample[], atNs: number): number {
  const after = Math.max(
    1,
    samples.findIndex((sample) => sample.at_ns >= atNs),
  )
  const [a, b] = [samples[after - 1]!, samples[after]!]
  return cpuUs(a) + ((cpuUs(b) - cpuUs(a)) * (atNs - a.at_ns)) / (b.at_ns - a.at_ns)
}

function cpuUs(sample: Sample): number {
  return sample.cpu_user_us + sample.cpu_system_us
}
