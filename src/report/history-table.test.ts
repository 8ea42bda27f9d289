import { describe, expect, it } from 'vitest'
import { historyRow } from '../analysis/history/fixtures/history-rows.ts'
import { renderHistoryTable } from './history-table.ts'
import { displayWidth } from './printable.ts'
import { plainStyle } from './style.ts'

describe('renderHistoryTable', () => {
  it('has a line a run, without columns that are empty, and says below what all have and what was measured', () => {
    expect(renderHistoryTable([historyRow(2, { verdict: 'INVALID' }), historyRow(1)], plainStyle)).toEqual([
      '  run                     commit   verdict  requests_per_s  ttft.p50  error_rate',
      '  20260101-000002-abcdef  0000000  INVALID            8.02      40.0         0 %',
      '  20260101-000001-abcdef  0000000  VALID              8.01      40.0         0 %',
      '  all: branch main',
      '  scenario 5ce4a1: tare-sim · openai-chat, streamed · open loop, Poisson 8.00',
      '    req/s for 30 s',
      '  machine ac41e0: AMD EPYC, 2 cores, 24 GiB',
    ])
  })

  it('marks what a run doesn’t resolve by itself', () => {
    const rows = [historyRow(2, { unresolved: 'ttft.p50 e2e.p50' }), historyRow(1)]
    const lines = renderHistoryTable(rows, plainStyle)
    expect(lines[1]).toMatch(/ 8\.02 {5}~40\.0 /)
    expect(lines[2]).toMatch(/ 8\.01 {6}40\.0 /)
    expect(lines).toContain('  ~ not resolvable from that run alone, only beside others')
  })

  it('has as many figures as there is room for, one at least, and says how many there are more', () => {
    const rows = [
      historyRow(1, { label: 'a label of its own' }),
      historyRow(2, { branch: 'a/branch/of/its/own' }),
    ]
    const titles = (columns: number): readonly string[] =>
      renderHistoryTable(rows, { ...plainStyle, columns })[0]!
        .trim()
        .split(/ +/)
        .slice(5)
    expect(titles(200)).toEqual(['requests_per_s', 'ttft.p50', 'error_rate'])
    expect(titles(112)).toEqual(['requests_per_s', 'ttft.p50'])
    expect(titles(20)).toEqual(['requests_per_s'])
    for (const columns of [99, 105, 112, 130]) {
      const lines = renderHistoryTable(rows, { ...plainStyle, columns })
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns)
    }
    const lines = renderHistoryTable(rows, plainStyle)
    expect(lines.at(-1)).toBe('  2 figures more in a wider terminal, and all in --format csv')
  })

  it('says in the line of which scenario and machine a run is where there are several', () => {
    const other = historyRow(2, {
      scenario: 'ffff00000000',
      scenario_in_words: 'other',
      machine: 'eeee00000000',
    })
    const style = { ...plainStyle, columns: 200 }
    const [head, line, , ...legend] = renderHistoryTable([other, historyRow(1)], style)
    expect(head).toMatch(/commit +scenario +machine +verdict/)
    expect(line).toContain('ffff00    eeee00')
    expect(legend).toHaveLength(5)
  })

  it('prints nothing of a label but its text, and keeps columns under each other', () => {
    const label = '\u001b[2J長い名前\nsecond line \u202e reversed, and much more'
    const lines = renderHistoryTable([historyRow(1, { label }), historyRow(2, { label: 'b' })], plainStyle)
    expect(lines.join('')).not.toMatch(/\p{Control}|\u202e/u)
    const [first, second] = lines
      .slice(1, 3)
      .map((line) => displayWidth(line.slice(0, line.indexOf('0000000'))))
    expect(first).toBe(second)
  })

  it('marks what is INVALID', () => {
    const style = { ...plainStyle, bad: (text: string) => `<${text}>` }
    expect(renderHistoryTable([historyRow(1, { verdict: 'INVALID' })], style)[1]).toContain('<INVALID>')
  })
})
