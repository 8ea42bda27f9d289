import type { BiasReport, BiasRun } from './bias-report.ts'
import { factorWords, rateWords, timeWords } from './bias-words.ts'

/** The report for a README: a row a rate and number of processes, median and p99 against the truth. */
export function biasMarkdown(report: BiasReport): string {
  const head = [
    'tokens/s',
    'processes',
    'TTFT p50, user-space',
    'TTFT p99, user-space',
    'ITL p99, user-space',
    'TPOT p50, user-space',
    'NTPOT p50, user-space',
    'TTFT p50, kernel',
    'busy',
    'mean wait',
    'M/G/1 says',
    'M^[X]/G/1 says',
  ]
  const rows = report.rates.flatMap(({ tokens_per_s, runs }) =>
    runs.map((run) => markdownRow(tokens_per_s, run)),
  )
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const table = [line(head), line(head.map(() => '---:')), ...rows.map(line)]
  const findings = report.findings.map((finding) => `- ${finding}`)
  return `${[...table, '', ...findings, '', report.sentence].join('\n')}\n`
}

function markdownRow(rate: number, { processes, inflation, client }: BiasRun): readonly string[] {
  const { ttft, itl, tpot, ntpot } = inflation.user
  return [
    rateWords(rate),
    String(processes),
    ...[ttft.p50, ttft.p99, itl.p99, tpot.p50, ntpot.p50, inflation.kernel.ttft.p50].map(factorWords),
    client.saturated ? 'saturated' : `${Math.round((client.utilisation ?? 0) * 100)} %`,
    timeWords(client.wait_us.mean),
    timeWords(client.models.m_g_1.wait_us),
    timeWords(client.models.m_x_g_1.wait_us),
  ]
}
