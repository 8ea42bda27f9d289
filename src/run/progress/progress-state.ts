import type { WorkerFigures } from '../../worker/worker-figures.ts'

/** What the run set out to do, as far as progress is measured against it. */
export interface ProgressGoal {
  readonly workers: number
  readonly warmupNs: number
  /** Length of the measured window; Infinity when the run ends by its number of requests. */
  readonly measureNs: number
  /** Measured requests to send; Infinity when the run ends by its duration. */
  readonly requests: number
  readonly drainNs: number
  /** Rate that the plan asks for at a time since the epoch, over all workers; null in closed loop. */
  readonly askedRatePerSecond: ((nowNs: number) => number | null) | null
}

/** What a worker said lately: oldest first, the newest always there however old it is. */
export type WorkerHistory = readonly [WorkerFigures, ...WorkerFigures[]]

export interface ProgressState {
  readonly goal: ProgressGoal
  readonly nowNs: number
  readonly workers: ReadonlyMap<number, WorkerHistory>
  /** By worker: sends before the warm-up's end, as last reported within it. */
  readonly warmupSent: ReadonlyMap<number, number>
  /** When sending stopped, and why; null while it goes on. */
  readonly drain: { readonly startNs: number; readonly reason: 'planned' | 'interrupted' } | null
}

/** Rates and the latest TTFT are over this long. */
export const windowNs = 2e9

export function startProgress(goal: ProgressGoal): ProgressState {
  return { goal, nowNs: 0, workers: new Map(), warmupSent: new Map(), drain: null }
}

/** Figures from one worker. Late or repeated ones are ignored: a worker's figures only grow. */
export function addFigures(state: ProgressState, figures: WorkerFigures): ProgressState {
  const history = state.workers.get(figures.worker)
  const last = history?.at(-1)
  if (last !== undefined && figures.atNs <= last.atNs) return state
  const nowNs = Math.max(state.nowNs, figures.atNs)
  const workers = new Map(state.workers)
  workers.set(figures.worker, history === undefined ? [figures] : [...history, figures])
  const inWarmup = figures.atNs <= state.goal.warmupNs
  const warmupSent = inWarmup ? new Map(state.warmupSent).set(figures.worker, figures.sent) : state.warmupSent
  return advance({ ...state, workers, warmupSent }, nowNs)
}

/** Moves the clock on, forgetting what is older than the window. */
export function advance(state: ProgressState, nowNs: number): ProgressState {
  const workers = new Map<number, WorkerHistory>()
  for (const [worker, history] of state.workers) workers.set(worker, within(history, nowNs - windowNs))
  return { ...state, nowNs, workers }
}

/** One older than the window stays, as what the window's first is counted from. */
function within(history: WorkerHistory, fromNs: number): WorkerHistory {
  const first = history.findIndex((figures) => figures.atNs > fromNs)
  if (first === -1) return [history.at(-1)!]
  const [head, ...rest] = history.slice(Math.max(0, first - 1))
  return [head!, ...rest]
}

/** Sending has stopped: what is in flight is waited for. The first reason stays. */
export function startDrain(
  state: ProgressState,
  startNs: number,
  reason: 'planned' | 'interrupted',
): ProgressState {
  return { ...state, drain: state.drain ?? { startNs, reason } }
}
