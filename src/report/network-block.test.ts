import { describe, expect, test } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { renderNetwork } from './network-block.ts'
import { plainStyle } from './style.ts'

const linesOf = (network: Partial<Summary['network']>): string =>
  renderNetwork(
    { ...streamedOpenLoop, network: { ...streamedOpenLoop.network, ...network } },
    plainStyle,
  ).join('\n')

describe('requests that were sent again', () => {
  test('are counted, with their share, and why', () => {
    expect(linesOf({ requests_resent: 4512, resent_share: 0.94 })).toMatch(
      /^ {2}sent again +4512 requests \(94 %\) · the server closes kept connections$/m,
    )
    expect(linesOf({ requests_resent: 1, resent_share: 1 / 4800 })).toMatch(
      /^ {2}sent again +1 request \(0\.021 %\) ·/m,
    )
  })

  test('have no line where there are none', () => {
    expect(linesOf({})).not.toContain('again')
  })
})
