import { TareError } from '../../errors.ts'
import {
  burstinesses,
  type CalibrationPoint,
  type Envelope,
  type EnvelopeKey,
} from '../../trust/calibration/envelope.ts'
import { envelopeLimits, type LadderEnd } from '../../trust/calibration/envelope-limits.ts'
import type { TruthComparison } from '../truth-comparison.ts'
import { calibrationPoint, criterion } from './calibration-point.ts'
import { type LadderRule, limitOf, nextRung, type Rung } from './ladder.ts'
import { type Traffic, type TrafficKind, type TrafficSpec, traffic } from './traffic.ts'

/** A load to be measured, and for how long. */
export interface CalibrationLoad {
  readonly workers: number
  readonly spec: TrafficSpec
  readonly traffic: Traffic
  readonly warmupNs: number
  readonly measureNs: number
  /** Aborted when the time is over, or by hand: the measurement must then reject. */
  readonly stop: AbortSignal
}

export interface CalibrateOptions {
  readonly key: EnvelopeKey
  /** Numbers of workers, ascending. */
  readonly workerCounts: readonly number[]
  /** Most streams that the machine's limits allow. */
  readonly mostStreams: number
  /** Wall-clock time for all of it. Below a minute it is a quick calibration. */
  readonly budgetNs: number
  readonly measure: (load: CalibrationLoad) => Promise<TruthComparison>
  /** A monotonic clock. */
  readonly nowNs: () => number
  readonly startedAt: Date
  readonly onPoint: (point: CalibrationPoint) => void
  /** Aborting it ends the calibration with TareError 'interrupted'. */
  readonly stop: AbortSignal
}

/** Below it loads grow in larger steps. */
const quickBelowNs = 60e9
/** Of the budget: 2.5 s of three minutes. At least a reply's time, and no longer than is of use. */
const measureShare = 1 / 72
const shortestMeasureNs = 0.75e9
const shortestWarmupNs = 0.6e9
const longestMeasureNs = 2.5e9
/** What a measurement takes besides, before any has been seen: starting, draining, comparing. */
const firstOverheadNs = 2e9
/** A larger load takes longer to compare with the truth. */
const growth = 1.15

interface Ladder {
  readonly kind: TrafficKind
  readonly burstiness: TrafficSpec['burstiness']
  readonly workers: number
  readonly rule: LadderRule
  readonly rungs: Rung[]
  /** Wall-clock time of its last measurement. */
  tookNs: number | null
  /** Whether there was no time for its next load. */
  left: boolean
}

/**
 * Searches for what the instrument can measure: for each number of workers, burstiness and kind of traffic, loads that
 * grow until one doesn't keep the criterion or the simulator can't send more. Ladders take turns, so that what a
 * budget leaves out are the largest loads. Throws TareError 'interrupted', and 'resources' when there was no time for
 * anything.
 */
export async function calibrate(options: CalibrateOptions): Promise<Envelope> {
  const quick = options.budgetNs < quickBelowNs
  const startNs = options.nowNs()
  const points: CalibrationPoint[] = []
  const ends: LadderEnd[] = []
  let before: readonly Ladder[] = []
  for (const [at, workers] of options.workerCounts.entries()) {
    const ladders = laddersOf(options, workers, before, quick)
    // Each number of workers has an equal share of the time, and what those before it left.
    const share = (at + 1) / options.workerCounts.length
    await climb(options, ladders, points, startNs + options.budgetNs * share)
    for (const { kind, burstiness, rule, rungs } of ladders)
      if (rungs.length > 0) ends.push({ workers, kind, burstiness, limitedBy: limitOf(rule, rungs) })
    before = ladders
  }
  if (points.length === 0) {
    throw new TareError('resources', 'there was no time to measure anything', {
      hint: 'Give a longer --budget: ten seconds are the least.',
    })
  }
  return {
    schema: 'tare.envelope/1',
    key: options.key,
    calibrated_at: options.startedAt.toISOString(),
    quick,
    criterion,
    points,
    limits: envelopeLimits(points, ends),
  }
}

/** Where the ladders begin and how steep they are: streams. */
const ladderRules = {
  full: { tokens: { first: 32, factor: 2 }, requests: { first: 8, factor: 2 } },
  quick: { tokens: { first: 64, factor: 4 }, requests: { first: 16, factor: 4 } },
} as const
const mostStreams = { tokens: 4096, requests: 1024 } as const

