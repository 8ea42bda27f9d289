import type { Summary } from '../metrics/summary.ts'
import { formatQuantity, formatRate, formatSpanNs } from './format-number.ts'

const arrivalName: Readonly<Record<string, string>> = {
  constant: 'evenly spaced',
  poisson: 'Poisson',
  gamma: 'gamma',
}

function loadModelInWords({ load, queries }: Summary): string {
  switch (load.model) {
    case 'open': {
      const arrival = load.arrival === null ? '' : `, ${arrivalName[load.arrival] ?? load.arrival}`
      const rate = load.requested_rate_per_s
      return `open loop${arrival}${rate === null ? '' : ` ${formatRate(rate, 'req')}`}`
    }
    case 'closed':
      if (load.concurrency === null) return 'closed loop'
      return `closed loop, ${inSlots(load.concurrency, queries)} at a time`
    case 'unpaced':
      return load.concurrency === null
        ? 'as fast as possible'
        : `as fast as possible, ${load.concurrency} at a time`
    case 'mixed':
      return 'stages of different load'
    default:
      return load.model
  }
}

/** `8`, or `2 queries of 8`. */
function inSlots(slots: number, queries: Summary['queries']): string {
  return queries === null ? String(slots) : `${slots} ${slots === 1 ? 'query' : 'queries'} of ${queries.size}`
}

/** `open loop, Poisson 8.00 req/s for 30 s after 5 s warm-up`. Says what happened: a run cut short has its own length. */
export function loadInWords(summary: Summary): string {
  const { window } = summary
  const model = loadModelInWords(summary)
  const measured = formatSpanNs(window.end_ns - window.start_ns)
  if (summary.state === 'interrupted') return `${model}, cut short after ${measured} of measuring`
  const length =
    window.kind === 'requests'
      ? `for ${formatQuantity(summary.load.planned, 'request')} (${measured})`
      : `for ${measured}`
  const warmup =
    window.warmup_requests > 0 ? ` after ${formatSpanNs(window.start_ns)} warm-up` : ', no warm-up'
  return `${model} ${length}${warmup}`
}
