import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readRecords } from '../../src/record/records-reader.ts'
import { beside, type Figure, limited } from '../figure.ts'
import { measuredRun } from '../measured-run.ts'
import { recordsPath, startTokenStream, stopTokenStream, streamLoad } from '../token-stream.ts'
import { errorQuantilesUs, type RecordedTokens, readTruthLog, tokenErrors } from '../truth.ts'

/** 512 streams that step together at 25k tok/s, while two busy loops share the worker's core. */
export const tokenArrivalError: Figure = {
  name: 'token-arrival-error',
  title:
    'Token arrival error against the truth log: 512 streams stepping together, 25k tok/s, two busy loops on the core',
  async measure(context) {
    const stream = await startTokenStream(context, 'stepping', 25_600)
    const busy: ChildProcess[] = [0, 1].map(() =>
      spawn(context.native.path('busy-loop'), ['1'], { stdio: 'ignore' }),
    )
    const run = context.runPath()
    try {
      const summary = await measuredRun(
        [stream.url, ...streamLoad, '--duration', '15s', '--warmup', '5s'],
        run,
      )
      await stopTokenStream(stream)
      const truth = readTruthLog(readFileSync(stream.truthPath), BigInt(summary.epoch_unix_ns))
      const records: RecordedTokens[] = []
      for await (const { requestId, tokenNs, tokenEvents, phase } of readRecords(recordsPath(run))) {
        if (phase === 'measure') records.push({ requestId, tokenNs: tokenNs.slice(0, tokenEvents) })
      }
      const { errorNs } = tokenErrors(truth, records)
      const kernel = errorQuantilesUs(errorNs)
      const { read_delay_us: delay } = summary.instrument
      return [
        beside('tokens', errorNs.length, ''),
        limited('p50', kernel.p50, ' us', { atMost: 10 }),
        limited('p99', kernel.p99, ' us', { atMost: 30 }),
        limited('p99.9', kernel.p99_9, ' us', { atMost: 100 }),
        beside('user-space stamps of the same reads are later by: p50', delay.p50 ?? 0, ' us'),
        beside('p99', delay.p99 ?? 0, ' us'),
        beside('p99.9', delay.p99_9 ?? 0, ' us'),
      ]
    } finally {
      for (const loop of busy) loop.kill('SIGKILL')
    }
  },
}
