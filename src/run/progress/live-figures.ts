import type { ProgressState, WorkerHistory } from './progress-state.ts'
import { windowNs } from './progress-state.ts'

export type ProgressPhase = 'warmup' | 'measure' | 'drain'

/** What there is to see of a run at one moment, over all workers. */
export interface LiveFigures {
  readonly phase: ProgressPhase
  readonly elapsedNs: number
  /** Warm-up and measured window together; Infinity when the number of requests ends the run. */
  readonly totalNs: number
  /** Share of the sending that is done, 0 to 1. */
  readonly share: number
  readonly sent: number
  readonly ok: number
  readonly failed: number
  readonly inFlight: number
  /** How late the earliest send is that waits for a free slot; 0 when none does. */
  readonly behindNs: number
  /** Over the last two seconds; null before there are two reports to compare. */
  readonly sentPerSecond: number | null
  readonly tokensPerSecond: number | null
  /** What the plan asks for at this time; null in closed loop, and when sending is over. */
  readonly askedPerSecond: number | null
  /** Of the requests that got their first token in the last two seconds; null where there are none. */
  readonly ttftMeanNs: number | null
  readonly ttftMaxNs: number | null
  /** CPU of the busiest worker, as a share of one core. */
  readonly busiestCpuShare: number | null
  /** Over the last two seconds; null without a report in them. */
  readonly longestTurnNs: number | null
  readonly errors: Readonly<Record<string, number>>
  /** Workers that once reported, but not for the whole window. */
  readonly silentWorkers: readonly number[]
}

type Histories = readonly WorkerHistory[]

function newest(history: WorkerHistory): WorkerHistory[0] {
  return history.at(-1)!
}

/** Sum over workers of how fast a counter grew, each over its own reports. */
function growthPerSecond(histories: Histories, of: (figures: WorkerHistory[0]) => number): number | null {
  const rates = histories.flatMap((history) => {
    const [first] = history
    const last = newest(history)
    return last.atNs > first.atNs ? [((of(last) - of(first)) / (last.atNs - first.atNs)) * 1e9] : []
  })
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0)
}

function busiest(histories: Histories): number | null {
  const cpuSeconds = (figures: WorkerHistory[0]): number => (figures.cpuUserUs + figures.cpuSystemUs) / 1e6
  const shares = histories.flatMap((history) => growthPerSecond([history], cpuSeconds) ?? [])
  return shares.length === 0 ? null : Math.max(...shares)
}

function sum(histories: Histories, of: (figures: WorkerHistory[0]) => number): number {
  return histories.reduce((total, history) => total + of(newest(history)), 0)
}

function errorsOf(histories: Histories): Readonly<Record<string, number>> {
  const errors: Record<string, number> = {}
  for (const history of histories) {
    for (const [kind, count] of Object.entries(newest(history).errors))
      errors[kind] = (errors[kind] ?? 0) + count
  }
  return errors
}

function shareDone(state: ProgressState, totalNs: number): number {
  const { goal } = state
  if (state.drain?.reason === 'planned') return 1
  if (Number.isFinite(totalNs)) return totalNs > 0 ? clamp01(state.nowNs / totalNs) : 1
  if (!Number.isFinite(goal.requests) || goal.requests <= 0) return 0
  if (state.nowNs < goal.warmupNs) return 0
  let measured = 0
  for (const [worker, history] of state.workers) {
    measured += newest(history).sent - (state.warmupSent.get(worker) ?? 0)
  }
  return clamp01(measured / goal.requests)
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function phaseOf({ drain, goal, nowNs }: ProgressState): ProgressPhase {
  if (drain !== null) return 'drain'
  return nowNs < goal.warmupNs ? 'warmup' : 'measure'
}

/** While draining, a worker without requests in flight is done, and has nothing more to say. */
function silentWorkers({ workers, nowNs, drain }: ProgressState): readonly number[] {
  return [...workers.values()]
    .map(newest)
    .filter((last) => last.atNs <= nowNs - windowNs && (drain === null || last.inFlight > 0))
    .map((last) => last.worker)
}

/** Everything that a view shows, from the reports of the last two seconds. */
export function liveFigures(state: ProgressState): LiveFigures {
  const { goal, nowNs, drain } = state
  const histories = [...state.workers.values()]
  const recent = histories.flatMap((history) => history.filter((figures) => figures.atNs > nowNs - windowNs))
  const ttftCount = recent.reduce((total, figures) => total + figures.ttftCount, 0)
  const ttftSumNs = recent.reduce((total, figures) => total + figures.ttftSumNs, 0)
  const totalNs = goal.warmupNs + goal.measureNs
  return {
    phase: phaseOf(state),
    elapsedNs: nowNs,
    totalNs,
    share: shareDone(state, totalNs),
    sent: sum(histories, (figures) => figures.sent),
    ok: sum(histories, (figures) => figures.ok),
    failed: sum(histories, (figures) => figures.failed),
    inFlight: sum(histories, (figures) => figures.inFlight),
    behindNs: Math.max(0, ...histories.map((history) => history.at(-1)!.behindNs)),
    sentPerSecond: growthPerSecond(histories, (figures) => figures.sent),
    tokensPerSecond: growthPerSecond(histories, (figures) => figures.tokens),
    askedPerSecond: drain === null ? (goal.askedRatePerSecond?.(nowNs) ?? null) : null,
    ttftMeanNs: ttftCount === 0 ? null : ttftSumNs / ttftCount,
    ttftMaxNs: ttftCount === 0 ? null : Math.max(...recent.map((figures) => figures.ttftMaxNs)),
    busiestCpuShare: busiest(histories),
    longestTurnNs: recent.length === 0 ? null : Math.max(...recent.map((figures) => figures.longestTurnNs)),
    errors: errorsOf(histories),
    silentWorkers: silentWorkers(state),
  }
}
