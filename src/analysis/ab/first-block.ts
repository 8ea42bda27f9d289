import { moments } from '../../statistics/moments.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { ComparedMetric } from '../comparison/compared-metric.ts'
import { overRuns } from '../comparison/metric-of-side.ts'
import type { MeasuredBlock } from './measured-block.ts'

/** What was decided of the first block. */
export interface FirstBlock {
  readonly dropped: boolean
  /** Why, in a sentence without its full stop. */
  readonly message: string
}

/** Chance that a first block like the others is dropped, over all metrics together. */
const falseDrops = 0.01

/** A shift that is smaller than this is left, however alike the others are: it can't be what warming up looks like. */
const leastShift = 0.01

/**
 * Whether the first block is unlike those after it: its level (the mean of ln A and ln B; of shares, of A and B) lies outside the
 * interval that the later blocks predict for one more, m ± t s √(1 + 1/n), at 1 % over all metrics. A level is the same when A
 * and B are exchanged, so that dropping the block favours neither, and where they don't differ raises no false alarms.
 */
export function judgeFirstBlock(
  metrics: readonly ComparedMetric[],
  blocks: readonly MeasuredBlock[],
): FirstBlock {
  for (const metric of metrics) {
    const [first, ...later] = blocks.map((block) => levelOf(metric, block))
    const known = later.filter((level) => level !== null)
    if (first === undefined || first === null || known.length < 2) continue
    const { mean, sd, n } = moments(known)
    const t = studentTQuantile(1 - falseDrops / metrics.length / 2, n - 1)
    const shift = first - mean
    if (Math.abs(shift) <= Math.max(leastShift, t * sd * Math.sqrt(1 + 1 / n))) continue
    return {
      dropped: true,
      message: `${metric.name} of both sides was ${inWords(metric, shift)} than in the blocks after it`,
    }
  }
  return { dropped: false, message: 'it is like the blocks after it' }
}

function levelOf(metric: ComparedMetric, { a, b }: MeasuredBlock): number | null {
  const { unit, read } = overRuns(metric)
  const values = [read(a), read(b)]
  if (values.some((value) => value === null || !Number.isFinite(value))) return null
  const [ofA, ofB] = values as [number, number]
  if (unit === 'share') return (ofA + ofB) / 2
  return ofA > 0 && ofB > 0 ? (Math.log(ofA) + Math.log(ofB)) / 2 : null
}

function inWords({ unit }: ComparedMetric, shift: number): string {
  const size = unit === 'share' ? Math.abs(shift) : Math.abs(Math.expm1(shift))
  const percent = Number((100 * size).toPrecision(2))
  const amount = unit === 'share' ? `${percent} points` : `${percent} %`
  return `${amount} ${shift > 0 ? 'higher' : 'lower'}`
}
