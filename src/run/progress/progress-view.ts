import {
  formatCount,
  formatDurationNs,
  formatRate,
  formatSpanNs,
  noNumber,
} from '../../report/format-number.ts'
import { displayWidth, truncate } from '../../report/printable.ts'
import type { Style } from '../../report/style.ts'
import { type LiveFigures, liveFigures, type ProgressPhase } from './live-figures.ts'
import { progressBar } from './progress-bar.ts'
import type { ProgressState } from './progress-state.ts'

interface Field {
  readonly text: string
  readonly paint?: (text: string) => string
}

const indent = '  '
const gap = '   '
const labelWidth = 9
const widestBar = 48

const phaseName: Readonly<Record<ProgressPhase, string>> = {
  warmup: 'warm-up',
  measure: 'measure',
  drain: 'drain',
}

/** As many fields as fit, in order; the first is cut rather than left out. */
function fitLine(label: string, fields: readonly Field[], columns: number, style: Style): string {
  const start = indent + label.padEnd(labelWidth)
  let line = indent + style.faint(label.padEnd(labelWidth))
  let used = start.length
  if (used >= columns) return truncate(start.trimEnd(), columns)
  for (const [index, { text, paint }] of fields.entries()) {
    const space = index === 0 ? '' : gap
    const room = columns - used - space.length
    if (index > 0 && displayWidth(text) > room) break
    const shown = truncate(text, room)
    line += space + (paint === undefined ? shown : paint(shown))
    used += space.length + displayWidth(shown)
  }
  return line
}

function clockText(state: ProgressState, live: LiveFigures): string {
  const { goal, drain } = state
  if (drain !== null) {
    const waited = formatSpanNs(Math.floor(Math.max(0, state.nowNs - drain.startNs) / 1e9) * 1e9)
    return `waiting for ${formatCount(live.inFlight)}, ${waited} of at most ${formatSpanNs(goal.drainNs)}`
  }
  const elapsed = formatSpanNs(Math.floor(Math.max(0, live.elapsedNs) / 1e9) * 1e9)
  if (Number.isFinite(live.totalNs)) return `${elapsed} of ${formatSpanNs(live.totalNs)}`
  return `${elapsed}, ${Math.floor(live.share * 100)} % of ${formatCount(goal.requests)} requests`
}

function barLine(state: ProgressState, live: LiveFigures, columns: number, style: Style): string {
  const interrupted = state.drain?.reason === 'interrupted'
  const name = interrupted ? 'stopping' : phaseName[live.phase]
  const clock = clockText(state, live)
  const room = columns - indent.length - labelWidth - gap.length - clock.length
  if (room < 8) return fitLine(name, [{ text: clock }], columns, style)
  const warmupShare =
    Number.isFinite(live.totalNs) && live.totalNs > 0 ? state.goal.warmupNs / live.totalNs : 0
  const bar = progressBar(live.share, warmupShare, Math.min(widestBar, room), style)
  return indent + style.strong(name.padEnd(labelWidth)) + bar + gap + clock
}

function requestFields(live: LiveFigures, style: Style): readonly Field[] {
  const asked = live.askedPerSecond === null ? '' : ` of ${formatRate(live.askedPerSecond, 'req')}`
  return [
    { text: formatRate(live.sentPerSecond, 'req') + asked },
    { text: `${formatCount(live.inFlight)} in flight` },
    { text: `${formatCount(live.sent)} sent` },
    { text: `${formatCount(live.ok)} ok`, ...(live.ok > 0 && { paint: style.good }) },
    ...(live.behindNs > 0 ? [{ text: `${formatDurationNs(live.behindNs)} behind`, paint: style.warn }] : []),
  ]
}

function replyFields(live: LiveFigures): readonly Field[] {
  const ttft =
    live.ttftMeanNs === null
      ? 'no first token in the last 2 s'
      : `TTFT ${formatDurationNs(live.ttftMeanNs)} mean, ${formatDurationNs(live.ttftMaxNs)} max in the last 2 s`
  return [{ text: formatRate(live.tokensPerSecond, 'tok') }, { text: ttft }]
}

function clientFields(live: LiveFigures, style: Style): readonly Field[] {
  const { busiestCpuShare: share, longestTurnNs } = live
  const fields: readonly Field[] = [
    // Nearly a whole core: the client, not the server, sets the pace.
    ...(share === null
      ? []
      : [{ text: `CPU ${Math.round(share * 100)} % of a core`, ...(share > 0.9 && { paint: style.bad }) }]),
    ...(longestTurnNs === null ? [] : [{ text: `longest turn ${formatDurationNs(longestTurnNs)}` }]),
    ...live.silentWorkers.map((worker) => ({ text: `worker ${worker} is silent`, paint: style.bad })),
  ]
  return fields.length === 0 ? [{ text: noNumber }] : fields
}

function errorFields(live: LiveFigures, style: Style): readonly Field[] {
  return Object.entries(live.errors)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => ({ text: `${formatCount(count)} × ${kind}`, paint: style.bad }))
}

/** The run at this moment as lines of at most `columns` columns; no line at all where there is no room. */
export function progressLines(state: ProgressState, columns: number, style: Style): readonly string[] {
  if (!(columns >= 1)) return []
  const live = liveFigures(state)
  const errors = errorFields(live, style)
  return [
    barLine(state, live, columns, style),
    fitLine('requests', requestFields(live, style), columns, style),
    fitLine('replies', replyFields(live), columns, style),
    fitLine('client', clientFields(live, style), columns, style),
    ...(errors.length === 0 ? [] : [fitLine('errors', errors, columns, style)]),
    ...(state.drain?.reason === 'interrupted'
      ? [fitLine('', [{ text: 'Ctrl-C again stops at once' }], columns, style)]
      : []),
  ].map(style.encode)
}
