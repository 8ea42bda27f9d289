import { formatCount, formatDurationNs, formatRate, formatSpanNs } from '../../report/format-number.ts'
import { plainStyle, type Style } from '../../report/style.ts'
import { liveFigures } from './live-figures.ts'
import type { Progress } from './progress.ts'
import type { ProgressState } from './progress-state.ts'

const linePeriodNs = 5e9

const phaseName = { warmup: 'warm-up', measure: 'measure', drain: 'drain' } as const

/** `measure 15 s of 35 s: 8.00 req/s, 5 in flight, 112 sent, 107 ok, 0 failed, 764 tok/s, TTFT 41.3 ms`. */
export function progressLine(state: ProgressState): string {
  const live = liveFigures(state)
  const elapsed = formatSpanNs(Math.floor(Math.max(0, live.elapsedNs) / 1e9) * 1e9)
  const clock = Number.isFinite(live.totalNs) ? `${elapsed} of ${formatSpanNs(live.totalNs)}` : elapsed
  const figures = [
    formatRate(live.sentPerSecond, 'req'),
    `${formatCount(live.inFlight)} in flight`,
    `${formatCount(live.sent)} sent`,
    `${formatCount(live.ok)} ok`,
    `${formatCount(live.failed)} failed`,
    ...(live.behindNs > 0 ? [`${formatDurationNs(live.behindNs)} behind`] : []),
    formatRate(live.tokensPerSecond, 'tok'),
    ...(live.ttftMeanNs === null ? [] : [`TTFT ${formatDurationNs(live.ttftMeanNs)}`]),
    ...live.silentWorkers.map((worker) => `worker ${worker} is silent`),
  ]
  return `${phaseName[live.phase]} ${clock}: ${figures.join(', ')}`
}

/** One plain line every five seconds, and one when draining begins: for logs, where nothing can be redrawn. */
export class LineProgress implements Progress {
  readonly #write: (text: string) => void
  readonly #style: Style
  #nextNs = linePeriodNs
  #draining = false
  #finished = false

  constructor(write: (text: string) => void, style: Style = plainStyle) {
    this.#write = write
    this.#style = style
  }

  update(state: ProgressState): void {
    const drainBegins = state.drain !== null && !this.#draining
    if (this.#finished || (state.nowNs < this.#nextNs && !drainBegins)) return
    this.#draining = state.drain !== null
    this.#nextNs = (Math.floor(state.nowNs / linePeriodNs) + 1) * linePeriodNs
    this.#write(`${this.#style.encode(progressLine(state))}\n`)
  }

  finish(): void {
    this.#finished = true
  }
}
