import { describe, expect, it } from 'vitest'
import { canaryRows, nightlyRows } from '../analysis/history/fixtures/nightly-rows.ts'
import type { HistoryRow } from '../analysis/history/history-row.ts'
import { trendDefaults, trendOf } from '../analysis/history/trend.ts'
import type { Trend } from '../analysis/history/trend-series.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'
import { trendMarkdown } from './trend-markdown.ts'
import { trendTable } from './trend-table.ts'

function trend(rows: readonly HistoryRow[]): Trend {
  return trendOf(rows, rows, { ...trendDefaults, metrics: ['ttft.p50', 'goodput'] })
}

const server = nightlyRows({ runs: 50, steps: [[30, 1.12]] })
const alone = trend(server)
const both = trend([...server, ...canaryRows({ runs: 50, steps: [[30, 1.12]] })])

/** Without line breaks: sentences are wrapped. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ')
}

describe('trendTable', () => {
  it('has the series with their level, and the change with its commits, size and p', () => {
    const text = trendTable(alone)
    expect(text).toMatch(/ttft\.p50 +50 +4\d\.\d ms +4\d\.\d ms +20 +[▁-█]{24}\n/)
    expect(text).toContain('50 runs, 2026-09-01 to 2026-10-20')
    expect(text).toMatch(/ttft\.p50 {2}\+1\d\.\d % \(\+1\d\.\d to \+1\d\.\d\) slower\n/)
    expect(text).toContain('2026-10-01 · 000001d..000001e')
    expect(text).toContain('over 30 and 20 runs, p 0.0001')
    expect(flat(text)).toContain('no canary tells whether the machine changed')
    expect(flat(text)).toContain('tare run --label canary')
    expect(text).not.toContain('goodput')
  })

  it('says that the machine changed where the canary does, and asks for no other', () => {
    const text = flat(trendTable(both))
    expect(text).toMatch(/the machine changed: its canary moved by \+1\d\.\d % too/)
    expect(text).toContain('this is the canary: the machine, or Tare, changed')
    expect(text).not.toContain('--label canary')
  })

  it('says when there are no changes, and why there can’t be', () => {
    const text = flat(trendTable(trend(nightlyRows({ runs: 10 }))))
    expect(text).toContain('NO CHANGES')
    expect(text).toContain('1 of 1 series are too short for a change: it takes 20 runs')
  })

  it('tells of a latest run that is outside, and of runs left out', () => {
    const rows = nightlyRows({ runs: 30, steps: [[29, 1.3]] })
    const invalid = { ...rows[3]!, verdict: 'INVALID' as const }
    const text = flat(trendTable(trend([...rows.slice(0, 3), invalid, ...rows.slice(4)])))
    expect(text).toMatch(/! ttft\.p50: the latest run, 5\d\.\d ms, is outside what the 20 before let expect/)
    expect(text).toContain('not yet a change')
    expect(text).toContain('left out: 1 INVALID')
  })

  it('names what else a change may come from', () => {
    const rows = server.map((row, night) =>
      night < 30
        ? row
        : { ...row, commit: server[29]!.commit, tare_version: '9.9.9', committed_at: '2020-01-01T00:00:00Z' },
    )
    const text = flat(trendTable(trend(rows)))
    expect(text).toContain('within 000001d')
    expect(text).toContain('both sides are of one commit')
    expect(text).toContain('the run after it is of an older commit')
    expect(text).toContain('measured by Tare 0.1.0, then 9.9.9')
    const nowhere = server.map((row) => ({ ...row, commit: null, committed_at: null }))
    expect(trendTable(trend(nowhere))).toContain('no commits known')
  })

  it.each([40, 60, 80, 200])('keeps to %d columns, and to ASCII where it must', (columns) => {
    const style = { ...styleFor({}, { LC_ALL: 'C' }), columns }
    const text = trendTable(both, style)
    expect(text).toMatch(/^[\n\x20-\x7e]*$/)
    const widest = Math.max(...text.split('\n').map(displayWidth))
    expect(widest).toBeLessThanOrEqual(Math.min(columns, 78))
    expect(trendTable(both, { ...plainStyle, columns })).not.toContain('?')
  })

  it('prints nothing that moves a cursor', () => {
    const hostile = server.map((row) => ({
      ...row,
      scenario_in_words: 'a\x1b[2Jb\nc',
      commit: '\x1b[31mred',
    }))
    expect(trendTable(trend(hostile))).not.toContain('\x1b')
    expect(trendMarkdown(trend(hostile))).not.toContain('\x1b')
  })
})

describe('trendMarkdown', () => {
  it('has the same', () => {
    const text = trendMarkdown(both)
    expect(text).toMatch(/^\| ttft\.p50 +\| 50 /m)
    expect(text).toMatch(/^- \*\*ttft\.p50 \+1\d\.\d % .* slower\*\* · 2026-10-01 · `000001d\.\.000001e`/m)
    expect(text).toContain('  - the machine changed')
    expect(trendMarkdown(trend(nightlyRows({ runs: 10 })))).toContain('**No changes.**')
  })
})
