import type { Summary } from '../metrics/summary.ts'
import { renderBackground } from './background-line.ts'
import { renderErrors } from './error-block.ts'
import { renderNote } from './fact-line.ts'
import { renderHeadline } from './headline.ts'
import { renderInstrument } from './instrument-block.ts'
import { renderLatency } from './latency-block.ts'
import { renderNetwork } from './network-block.ts'
import { renderObjectives } from './objective-block.ts'
import { printable } from './printable.ts'
import { labelWidth } from './report-width.ts'
import { renderScaleStorm } from './scale-storm-block.ts'
import { renderServer } from './server-block.ts'
import type { Style } from './style.ts'
import { renderThroughput } from './throughput-block.ts'
import { renderTokens } from './token-block.ts'
import { renderVerdict } from './verdict-block.ts'

export interface SummaryOptions {
  readonly style: Style
  /** The run folder, as the user would type it. */
  readonly runFolder: string
  /** Commands worth knowing next, `what it does` to `command`: shown as they are, last. */
  readonly commands?: Readonly<Record<string, string>>
}

function renderEnd(options: SummaryOptions): readonly string[] {
  const { style } = options
  const lines = Object.entries({ 'run folder': options.runFolder, ...options.commands })
  return lines.map(
    ([what, text]) => `  ${style.faint(printable(what).padEnd(labelWidth))}${style.accent(printable(text))}`,
  )
}

/**
 * The result of a run for a person to read. The verdict is its first line. At most 78 columns wide, except for paths and
 * commands, and narrower where the terminal is.
 */
export function renderSummary(summary: Summary, options: SummaryOptions): string {
  const { style } = options
  const measured =
    summary.load.ok === 0
      ? [renderNote('No request succeeded, so there are no times to show.', style)]
      : [
          renderLatency(summary, style),
          renderThroughput(summary, style),
          renderTokens(summary, style),
          renderNetwork(summary, style),
        ]
  const blocks = [
    renderVerdict(summary, style),
    [...renderHeadline(summary, style), ...renderBackground(summary, style)],
    renderObjectives(summary, style),
    ...measured,
    renderErrors(summary, style),
    renderScaleStorm(summary, style),
    renderServer(summary, style),
    renderInstrument(summary, style),
    renderEnd(options),
  ]
  const shown = blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${line.trimEnd()}\n`).join(''))
  return style.encode(`${shown.join('\n')}\n`)
}
