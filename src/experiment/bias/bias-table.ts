import {
  type BiasMetric,
  type BiasRate,
  type BiasReport,
  type BiasRun,
  biasMetrics,
  eventsAtOnce,
  type InflationRows,
} from './bias-report.ts'
import { factorWords, rateWords, threeDigits } from './bias-words.ts'

const labelWidth = 25
const cellWidth = 9
const width = 97

/** The report as a terminal shows it. */
export function biasTable(report: BiasReport): string {
  const lines = [...wrapped(heading(report), width, '', ''), '']
  for (const rate of report.rates) lines.push(...rateLines(rate), '')
  for (const finding of report.findings) lines.push(...wrapped(finding, width, '- ', '  '))
  lines.push('', ...wrapped(report.sentence, width, '', ''))
  return `${lines.join('\n')}\n`
}

function heading({ pattern, event_work_us, processes, duration_s }: BiasReport): string {
  const how = pattern === 'stepping' ? 'streams step together' : 'each stream has its own phase'
  return `Bias of the client's clock: ${how}, 1 and ${processes} processes, ${event_work_us} us of work an event, ${duration_s} s a run`
}

function rateLines({ tokens_per_s, streams, runs }: BiasRate): readonly string[] {
  return [
    `${rateWords(tokens_per_s)} tokens/s, about ${Math.round(streams)} streams`,
    row(
      '',
      biasMetrics.flatMap((metric) => ['', metric.toUpperCase()]),
    ),
    row(
      '  truth in ms',
      biasMetrics.flatMap(() => ['p50', 'p99']),
    ),
    ...runs.flatMap(latencyLines),
    '',
    row('  client', ['us/event', 'busy', 'at once', 'wait us', 'M/G/1', 'M^X/G/1', 'periodic', 'replayed']),
    ...runs.map(clientLine),
  ]
}

function latencyLines(run: BiasRun): readonly string[] {
  const truth = biasMetrics.flatMap((metric) => [ms(run.truth_ms[metric].p50), ms(run.truth_ms[metric].p99)])
  const inflation = (rows: InflationRows): readonly string[] =>
    biasMetrics.flatMap((metric: BiasMetric) => [
      factorWords(rows[metric].p50),
      factorWords(rows[metric].p99),
    ])
  return [
    row(`  ${processCount(run)}`, truth),
    row('    user-space clock', inflation(run.inflation.user)),
    row('    kernel stamps', inflation(run.inflation.kernel)),
  ]
}

function clientLine(run: BiasRun): string {
  const { client } = run
  const share = client.utilisation === null ? '—' : `${Math.round(client.utilisation * 100)} %`
  const wait = (us: number | null): string => (us === null ? '—' : threeDigits(us))
  const { m_g_1, m_x_g_1, periodic_batches, replayed } = client.models
  return row(`  ${processCount(run)}${client.saturated ? ', saturated' : ''}`, [
    wait(client.service_us.mean),
    share,
    wait(eventsAtOnce(client.batch_events)),
    wait(client.wait_us.mean),
    ...[m_g_1, m_x_g_1, periodic_batches, replayed].map((model) => wait(model.wait_us)),
  ])
}

function processCount({ processes }: BiasRun): string {
  return processes === 1 ? '1 process' : `${processes} processes`
}

function ms(value: number | null): string {
  return value === null ? '—' : threeDigits(value)
}

function row(label: string, cells: readonly string[]): string {
  return (label.padEnd(labelWidth) + cells.map((cell) => cell.padStart(cellWidth)).join('')).trimEnd()
}

/** A text in lines of a width, the first and the rest begun as given. */
function wrapped(text: string, most: number, first: string, rest: string): readonly string[] {
  const lines: string[] = []
  let line = first
  for (const [i, word] of text.split(' ').entries()) {
    const isFull = line.length + 1 + word.length > most
    if (isFull) lines.push(line)
    line = isFull ? rest + word : `${line}${i === 0 ? '' : ' '}${word}`
  }
  return [...lines, line]
}
