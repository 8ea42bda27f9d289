import { clopperPearson } from '../../statistics/clopper-pearson.ts'
import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import { compareBlocks } from '../comparison/compare-blocks.ts'
import { comparedMetric } from '../comparison/compared-metric.ts'
import { comparisonDefaults } from '../comparison/comparison-options.ts'
import type { AbOptions } from './ab-options.ts'
import { assessBlocks } from './assess-blocks.ts'
import type { MeasuredBlock } from './measured-block.ts'

/** How many of some comparisons of a server with itself showed a difference. */
export interface AlarmCount {
  readonly comparisons: number
  readonly alarms: number
  /** Clopper and Pearson's 95 % interval of the share; null without comparisons. */
  readonly ci95: readonly [low: number, high: number] | null
}

/** What a series of blocks of A against A says about comparing on this machine. */
export interface FalseAlarms {
  /** Whole A/B experiments, one after the other in the series, each to its decision: an alarm is a difference of any decision metric. */
  readonly experiments: AlarmCount
  /** Each metric by itself in every 6 blocks, at 5 %. Those of the same blocks aren't independent of each other. */
  readonly metrics: readonly (AlarmCount & { readonly metric: string })[]
}

const plainAlpha = 0.05

/**
 * Takes a series of blocks of a server against itself for as many A/B experiments as it holds, each with blocks of its own: the next begins
 * where the last one was decided or had its last look. What isn't over at the end of the series isn't counted.
 */
export function falseAlarms(
  blocks: readonly MeasuredBlock[],
  options: AbOptions,
  shown: readonly string[],
): FalseAlarms {
  return {
    experiments: alarmsOf(experimentsIn(blocks, options)),
    metrics: shown.map((metric) => ({ metric, ...alarmsOf(plainComparisons(metric, blocks, options)) })),
  }
}

/** Of each experiment whether it raised an alarm. */
function experimentsIn(blocks: readonly MeasuredBlock[], options: AbOptions): readonly boolean[] {
  const alarms: boolean[] = []
  for (let rest = blocks; rest.length > 0; ) {
    const { used, alarm } = firstExperiment(rest, options)
    if (alarm === null) break
    alarms.push(alarm)
    rest = rest.slice(used)
  }
  return alarms
}

function firstExperiment(
  blocks: readonly MeasuredBlock[],
  options: AbOptions,
): { readonly used: number; readonly alarm: boolean | null } {
  let used = 0
  for (;;) {
    const { state, nextLookAt, metrics } = assessBlocks(blocks.slice(0, used), options)
    if (state !== 'going_on') {
      return {
        used,
        alarm: metrics.some(({ comparison: { verdict } }) => verdict === 'better' || verdict === 'worse'),
      }
    }
    if (nextLookAt === null || nextLookAt > blocks.length) return { used, alarm: null }
    used = nextLookAt
  }
}

function plainComparisons(
  name: string,
  blocks: readonly MeasuredBlock[],
  { effect }: AbOptions,
): readonly boolean[] {
  const metric = comparedMetric(name)!
  const size = sequentialLooks[0]!.blocks
  const given = { ...comparisonDefaults, effectOfInterest: effect, alpha: plainAlpha }
  return Array.from({ length: Math.floor(blocks.length / size) }, (_, at) => {
    return compareBlocks(metric, blocks.slice(at * size, (at + 1) * size), given)
  }).flatMap(({ changeCi95, verdict }) => {
    return changeCi95 === null ? [] : [verdict === 'better' || verdict === 'worse']
  })
}

function alarmsOf(outcomes: readonly boolean[]): AlarmCount {
  const comparisons = outcomes.length
  const alarms = outcomes.filter((alarm) => alarm).length
  return { comparisons, alarms, ci95: comparisons === 0 ? null : clopperPearson(alarms, comparisons) }
}
