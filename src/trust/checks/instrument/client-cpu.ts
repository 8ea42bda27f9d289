import { quantile } from '../../../statistics/quantile.ts'
import type { Check } from '../../check.ts'
import { digits } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { hasUserStamps, measuredLatencies, tightestLatency } from './touched-latencies.ts'
import { turnFigures } from './turn-figures.ts'
import { busyCores } from './worker-cores.ts'

const saturated = 0.9
/** Share of the smallest median latency above which turns show that the processor was short. */
const longTurn = 0.05

export const clientCpu: Check = {
  id: 'client-cpu',
  group: 'instrument',
  title: 'The client had processor time to spare',
  tests:
    'A worker is one loop on one core. Near a whole core it queues: sends come late, several events share a read, and a closed loop sends no faster than the client can, so that throughput is the client’s. With kernel stamps latencies stay what their bounds say. With user-space stamps the queue is in them.',
  formula:
    '(cpu_user_us + cpu_system_us) / time, in cores, by worker and second of the measured window, the run’s first second and seconds of mere spinning (turns > 2 reads) left out. Kernel stamps: the 90th percentile above 0.9 suspect. User-space stamps: the busiest second above 0.9 suspect, and invalid where loop turns are above 5 % of the smallest median latency',
  source: 'A queue’s wait grows as ρ / (1 − ρ): at 0.9, nine services. Locust warns at 90 % too.',
  judge(evidence) {
    const { measured, workers } = evidence
    const user = hasUserStamps(measured)
    const seconds = workers
      .map((series) => ({ worker: series.worker, cores: busyCores(series, measured.window) }))
      .filter(({ cores }) => cores.length > 0)
      .map(({ worker, cores }) => ({ worker, n: cores.length, cores: quantile(cores, user ? 1 : 0.9) }))
    const [first] = seconds
    if (first === undefined) return notApplicable('the workers weren’t sampled for long enough')
    const worst = seconds.reduce((a, b) => (b.cores > a.cores ? b : a))
    const n = seconds.reduce((sum, worker) => sum + worker.n, 0)
    const which = user ? 'in its busiest second' : 'in its busiest tenth of seconds'
    if (worst.cores === 0)
      return passed(0, saturated, n, 'the loops had nothing to do for most of their turns')
    const seen = `worker ${worst.worker} kept ${digits(worst.cores)} cores busy ${which}`
    if (worst.cores <= saturated) return passed(worst.cores, saturated, n, seen)
    const touchedNs = Math.max(...turnFigures(evidence).map(({ typicalNs }) => typicalNs))
    const tightest = tightestLatency(measured)
    const late =
      user && tightest !== undefined && touchedNs > longTurn * (tightest.medianNs / tightest.weight)
    const rates = ['requests_per_s', 'output_tokens_per_s', 'lateness_ms']
    const consequence = user
      ? late
        ? ': its queue is in every latency'
        : ''
      : measured.load.model === 'open'
        ? ': sends can be late'
        : ': throughput can be the client’s own'
    return {
      status: late ? 'invalid' : 'suspect',
      statistic: worst.cores,
      threshold: saturated,
      n,
      affects: user ? [...rates, ...measuredLatencies(measured).map(({ name }) => name)] : rates,
      message: seen + consequence,
      remedy: `Use more --workers than ${workers.length}, on cores of their own (--pin), or lower the load.`,
    }
  },
}
