import type { Summary } from '../metrics/summary.ts'
import { tableWidth } from './distribution-table.ts'
import { formatCount } from './format-number.ts'
import { loadInWords } from './load-in-words.ts'
import { displayWidth, printable, truncate } from './printable.ts'
import type { Style } from './style.ts'

const separator = ' · '

/** Parts side by side, on as many lines as they need; a part longer than a line is cut. */
function flow(parts: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const part of parts.map((text) => truncate(text, tableWidth - 2))) {
    const last = lines.at(-1)
    if (last !== undefined && displayWidth(last + separator + part) <= tableWidth - 2) {
      lines[lines.length - 1] = last + separator + part
    } else {
      lines.push(part)
    }
  }
  return lines
}

/** A URL as it can be shown to anybody: without `user:password@`. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
}

function outcome({ load }: Summary, style: Style): string {
  const sent = `${formatCount(load.sent)} sent`
  const parts = [
    load.sent === load.planned ? sent : style.warn(`${sent} of ${formatCount(load.planned)} planned`),
    load.ok > 0 ? style.good(`${formatCount(load.ok)} ok`) : style.bad('0 ok'),
    load.failed > 0 ? style.bad(`${formatCount(load.failed)} failed`) : '0 failed',
  ]
  return parts.join(style.faint(separator))
}

/** What was measured, under what load, and what became of it. */
export function renderHeadline(summary: Summary, style: Style): readonly string[] {
  const { target, state } = summary
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
  return [
    ...flow(run.map(printable)).map(style.faint),
    ...flow(what.map(printable)).map(style.strong),
    ...flow([printable(loadInWords(summary))]),
    outcome(summary, style) + (state === 'complete' ? '' : style.faint(separator) + style.warn(state)),
  ].map((line) => `  ${line}`)
}
