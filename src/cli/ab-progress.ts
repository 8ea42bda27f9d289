import type { BlockRow } from '../analysis/ab/block-row.ts'
import { comparedMetric } from '../analysis/comparison/compared-metric.ts'
import type { AbProgress } from '../experiment/ab/ab-progress.ts'
import type { Summary } from '../metrics/summary.ts'
import { formatDecimal, noNumber } from '../report/format-number.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { tell } from './tell.ts'

const shown = ['ttft.p50', 'tpot.p50', 'e2e.p50', 'requests_per_s']

/** Says on standard error what an A/B experiment is doing. What it doesn't say between looks is how A and B compare. */
export const abProgress: AbProgress = {
  openRun: () => openProgress(process.stderr, process.env),
  runBegins: ({ side, block, order, attempt, ofBlocks }) => {
    const again = attempt === 1 ? '' : ', once more'
    tell(`[block ${block + 1}, ${ofBlocks} to the next look] ${order}, ${side.toUpperCase()}${again}`)
  },
  runEnded: ({ status, error }, summary) => {
    if (status === 'measured' && summary !== null) tell(`  ${figuresOf(summary)}`)
    else tell(`  ${status === 'invalid' ? 'INVALID' : 'failed'}: ${error?.split('\n')[0]}`)
  },
  blockEnded: (row) => {
    const lost = lostInWords(row)
    if (lost !== null) tell(`  ${lost}`)
  },
  lookHeld: ({ blocks, open }, { dropped, message }, goesOn) => {
    const first = dropped ? `, the first one dropped (${message})` : ''
    const found = open.length === 0 ? 'decided' : `${open.join(', ')} open`
    const then = open.length === 0 || goesOn === null ? '' : `; on to ${goesOn}`
    tell(`Look at ${blocks} blocks${first}: ${found}${then}`)
  },
}

function figuresOf(summary: Summary): string {
  const figures = shown.flatMap((name) => {
    const metric = comparedMetric(name)
    const value = metric?.read(summary) ?? null
    if (metric === undefined || value === null) return []
    return [metric.unit === 'ms' ? `${name} ${formatDecimal(value)} ms` : `${formatDecimal(value)} req/s`]
  })
  const { status } = summary.verdict
  const verdict = status === 'INVALID' ? 'INVALID for other metrics' : status
  return [verdict, ...(figures.length === 0 ? [noNumber] : figures)].join(', ')
}

function lostInWords({ attempt, a, b }: BlockRow): string | null {
  if (a?.status === 'measured' && b?.status === 'measured') return null
  return attempt === 1 ? 'the block is measured once more' : 'the block is lost'
}