function laddersOf(
  options: CalibrateOptions,
  workers: number,
  before: readonly Ladder[],
  quick: boolean,
): readonly Ladder[] {
  return (['tokens', 'requests'] as const).flatMap((kind) =>
    burstinesses.map((burstiness): Ladder => {
      const { first, factor } = ladderRules[quick ? 'quick' : 'full'][kind]
      const most = Math.min(mostStreams[kind], options.mostStreams)
      const earlier = before.find((ladder) => ladder.kind === kind && ladder.burstiness === burstiness)
      const rule = {
        first: Math.max(workers, earlier === undefined ? first : beginAfter(earlier)),
        factor,
        least: workers,
        most,
        refined: !quick,
      }
      return { kind, burstiness, workers, rule, rungs: [], tookNs: null, left: false }
    }),
  )
}

/**
 * What fewer workers could measure, more can, but for the processor they take from each other: that is seen at the
 * load that was too much for fewer, or, when it wasn't they who set the limit, at the largest that was kept.
 */
function beginAfter({ rule, rungs }: Ladder): number {
  const failed = rungs.find(({ outcome }) => outcome === 'client')
  const kept = rungs.filter(({ outcome }) => outcome === 'ok').map(({ streams }) => streams)
  if (failed !== undefined && limitOf(rule, rungs) === 'client') return failed.streams
  return kept.length === 0 ? rule.first : Math.max(...kept)
}

async function climb(
  options: CalibrateOptions,
  ladders: readonly Ladder[],
  points: CalibrationPoint[],
  deadlineNs: number,
): Promise<void> {
  for (let climbed = true; climbed; ) {
    climbed = false
    for (const ladder of ladders) {
      const streams = ladder.left ? null : nextRung(ladder.rule, ladder.rungs)
      if (streams === null) continue
      const point = await measureRung(options, ladder, streams, deadlineNs)
      if (point === null) {
        ladder.left = true
        continue
      }
      climbed = true
      markRepeated(points, point)
      points.push(point)
      ladder.rungs.push({ streams, outcome: point.outcome, senderLimited: point.sender_limited })
      options.onPoint(point)
    }
  }
}

/** Null when there is no time for it, or it took more than there was. */
async function measureRung(
  options: CalibrateOptions,
  ladder: Ladder,
  streams: number,
  deadlineNs: number,
): Promise<CalibrationPoint | null> {
  const measureNs = Math.min(longestMeasureNs, Math.max(shortestMeasureNs, options.budgetNs * measureShare))
  const warmupNs = Math.max(shortestWarmupNs, measureNs / 3)
  const startNs = options.nowNs()
  const leftNs = deadlineNs - startNs
  const expectedNs = ladder.tookNs === null ? warmupNs + measureNs + firstOverheadNs : ladder.tookNs * growth
  if (expectedNs > leftNs) return null
  const spec: TrafficSpec = { kind: ladder.kind, burstiness: ladder.burstiness, streams }
  const asked = traffic(spec)
  const outOfTime = AbortSignal.timeout(Math.ceil(leftNs / 1e6))
  try {
    const measured = await options.measure({
      workers: ladder.workers,
      spec,
      traffic: asked,
      warmupNs,
      measureNs,
      stop: AbortSignal.any([options.stop, outOfTime]),
    })
    ladder.tookNs = options.nowNs() - startNs
    return calibrationPoint(ladder.workers, spec, asked, measured)
  } catch (error) {
    if (options.stop.aborted) throw interrupted(error)
    if (outOfTime.aborted) return null
    throw error
  }
}

/** A failure that is measured again counts no more, but stays to be seen. */
function markRepeated(points: CalibrationPoint[], again: CalibrationPoint): void {
  const at = points.findIndex(
    (point) =>
      point.outcome !== 'ok' &&
      point.workers === again.workers &&
      point.burstiness === again.burstiness &&
      point.reply_tokens === again.reply_tokens &&
      point.streams === again.streams,
  )
  if (at >= 0) points[at] = { ...points[at]!, outcome: 'repeated' }
}

function interrupted(cause: unknown): TareError {
  return new TareError('interrupted', 'interrupted: nothing was calibrated', {
    hint: 'What was calibrated before is kept as it was.',
    cause,
  })
}
