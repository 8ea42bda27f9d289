import { describe, expect, it } from 'vitest'
import type { CheckResult, Verdict } from '../metrics/summary.ts'
import { checkResult } from './fixtures/check-results.ts'
import { starved, suspect } from './fixtures/doubtful-summaries.ts'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'
import { renderVerdict } from './verdict-block.ts'

const idle = checkResult('idle', { status: 'not_applicable' })

function render(status: Verdict['status'], ...checks: readonly CheckResult[]): readonly string[] {
  return renderVerdict({ verdict: { status, checks } }, plainStyle)
}

describe('renderVerdict', () => {
  it('is one line for a run that is VALID', () => {
    expect(renderVerdict(streamedOpenLoop, plainStyle)).toEqual([
      'VALID  7 checks passed, 1 doesn’t apply · tare explain',
    ])
    expect(render('VALID', checkResult('a'), idle, idle)).toEqual([
      'VALID  1 check passed, 2 don’t apply · tare explain',
    ])
    expect(render('VALID')).toEqual(['VALID  nothing was checked · tare explain'])
  })

  it('says what was seen, what it touches and what to change', () => {
    expect(renderVerdict(suspect, plainStyle)).toEqual([
      'SUSPECT  2 checks in doubt, 7 passed, 1 doesn’t apply',
      "  ? worker-homogeneity: worker 3's median TTFT is 7.2 % above that of all",
      '    workers together (limit 5 %). Touches TTFT, TTFT from plan.',
      '    → Give each worker a core of its own with --pin, or take fewer --workers.',
      '  ? failures: 4 of 4800 requests failed, so p99.9 of those that didn’t says',
      '    too little (limit 0.05 %). Touches all latencies.',
      '    → See the errors below; read no quantile above p99.8.',
      '  ? stands before the numbers that are touched. More: tare explain CHECK',
    ])
  })

  it('puts what failed before what is in doubt', () => {
    const lines = renderVerdict(starved, plainStyle)
    expect(lines[0]).toBe('INVALID  2 checks failed, 1 in doubt, 7 passed, 1 doesn’t apply')
    expect(lines.filter((line) => /^ {2}[!?] [a-z-]+:/.test(line)).map((line) => line.split(':')[0])).toEqual(
      ['  ! client-cpu', '  ! read-delay', '  ? lateness'],
    )
    expect(lines.at(-1)).toBe('  ! and ? stand before the numbers that are touched. More: tare explain CHECK')
  })

  it('needs no remedy, no metrics and no second full stop', () => {
    expect(render('INVALID', checkResult('a', { status: 'invalid', message: 'It broke.' }))).toEqual([
      'INVALID  1 check failed',
      '  ! a: It broke.',
      '  More: tare explain CHECK',
    ])
  })

  it('calls numbers what the tables call them', () => {
    const touching = (...affects: readonly string[]): string | undefined =>
      render('SUSPECT', checkResult('a', { status: 'suspect', affects }))[1]
    expect(touching('ttft', 'ttft_from_plan')).toMatch(' Touches TTFT, TTFT from plan.')
    expect(touching('requests_per_s', 'lateness_ms')).toMatch(' Touches requests/s, lateness.')
    expect(touching('throughput', ...Object.keys(suspect.latency_ms))).toMatch(
      ' Touches all latencies, throughput.',
    )
    expect(touching('ttft', '*')).toMatch(' Touches every number.')
  })

  it('is coloured by how bad it is', () => {
    const style = styleFor({ isTTY: true }, {})
    const first = (verdict: Verdict): string => renderVerdict({ verdict }, style)[0]!.split('  ')[0]!
    expect(first(streamedOpenLoop.verdict)).toBe('\u001b[32m\u001b[1mVALID\u001b[22m\u001b[39m')
    expect(first(suspect.verdict)).toBe('\u001b[33m\u001b[1mSUSPECT\u001b[22m\u001b[39m')
    expect(first(starved.verdict)).toBe('\u001b[31m\u001b[1mINVALID\u001b[22m\u001b[39m')
    expect(renderVerdict(starved, style)[1]).toMatch(
      '  \u001b[31m!\u001b[39m \u001b[31mclient-cpu\u001b[39m: worker 0',
    )
  })

  it('keeps to its width and lets no control character through, whatever a check says', () => {
    const hostile = checkResult('bad\u001b[2J-id', {
      status: 'invalid',
      affects: ['*', 'x\u0007'],
      message: `line\nbreak \u001b]0;title\u0007 ${'x'.repeat(300)}`,
      remedy: `${'change this and that '.repeat(40)}\r\u202e`,
    })
    for (const columns of [200, 80, 50, 10]) {
      for (const locale of ['C', 'C.UTF-8']) {
        const style = styleFor({ columns }, { LANG: locale })
        const lines = renderVerdict({ verdict: { status: 'INVALID', checks: [hostile] } }, style)
        const width = Math.max(40, Math.min(78, columns))
        expect(lines.filter((line) => displayWidth(style.encode(line)) > width)).toEqual([])
        expect(lines.join('')).not.toMatch(/\p{Control}|\p{Format}/u)
        expect(lines[1]).toMatch(/^ {2}! bad-id: line break/)
      }
    }
  })
})
