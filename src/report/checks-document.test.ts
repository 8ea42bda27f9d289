import { expect, it } from 'vitest'
import { checksDocument, explanationMarkdown } from './checks-document.ts'
import { explainCheck } from './explanation.ts'
import { hostile, lateness, littleLaw } from './fixtures/checks.ts'

it('has each group that has checks, in order, and each check once', () => {
  const text = checksDocument([lateness, littleLaw])
  expect(text.match(/^#+ .*$/gm)).toEqual([
    '### Bookkeeping',
    '#### `little-law`: Little’s law holds as bookkeeping',
    '### Arrivals',
    '#### `lateness`: Sends are on time',
  ])
  expect(text).toContain('\n\n    |L_counter − Σ overlap_i / T| / L_counter; suspect above 1e-6\n\n')
  expect(text.endsWith('(1961).\n')).toBe(true)
})

it('takes no text for markup, and breaks a long formula', () => {
  const text = explanationMarkdown(explainCheck(hostile))
  expect(text).toContain('\n\n\\<b>\\*bold\\*\\</b> \\[link\\](x) \\`code\\` \\_a\\_ a_b')
  expect(text.match(/^ {4}x.*$/gm)!.map((line) => line.length)).toEqual([113, 113, 113, 73])
})
