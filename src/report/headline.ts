import type { Summary } from '../metrics/summary.ts'
import { formatCount } from './format-number.ts'
import { loadInWords } from './load-in-words.ts'
import { flow, printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

/** A URL as it can be shown to anybody: without `user:password@`. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
}

function outcome({ load, state }: Summary, style: Style): readonly string[] {
  const sent = `${formatCount(load.sent)} sent`
  return [
    load.sent === load.planned ? sent : style.warn(`${sent} of ${formatCount(load.planned)} planned`),
    load.ok > 0 ? style.good(`${formatCount(load.ok)} ok`) : style.bad('0 ok'),
    load.failed > 0 ? style.bad(`${formatCount(load.failed)} failed`) : '0 failed',
    ...(state === 'complete' ? [] : [style.warn(state)]),
  ]
}

/** What was measured, under what load, and what became of it. */
export function renderHeadline(summary: Summary, style: Style): readonly string[] {
  const { target } = summary
  const run = [
    `tare ${summary.tare_version}`,
    summary.run_id,
    ...(summary.label === null ? [] : [summary.label]),
  ]
  const what = [
    target.url === null ? 'embedded simulator' : withoutCredentials(target.url),
    target.model,
    `${target.api}${target.stream ? ', streamed' : ', not streamed'}`,
  ]
  const columns = reportWidth(style) - 2
  return [
    ...flow(run.map(printable), columns).map(style.faint),
    ...flow(what.map(printable), columns).map(style.strong),
    ...wrap(printable(loadInWords(summary)), columns),
    ...flow(outcome(summary, style), columns, style.faint(' · ')),
  ].map((line) => `  ${line}`)
}
