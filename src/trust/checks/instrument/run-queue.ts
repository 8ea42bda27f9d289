import { quantile } from '../../../statistics/quantile.ts'
import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { hasUserStamps, tightestLatency, touchedLatencies } from './touched-latencies.ts'
import { growth, totalGrowth, windowPeriods } from './window-periods.ts'

/** Shares of the time: of the tokens that come while the worker waits for its core. */
const thresholds = { suspect: 0.01, invalid: 0.2 }
/** Of the smallest median latency: what such a wait must be to be seen in it. */
const leastWait = 0.05

export const runQueue: Check = {
  id: 'run-queue',
  group: 'instrument',
  title: 'The client didn’t wait for a core',
  tests:
    'A worker that is ready to run while something else runs on its core isn’t there when tokens come. With user-space stamps they are stamped when it is back, and not even their bounds know of it. With kernel stamps it only sends and reads late, which lateness and timestamp-error judge.',
  formula:
    'share = growth of run_queue_ns / time over the measured window, worst worker; user-space stamps: above 1 % suspect, above 20 % invalid, where the median wait of a period between samples is above 5 % of the smallest median latency. Kernel stamps: ok',
  source: 'Documentation/scheduler/sched-stats.rst: time spent waiting on a run queue.',
  judge({ measured, workers }) {
    const told = workers.flatMap(({ worker, atNs, runQueueNs }) => {
      const periods = windowPeriods(atNs, measured.window)
      const share = totalGrowth(runQueueNs, periods) / periods.reduce((sum, i) => sum + growth(atNs, i), 0)
      if (!Number.isFinite(share)) return []
      const waits = Float64Array.from(periods, (i) => growth(runQueueNs, i)).sort()
      return [{ worker, share, waitNs: quantile(waits, 0.5), n: periods.length }]
    })
    const [first] = told
    if (first === undefined)
      return notApplicable('the system doesn’t tell how long a process waits for a core')
    const worst = told.reduce((a, b) => (b.share > a.share ? b : a))
    const n = told.reduce((sum, worker) => sum + worker.n, 0)
    const seen = `worker ${worst.worker} waited for a core for ${percent(worst.share)} of the time`
    if (!hasUserStamps(measured)) {
      return passed(worst.share, null, n, `${seen}; kernel stamps don’t wait for it`)
    }
    const tightest = tightestLatency(measured)
    if (tightest === undefined) return notApplicable('no latency was measured')
    const seenIn = worst.waitNs > leastWait * (tightest.medianNs / tightest.weight)
    const { status, threshold } = grade(seenIn ? worst.share : 0, thresholds)
    if (status === 'ok') return passed(worst.share, threshold, n, seen)
    return {
      status,
      statistic: worst.share,
      threshold,
      n,
      affects: touchedLatencies(measured, worst.waitNs, leastWait),
      message: `${seen}, ${duration(worst.waitNs)} of each quarter of a second: what came then was stamped after it`,
      remedy:
        'Use the kernel’s stamps (--transport kernel, Linux), or keep other work off the client’s cores (--pin).',
    }
  },
}
