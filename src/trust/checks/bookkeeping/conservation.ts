import type { Check } from '../../check.ts'
import type { Evidence, WorkerSeries } from '../../evidence.ts'
import { counted, listed } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { statusCode } from '../../request-table.ts'
import { indexFaults } from './index-faults.ts'

/** A disagreement between two counts of the same requests. */
interface Mismatch {
  readonly requests: number
  readonly message: string
}

export const conservation: Check = {
  id: 'conservation',
  group: 'bookkeeping',
  title: 'Every request is accounted for, once',
  tests:
    'What was planned was sent, what was sent has ended, and each request has one record. The workers count what they do apart from the records, so a record that was lost, written twice, or vanished with its worker shows as a difference. Every number of the run is a sum over its records: if those are not all of them, no number is of the run.',
  formula:
    'planned = sent (runs that came to their end); for each worker its counters sent = ended = ok + failed = its records, ok its records with status ok; each index once, and none missing below the last that must have been sent. Any difference is invalid',
  source:
    'The flow balance of operational analysis (Denning and Buzen 1978), by request rather than on average. Tools that average what their workers report (Lancet) can’t notice a worker that reported nothing.',
  judge(evidence) {
    const { requests, workers } = evidence
    const mismatches = [...planned(evidence), ...indices(evidence), ...accounts(evidence)]
    if (mismatches.length === 0) {
      if (requests.length === 0) return notApplicable('no request was sent')
      const by = workers.length === 0 ? 'the records' : 'the records and by the workers’ own counters'
      const all =
        requests.length === 1
          ? 'the only request is accounted for'
          : `all ${requests.length} requests are accounted for`
      return passed(0, 0, requests.length, `${all} by ${by}`)
    }
    const shown = mismatches.slice(0, 3).map(({ message }) => message)
    const more = mismatches.length - shown.length
    return {
      status: 'invalid',
      statistic: mismatches.reduce((sum, { requests: count }) => sum + count, 0),
      threshold: 0,
      n: requests.length,
      affects: ['*'],
      message: shown.join('; ') + (more > 0 ? `; and ${more} more` : ''),
      remedy: 'Look in log.ndjson for a damaged spool or a full disk; if there is none, report a bug.',
    }
  },
}

/** Of a plan whose number of requests is known. */
function planned({ measured, plan }: Evidence): readonly Mismatch[] {
  const { state, load, window } = measured
  const short = load.planned - load.sent
  // The end of the last stage may come before the number of requests is reached.
  const mayEndEarly = window.kind === 'requests' && Number.isFinite(plan.sendingEndsNs)
  if (short === 0 || (short > 0 && (state !== 'complete' || mayEndEarly))) return []
  return [
    {
      requests: Math.abs(short),
      message: `${load.planned} measured requests were planned and ${load.sent} have a record`,
    },
  ]
}

function indices(evidence: Evidence): readonly Mismatch[] {
  const { repeated, missing } = indexFaults(evidence)
  const mismatches: Mismatch[] = []
  if (repeated.length > 0) {
    mismatches.push({
      requests: repeated.length,
      message: `${counted(repeated.length, 'request')} recorded more than once (the first is ${repeated[0]})`,
    })
  }
  if (missing > 0) {
    mismatches.push({
      requests: missing,
      message: `${counted(missing, 'request')} of those sent left no record`,
    })
  }
  return mismatches
}

/** A run that died took with it what its workers hadn't written yet, so its counters prove nothing. */
function accounts({ measured, requests, workers, plan }: Evidence): readonly Mismatch[] {
  if (measured.state === 'recovered' || workers.length === 0) return []
  const records = countByWorker(requests)
  const planned = Array.from({ length: plan.workers }, (_, worker) => worker)
  const numbers = new Set([...planned, ...workers.map(({ worker }) => worker), ...records.keys()])
  return [...numbers]
    .sort((a, b) => a - b)
    .flatMap((worker): readonly Mismatch[] => {
      const series = workers.find((each) => each.worker === worker)
      const own = records.get(worker) ?? { all: 0, ok: 0 }
      return series === undefined ? noAccount(worker, own.all) : account(series, own)
    })
}

interface RecordCount {
  all: number
  ok: number
}

function countByWorker({ length, columns }: Evidence['requests']): ReadonlyMap<number, RecordCount> {
  const counts = new Map<number, RecordCount>()
  const ok = statusCode('ok')
  for (let i = 0; i < length; i++) {
    const worker = columns.worker[i]!
    const count = counts.get(worker) ?? { all: 0, ok: 0 }
    counts.set(worker, count)
    count.all++
    if (columns.status[i] === ok) count.ok++
  }
  return counts
}

function noAccount(worker: number, records: number): readonly Mismatch[] {
  if (records === 0) return [{ requests: 1, message: `worker ${worker} left neither records nor an account` }]
  return [
    {
      requests: records,
      message: `worker ${worker} left ${counted(records, 'record')} and no account of them`,
    },
  ]
}

function account(series: WorkerSeries, records: RecordCount): readonly Mismatch[] {
  const pairs = [
    ['sent', series.sent.at(-1), records.all],
    ['ended', series.ended.at(-1), records.all],
    ['ok', series.ok.at(-1), records.ok],
    ['failed', series.failed.at(-1), records.all - records.ok],
  ] as const
  const wrong = pairs.filter(([, own = Number.NaN, recorded]) => Math.abs(own - recorded) > 0)
  if (wrong.length === 0) return []
  const says = (side: (pair: (typeof pairs)[number]) => number | undefined): string =>
    listed(wrong.map((pair) => `${side(pair)} ${pair[0]}`))
  return [
    {
      requests: Math.max(...wrong.map(([, own = 0, recorded]) => Math.abs(own - recorded))),
      message: `worker ${series.worker} counted ${says(([, own]) => own)}, its records are ${says(([, , recorded]) => recorded)}`,
    },
  ]
}
