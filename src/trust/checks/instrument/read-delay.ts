import type { Check } from '../../check.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { hasUserStamps } from './touched-latencies.ts'

const suspect = 0.01

export const readDelay: Check = {
  id: 'read-delay',
  group: 'instrument',
  title: 'Arrived bytes were read soon',
  tests:
    'The time from the kernel’s having bytes to the process’s reading them isn’t in any latency with kernel stamps. But a closed loop sends the next request when it has read the end of the last: the delay is idle time for the server, so throughput comes out low by its share of a cycle. In an open loop the plan goes on regardless.',
  formula:
    'closed or unpaced load: mean of read_delay_us / mean of e2e above 1 % suspect. Open load: ok. User-space stamps can’t see the delay: it is in the numbers, where timestamp-error judges it',
  source:
    'Little’s law over a cycle: X = N / (R + delay). The delay is the bias that arXiv 2605.24217 infers.',
  judge({ measured }) {
    const { n, mean, p50, p99 } = measured.instrument.read_delay_us
    if (hasUserStamps(measured)) return notApplicable('user-space stamps can’t tell arrival from reading')
    const e2eMs = measured.latency_ms.e2e.mean
    if (mean === null || e2eMs === null || e2eMs <= 0)
      return notApplicable('nothing was read of a whole reply')
    const share = mean / 1e3 / e2eMs
    const quantiles =
      p50 === null || p99 === null ? '' : ` (p50 ${duration(p50 * 1e3)}, p99 ${duration(p99 * 1e3)})`
    const seen = `bytes waited ${duration(mean * 1e3)} on average to be read${quantiles}`
    if (measured.load.model === 'open')
      return passed(share, null, n, `${seen}, which is in no number of an open loop`)
    if (share <= suspect) return passed(share, suspect, n, `${seen}, ${percent(share)} of a request’s time`)
    return {
      status: 'suspect',
      statistic: share,
      threshold: suspect,
      n,
      affects: throughputs,
      message: `${seen}: ${percent(share)} of a request’s time, by which throughput can be low`,
      remedy: 'Use more --workers, or --pin, or keep other work off the machine.',
    }
  },
}

/** Names of the rates of a summary. */
const throughputs: readonly string[] = [
  'requests_per_s',
  'output_tokens_per_s',
  'input_tokens_per_s',
  'total_tokens_per_s',
]
