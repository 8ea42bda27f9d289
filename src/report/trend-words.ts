import type { ComparedUnit } from '../analysis/comparison/compared-metric.ts'
import type { CanaryAccount } from '../analysis/history/canary-account.ts'
import type { TrendAlert, TrendChange, TrendRun, TrendSeries } from '../analysis/history/trend-series.ts'
import { longVerdict } from './comparison-words.ts'
import { formatCount, formatDurationNs, noNumber } from './format-number.ts'
import { printable } from './printable.ts'

/** A figure in its unit: `41.3 ms`, `8.01 /s`, `99 %`. */
export function trendFigure(unit: ComparedUnit, value: number): string {
  if (unit === 'ms') return formatDurationNs(value * 1e6)
  return unit === 'share' ? `${Number((100 * value).toPrecision(3))} %` : `${formatCount(value)} /s`
}

/** `+12.3 %`; of shares `+0.5 pp`. */
function trendChange(unit: ComparedUnit, change: number): string {
  return `${signed(100 * change)} ${unit === 'share' ? 'pp' : '%'}`
}

/** `+12.3 % (+9.1 to +15.6) slower`, in the words of comparisons. */
export function changeInWords({ unit }: Pick<TrendSeries, 'unit'>, change: TrendChange): string {
  const size = trendChange(unit, change.change)
  const word = longVerdict({ verdict: change.direction, unit })
  if (change.changeCi95 === null) return `${size} ${word}`
  const [low, high] = change.changeCi95.map((bound) => signed(100 * bound))
  return `${size} (${low} to ${high}) ${word}`
}

function signed(percent: number): string {
  const digits = Math.abs(percent) < 100 ? 1 : 0
  const text = Math.abs(percent).toFixed(digits)
  return Number(text) === 0 ? '0' : `${percent < 0 ? '−' : '+'}${text}`
}

/** `abc1234..def5678`, what git takes for the commits between. */
export function commitRange({ before, after }: TrendChange): string {
  if (before.commit === null && after.commit === null) return 'no commits known'
  const range = `${shortCommit(before)}..${shortCommit(after)}`
  if (before.commit === after.commit) return `within ${shortCommit(after)}`
  return range
}

function shortCommit({ commit }: TrendRun): string {
  return commit === null ? '?' : printable(commit).slice(0, 7)
}

/** `2026-03-01`, or with the time of day where that is needed to tell two apart. */
export function changeTime({ before, after }: TrendChange): string {
  const [from, to] = [before, after].map(({ started_at }) => minute(started_at)) as [string, string]
  return from.slice(0, 10) === to.slice(0, 10) ? to : to.slice(0, 10)
}

function minute(time: string): string {
  const atMs = Date.parse(time)
  return Number.isNaN(atMs) ? noNumber : new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** What must be known of a change beside its size, a sentence each without its full stop. */
export function changeNotes({ unit }: TrendSeries, change: TrendChange): readonly string[] {
  const { before, after } = change
  const older =
    before.committed_at !== null &&
    after.committed_at !== null &&
    Date.parse(after.committed_at) < Date.parse(before.committed_at)
  return [
    ...(before.commit !== null && before.commit === after.commit
      ? ['both sides are of one commit: something else changed']
      : []),
    ...(older ? ['the run after it is of an older commit'] : []),
    ...(before.tare_version === after.tare_version
      ? []
      : [`measured by Tare ${before.tare_version}, then ${after.tare_version}`].map(printable)),
    ...(change.faded ? ['by all runs since, it is less than what counts: it passed, or it was none'] : []),
    canaryInWords(unit, change.canary),
  ].filter((note) => note !== '')
}

function canaryInWords(unit: ComparedUnit, canary: CanaryAccount): string {
  switch (canary.state) {
    case 'moved':
      return `the machine changed: its canary moved by ${trendChange(unit, canary.change)} too`
    case 'partly':
      return `its canary moved by ${trendChange(unit, canary.change)}: the machine changed too, by less`
    case 'still':
      return `its canary didn’t move (${trendChange(unit, canary.change)})`
    case 'unclear':
      return 'its canary can’t tell: too few runs around it, or they differ too much'
    case 'lacking':
      return 'its canary has no such figure to tell whether the machine changed'
    case 'none':
      return 'no canary tells whether the machine changed'
    case 'self':
      return 'this is the canary: the machine, or Tare, changed'
  }
}

/** `the latest run, 52.1 ms, is outside what the 20 before let expect (38.2 ms to 43.0 ms): not yet a change`. */
export function alertInWords({ unit }: TrendSeries, alert: TrendAlert): string {
  const { runs, value, expected, of } = alert
  const [low, high] = expected.map((bound) => trendFigure(unit, bound))
  const latest = runs === 1 ? 'the latest run' : `the latest ${runs} runs`
  const last = runs === 1 ? trendFigure(unit, value) : `last ${trendFigure(unit, value)}`
  const be = runs === 1 ? 'is' : 'are'
  return `${latest}, ${last}, ${be} outside what the ${of} before let expect (${low} to ${high}): not yet a change`
}

/** `63 runs, 2026-01-01 to 2026-03-04; left out: 2 INVALID, 1 without it`. */
export function runsInWords({ points, leftOut }: TrendSeries): string {
  const days = [points[0]!, points.at(-1)!].map(({ row }) => minute(row.started_at).slice(0, 10))
  const without = [
    leftOut.invalid > 0 ? `${leftOut.invalid} INVALID` : '',
    leftOut.missing > 0 ? `${leftOut.missing} without the figure` : '',
  ].filter((part) => part !== '')
  const span = days[0] === days[1] ? days[0]! : `${days[0]} to ${days[1]}`
  const runs = `${points.length} run${points.length === 1 ? '' : 's'}, ${span}`
  return without.length === 0 ? runs : `${runs}; left out: ${without.join(', ')}`
}

/** What to do where changes stand that no canary tells about; null where there is none. */
export function canaryHint(series: readonly TrendSeries[]): string | null {
  const alone = series.some(({ changes }) => changes.some(({ canary }) => canary.state === 'none'))
  return alone
    ? 'A canary tells a changed machine from a changed server: measure the embedded simulator each time too (tare run --label canary), and add it (tare history add).'
    : null
}
