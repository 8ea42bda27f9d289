import { describe, expect, it } from 'vitest'
import { ttft } from '../metrics/definitions/ttft.ts'
import { explainCheck, explainMetric, renderExplanation } from './explanation.ts'
import { renderExplanationList } from './explanation-list.ts'
import { hostile, lateness, littleLaw } from './fixtures/checks.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'

describe('renderExplanation', () => {
  it('says of a check what it tests, how, and who says so', () => {
    const style = styleFor({ columns: 60 }, {})
    expect(
      renderExplanation(explainCheck(littleLaw), style),
    ).toBe(`  little-law · Little’s law holds as bookkeeping
  check, bookkeeping

  Requests in flight, counted while the run lasted, agree
  with the records. If they don’t, records are missing or
  times are wrong.

  FORMULA
  |L_counter − Σ overlap_i / T| / L_counter; suspect above
  1e-6

  SOURCE
  Little, Operations Research 9 (1961).
`)
  })

  it('says of a metric its unit and of what it is', () => {
    const { formula } = ttft
    expect(
      renderExplanation(explainMetric({ ...ttft, source: 'As in vLLM.' }), plainStyle),
    ).toBe(`  ttft · Time to first token
  metric, in ms, of ok requests

  FORMULA
  ${formula}

  SOURCE
  As in vLLM.
`)
  })

  it('keeps to the terminal’s width, to 100 columns at most, and lets no control character through', () => {
    const widest = [300, 80, 50, 5].map((columns) => {
      const text = renderExplanation(explainCheck(hostile), styleFor({ columns }, {}))
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Control}/u)
      return Math.max(...text.split('\n').map(displayWidth))
    })
    expect(widest).toEqual([100, 80, 50, 40])
  })
})

describe('renderExplanationList', () => {
  it('has each group with its names and titles in columns, the metrics last', () => {
    expect(renderExplanationList([lateness, littleLaw], [ttft], plainStyle)).toBe(`  BOOKKEEPING
  little-law  Little’s law holds as bookkeeping

  ARRIVALS
  lateness    Sends are on time

  METRICS
  ttft        Time to first token

  tare explain NAME says what it tests or measures, how, and who says so.
`)
  })

  it('wraps a long title in its column', () => {
    const style = styleFor({ columns: 50 }, {})
    const lines = renderExplanationList([hostile], [], style).split('\n')
    expect(lines.slice(1, 3)).toEqual([
      '  hostile  a title without an end a title without',
      '           an end a title without an end a title',
    ])
    expect(lines.slice(0, -2).filter((line) => line.length > 50)).toEqual([])
  })
})
