import { createWriteStream } from 'node:fs'
import { TareError } from '../../errors.ts'
import { javaDouble } from './java-double.ts'
import type { MetricUpdate } from './metric-cache.ts'

/** Lines as TorchServe's log4j2 patterns write metrics into its logs. */
export interface MetricsLog {
  write(update: MetricUpdate): void
  close(): Promise<void>
}

/** Appends to a file. Throws TareError('usage') when it can't be opened. */
export function openMetricsLog(path: string, hostname: string, unixMs: () => number): Promise<MetricsLog> {
  const stream = createWriteStream(path, { flags: 'a' })
  return new Promise((resolve, reject) => {
    stream.once('error', (cause) => {
      const hint = 'Name a file in a folder that you may write to.'
      reject(
        new TareError('usage', `--metrics-log: ${path} can't be written: ${cause.message}`, { hint, cause }),
      )
    })
    stream.once('open', () => {
      // A full disk later on costs the log its end, not the server its life.
      stream.on('error', () => undefined)
      resolve({
        write: (update) => void stream.write(`${metricsLogLine(update, hostname, unixMs())}\n`),
        close: () => new Promise((closed) => stream.end(() => closed())),
      })
    })
  })
}

/** `2026-01-31T10:20:30,456 [INFO ] THREAD TS_METRICS - QueueTime.Milliseconds:0.0|#Level:Host|#hostname:h,timestamp:1717105563` */
export function metricsLogLine(update: MetricUpdate, hostname: string, unixMs: number): string {
  const time = new Date(unixMs).toISOString().replace('.', ',').replace('Z', '')
  const labels = update.labels.map(([name, value]) => `${name}:${value}`).join(',')
  // Java writes doubles, Python's workers round to two digits.
  const value = update.log === 'TS_METRICS' ? javaDouble(update.value) : String(update.value)
  const ids = update.requestIds.length === 0 ? '' : `requestID:${update.requestIds.join(',')},`
  const seconds = Math.floor(unixMs / 1000)
  return `${time} [INFO ] ${update.thread} ${update.log} - ${update.name}.${update.unit}:${value}|#${labels}|#hostname:${hostname},${ids}timestamp:${seconds}`
}
