import { TareError } from '../../errors.ts'
import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import { comparedMetric } from '../comparison/compared-metric.ts'
import { comparisonDefaults } from '../comparison/comparison-options.ts'

/** What is to be decided about A and B, said before anything is measured. */
export interface AbOptions {
  /** What it is decided on, at most `mostDecisionMetrics`; every other metric is shown and decides nothing. */
  readonly metrics: readonly string[]
  /** Change that is of interest, as a share (of shares: in points): one as small must show, or it can't be told. */
  readonly effect: number
  /** Keeps the first block even if it is unlike the others. */
  readonly keepFirst: boolean
  /** Blocks after which there is no further look. */
  readonly mostBlocks: number
}

const mostDecisionMetrics = 3

export const abDefaults: Omit<AbOptions, 'metrics'> = {
  effect: comparisonDefaults.effectOfInterest,
  keepFirst: false,
  mostBlocks: 16,
}

/** Throws TareError 'usage' for what can't be decided on. */
export function checkAbOptions({ metrics, effect, mostBlocks }: AbOptions): void {
  const unknown = metrics.find((name) => comparedMetric(name) === undefined)
  if (unknown !== undefined) {
    throw new TareError('usage', `there is no metric ${unknown.slice(0, 40)} to decide on`, {
      hint: 'Name one as objectives do: ttft.p50, tpot.p50, e2e.p99, requests_per_s, goodput.',
    })
  }
  if (
    metrics.length === 0 ||
    metrics.length > mostDecisionMetrics ||
    new Set(metrics).size < metrics.length
  ) {
    throw new TareError('usage', `${metrics.length} metrics to decide on: ${metrics.join(', ')}`, {
      hint: `Give 1 to ${mostDecisionMetrics} different ones: each takes its part of the 5 % of false alarms.`,
    })
  }
  if (!(effect > 0 && effect < 1)) {
    throw new TareError('usage', `an effect of interest of ${effect} is no share between 0 and 1`, {
      hint: 'Give the smallest change that matters: 5%.',
    })
  }
  if (!sequentialLooks.some(({ blocks }) => blocks === mostBlocks)) {
    throw new TareError('usage', `at most ${mostBlocks} blocks end at no look`, {
      hint: `Looks are at ${sequentialLooks.map(({ blocks }) => blocks).join(', ')} blocks: give one of these.`,
    })
  }
}
