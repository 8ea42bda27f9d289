import { expect, it } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import { unsampled } from './fixtures/distributions.ts'
import { closedUnstreamed, streamedOpenLoop } from './fixtures/summaries.ts'
import { hasTokens } from './has-tokens.ts'
import { plainStyle } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

const { tokens, throughput, latency_ms } = closedUnstreamed
/** As of an API without tokens. */
const opaque: Summary = {
  ...closedUnstreamed,
  latency_ms: { ...latency_ms, ntpot: unsampled },
  throughput: {
    ...throughput,
    output_tokens_per_s: null,
    input_tokens_per_s: null,
    total_tokens_per_s: null,
  },
  tokens: { ...tokens, source: { usage: 0, events: 0, none: 40 } },
}
const render = (summary: Summary): string => renderSummary(summary, { style: plainStyle, runFolder: 'r' })

it('is so of streams, and of replies that somebody counted', () => {
  expect([streamedOpenLoop, closedUnstreamed, opaque].map(hasTokens)).toEqual([true, true, false])
})

it('leaves out what there is nothing to say of', () => {
  expect(render(closedUnstreamed)).toMatch(/NTPOT.*tok\/s.*TOKENS/s)
  expect(render(opaque)).toContain('E2E')
  expect(render(opaque)).toContain('req/s completed')
  expect(render(opaque)).not.toMatch(/NTPOT|tok\/s|TOKENS|too short to say how far a rate/)
})
