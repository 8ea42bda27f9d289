import type { CheckResult, CheckStatus, Summary, Verdict } from '../metrics/summary.ts'
import { renderNote } from './fact-line.ts'
import { metricsInWords } from './metric-label.ts'
import { printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'
import { renderMark } from './touch.ts'

const paintOf = { VALID: 'good', SUSPECT: 'warn', INVALID: 'bad' } as const

/** `2 checks failed, 1 in doubt, 22 passed, 8 don’t apply`: what there is none of isn't named. */
function tally({ checks }: Verdict): string {
  const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length
  const idle = count('not_applicable')
  const counts: readonly (readonly [number, string])[] = [
    [count('invalid'), 'failed'],
    [count('suspect'), 'in doubt'],
    [count('ok'), 'passed'],
    [idle, idle === 1 ? 'doesn’t apply' : 'don’t apply'],
  ]
  const parts = counts.filter(([n]) => n > 0)
  if (parts.length === 0) return 'nothing was checked'
  const noun = parts[0]![0] === 1 ? 'check' : 'checks'
  return parts.map(([n, what], at) => `${n} ${at === 0 ? `${noun} ` : ''}${what}`).join(', ')
}

/** `! id: what was seen. Touches TTFT.`, and below it what to change. */
function renderCheck(check: CheckResult, style: Style): readonly string[] {
  const touch = check.status === 'invalid' ? 'invalid' : 'suspect'
  const paint = touch === 'invalid' ? style.bad : style.warn
  const width = reportWidth(style) - 4
  const id = printable(check.id)
  const touched = check.affects.length === 0 ? '' : ` Touches ${metricsInWords(check.affects)}.`
  const text = printable(`${id}: ${check.message.replace(/\.$/, '')}.${touched}`)
  const seen = wrap(style.encode(text), width).map((line, at) =>
    at === 0 && line.startsWith(id) ? paint(id) + line.slice(id.length) : line,
  )
  const remedy = check.remedy === null ? [] : wrap(style.encode(printable(check.remedy)), width - 2)
  return [
    ...seen.map((line, at) => `  ${at === 0 ? renderMark(touch, style) : '  '}${line}`),
    ...remedy.map((line, at) => `    ${style.accent(at === 0 ? '→' : ' ')} ${line}`),
  ]
}

/** What the signs beside numbers mean, and where to read on. */
function renderLegend(unsound: readonly CheckResult[], style: Style): readonly string[] {
  const touching = unsound.filter(({ affects }) => affects.length > 0)
  const invalid = touching.some(({ status }) => status === 'invalid')
  const suspect = touching.some(({ status }) => status === 'suspect')
  const signs = invalid && suspect ? '! and ? stand' : `${invalid ? '!' : '?'} stands`
  const meaning = invalid || suspect ? [`${signs} before the numbers that are touched.`] : []
  return renderNote([...meaning, 'More: tare explain CHECK'].join(' '), style)
}

/** Whether the run can be believed, before any number of it; then each reason why it can't, the worst first. */
export function renderVerdict({ verdict }: Pick<Summary, 'verdict'>, style: Style): readonly string[] {
  const { status, checks } = verdict
  const unsound = [
    ...checks.filter((check) => check.status === 'invalid'),
    ...checks.filter((check) => check.status === 'suspect'),
  ]
  const text = `${status}  ${tally(verdict)}${unsound.length === 0 ? ' · tare explain' : ''}`
  const [first = '', ...further] = wrap(style.encode(text), reportWidth(style))
  return [
    style[paintOf[status]](style.strong(status)) + first.slice(status.length),
    ...further.map((line) => `  ${line}`),
    ...unsound.flatMap((check) => renderCheck(check, style)),
    ...(unsound.length === 0 ? [] : renderLegend(unsound, style)),
  ]
}
