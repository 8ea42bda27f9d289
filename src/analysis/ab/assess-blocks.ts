import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import { compareBlocks } from '../comparison/compare-blocks.ts'
import { type ComparedMetric, comparedMetric } from '../comparison/compared-metric.ts'
import { comparisonDefaults } from '../comparison/comparison-options.ts'
import { withInvalidMark } from '../comparison/invalid-mark.ts'
import type { MetricComparison } from '../comparison/metric-comparison.ts'
import { overRuns } from '../comparison/metric-of-side.ts'
import { touchesOf } from '../comparison/touches-of.ts'
import type { AbOptions } from './ab-options.ts'
import { type FirstBlock, judgeFirstBlock } from './first-block.ts'
import type { MeasuredBlock } from './measured-block.ts'

/** A metric that A and B are held against each other by. */
export interface AbMetric {
  readonly comparison: MetricComparison
  /** Whether it is one of those that the experiment decides on. */
  readonly decides: boolean
  /** Whether there is nothing more to find out: a difference was shown, or one of interest would have. */
  readonly decided: boolean
  /** Blocks that it is of: for what was decided, those of the look that did. */
  readonly blocks: number
  /** Of its interval: 1 − this is the level. */
  readonly alpha: number
}

/** A look that was held. */
export interface AbLook {
  readonly blocks: number
  /** Its part of the 5 % of false alarms, for all decision metrics together. */
  readonly alpha: number
  /** Decision metrics that were open after it. */
  readonly open: readonly string[]
}

/** What the blocks so far come to. */
export interface AbAssessment {
  /** `going_on`: another look is to come; `no_figures`: a decision metric has no figure in any block, and more won't give it one. */
  readonly state: 'going_on' | 'decided' | 'out_of_blocks' | 'no_figures'
  /** Null before the first look, which decides it. */
  readonly firstBlock: FirstBlock | null
  readonly looks: readonly AbLook[]
  /** Blocks that must have been measured for the next look, the first one included; null where there is none. */
  readonly nextLookAt: number | null
  /** The decision metrics in the order in which they were given. Before the first look nothing is decided, whatever they say. */
  readonly metrics: readonly AbMetric[]
}

/** Blocks after which a metric that no run has a figure of is given up. */
const enoughToSee = 3

/** Alpha of one look of one metric: Bonferroni over the metrics, so that 5 % is for all looks and metrics together. */
function alphaOf(lookAlpha: number, { metrics }: AbOptions): number {
  return lookAlpha / metrics.length
}

/**
 * What can be said of A and B after these blocks, which are looked at when there are 6, 10 and 16 of them and never else: looking after
 * every block would show a difference that isn't there in one series of seven. Pure, and of all blocks from the first: the same
 * whenever it is asked. The first look also decides whether the first block is dropped; another one is then measured for it.
 */
export function assessBlocks(measured: readonly MeasuredBlock[], options: AbOptions): AbAssessment {
  const metrics = options.metrics.map((name) => comparedMetric(name)!)
  const looks = sequentialLooks.filter(({ blocks }) => blocks <= options.mostBlocks)
  const [first] = looks
  if (first === undefined) throw new RangeError(`no look comes within ${options.mostBlocks} blocks`)
  const firstBlock =
    measured.length < first.blocks ? null : firstBlockOf(metrics, measured.slice(0, first.blocks), options)
  const dropped = firstBlock?.dropped === true ? 1 : 0
  const kept = measured.slice(dropped)
  const held: AbLook[] = []
  let latest = metrics.map((metric) =>
    undecided(compareAt(metric, kept, alphaOf(first.alpha, options), options)),
  )
  if (lacksFigures(metrics, measured)) {
    return { state: 'no_figures', firstBlock, looks: held, nextLookAt: null, metrics: latest }
  }
  for (const { blocks, alpha } of looks) {
    if (firstBlock === null || kept.length < blocks) {
      return { state: 'going_on', firstBlock, looks: held, nextLookAt: blocks + dropped, metrics: latest }
    }
    latest = latest.map((before, at) => {
      // What a look has shown stays shown: later ones are for what is open.
      if (held.length > 0 && isShown(before.comparison)) return before
      return compareAt(metrics[at]!, kept.slice(0, blocks), alphaOf(alpha, options), options)
    })
    const open = latest.flatMap(({ decided, comparison }) => (decided ? [] : [comparison.metric]))
    held.push({ blocks, alpha, open })
    if (open.length === 0) {
      return { state: 'decided', firstBlock, looks: held, nextLookAt: null, metrics: latest }
    }
  }
  return { state: 'out_of_blocks', firstBlock, looks: held, nextLookAt: null, metrics: latest }
}

function firstBlockOf(
  metrics: readonly ComparedMetric[],
  blocks: readonly MeasuredBlock[],
  { keepFirst }: AbOptions,
): FirstBlock {
  if (keepFirst) return { dropped: false, message: 'that was asked for' }
  return judgeFirstBlock(metrics, blocks)
}

function lacksFigures(metrics: readonly ComparedMetric[], blocks: readonly MeasuredBlock[]): boolean {
  if (blocks.length < enoughToSee) return false
  return metrics
    .map(overRuns)
    .some(({ read }) => blocks.every(({ a, b }) => read(a) === null && read(b) === null))
}

/** Blocks that the latest look was of, all so far where there was none. */
export function lookedAt<Block>(
  measured: readonly Block[],
  { firstBlock, looks }: Pick<AbAssessment, 'firstBlock' | 'looks'>,
): readonly Block[] {
  const kept = firstBlock?.dropped === true ? measured.slice(1) : measured
  const look = looks.at(-1)
  return look === undefined ? kept : kept.slice(0, look.blocks)
}

/**
 * A metric that decides nothing, at the level of the decision metrics, of the same blocks. It is marked where a failed check of a run touches
 * it: such runs are measured all the same, as long as what is decided on may be believed.
 */
export function compareBeside(
  metric: ComparedMetric,
  measured: readonly MeasuredBlock[],
  assessment: AbAssessment,
  options: AbOptions,
): AbMetric {
  const look = assessment.looks.at(-1) ?? sequentialLooks[0]!
  const blocks = lookedAt(measured, assessment)
  const compared = compareAt(metric, blocks, alphaOf(look.alpha, options), options)
  const touches = blocks.flatMap(({ a, b }) =>
    [a, b].flatMap((run) => touchesOf(run, [metric.name], 'invalid')),
  )
  const checks = [...new Set(touches.map(({ check }) => check))]
  const { comparison, ...rest } = assessment.looks.length === 0 ? undecided(compared) : compared
  return { ...rest, comparison: withInvalidMark(comparison, checks), decides: false }
}

function compareAt(
  metric: ComparedMetric,
  blocks: readonly MeasuredBlock[],
  alpha: number,
  { effect }: AbOptions,
): AbMetric {
  const comparison = compareBlocks(metric, blocks, { ...comparisonDefaults, effectOfInterest: effect, alpha })
  return {
    comparison,
    decides: true,
    decided: comparison.verdict !== 'cant_tell',
    blocks: blocks.length,
    alpha,
  }
}

function isShown({ verdict }: MetricComparison): boolean {
  return verdict === 'better' || verdict === 'worse'
}

function undecided(metric: AbMetric): AbMetric {
  return { ...metric, decided: false, comparison: { ...metric.comparison, verdict: 'cant_tell' } }
}
