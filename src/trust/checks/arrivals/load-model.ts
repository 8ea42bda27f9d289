import type { Check, Finding } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { digits, percent } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { heldShare, openSends } from './open-sends.ts'

/** Share of sends that --max-concurrency may hold before the load isn't open any more. */
const mostHeld = 0.001

export const loadModel: Check = {
  id: 'load-model',
  group: 'arrivals',
  title: 'The load is what it is called',
  tests:
    'Open, closed and partly open loads of the same throughput differ by orders of magnitude in latency, so a latency without its load model says nothing. An open load with --max-concurrency is open until the limit is reached; from then on requests wait in the client and arrive when others end, as in a closed loop, and a latency from the send leaves that wait out.',
  formula:
    'share of measured open sends that waited for --max-concurrency (planned_ns before the end that made room for them); above 0.1 % suspect, and so is a run that mixes load models',
  source:
    'Schroeder, Wierman and Harchol-Balter, “Open versus closed: a cautionary tale”, NSDI 2006. vegeta -max-workers, inference-perf’s semaphore and wrk2’s connections close an open loop without a word.',
  judge(evidence) {
    const { load } = evidence.measured
    if (load.model === 'closed') return closed(evidence)
    if (load.model === 'unpaced') {
      const message = `unpaced, ${evidence.plan.maxConcurrency} in flight: throughput is the server’s most at that, and latencies are those of a full queue`
      return passed(null, null, load.sent, message)
    }
    const sends = openSends(evidence)
    const held = heldShare(sends, (i) => sends.measured[i] === 1) || 0
    if (held > mostHeld) return partlyOpen(evidence, held)
    if (load.model === 'mixed') return mixed(load.sent, held)
    const limit = evidence.plan.maxConcurrency
    const within = Number.isFinite(limit) ? `, and --max-concurrency ${limit} was hardly reached` : ''
    return passed(
      held,
      mostHeld,
      load.sent,
      `open loop, ${load.arrival?.replace('poisson', 'Poisson')} arrivals${within}`,
    )
  },
}

function closed({ measured: { load, queries } }: Evidence): Finding {
  const each = queries === null ? '' : ` times a query of ${queries.size}`
  const message = `closed loop of ${load.concurrency}${each}: a slow server slows the load down, so latencies hold at that concurrency, not for users who come on their own`
  return passed(null, null, load.sent, message)
}

function partlyOpen({ measured: { load }, plan }: Evidence, held: number): Finding {
  const model = held > 0.5 ? 'closed in effect' : 'partly open'
  return {
    status: 'suspect',
    statistic: held,
    threshold: mostHeld,
    n: load.sent,
    affects: ['*'],
    message: `the load was ${model}: ${percent(held)} of sends waited for --max-concurrency ${digits(plan.maxConcurrency)}, so latencies are neither those of open arrivals nor those of a closed loop`,
    remedy:
      'Raise --max-concurrency, lower the rate, or measure a closed loop with --concurrency and call it so.',
  }
}

function mixed(n: number, held: number): Finding {
  return {
    status: 'suspect',
    statistic: held,
    threshold: mostHeld,
    n,
    affects: ['*'],
    message: 'stages of different load models are pooled: the numbers are of neither',
    remedy: 'Run the stages one by one, or take the numbers of each stage from the records (column stage).',
  }
}
