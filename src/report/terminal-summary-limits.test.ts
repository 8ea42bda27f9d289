import { describe, expect, it } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import { starved, suspect } from './fixtures/doubtful-summaries.ts'
import { options, render } from './fixtures/rendered-summary.ts'
import {
  allFailed,
  closedUnstreamed,
  interrupted,
  short,
  streamedOpenLoop,
  tiny,
} from './fixtures/summaries.ts'
import { displayWidth } from './printable.ts'
import { styleFor } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

describe('renderSummary, whatever the terminal and the texts,', () => {
  it('fits its columns, with colour and without, in UTF-8 and ASCII, whatever the names and messages', () => {
    const long = 'x'.repeat(300)
    const hostile: Summary = {
      ...streamedOpenLoop,
      run_id: long,
      label: `\u001b]0;title\u0007${'漢字'.repeat(80)}`,
      target: { url: `http://${long}`, api: long, model: long, stream: true },
      errors: { [long]: 1_234_567, reset: 3 },
      error_messages: [{ kind: 'reset', message: '漢字'.repeat(200), count: 3 }],
    }
    const all = [
      hostile,
      streamedOpenLoop,
      suspect,
      starved,
      closedUnstreamed,
      allFailed,
      short,
      tiny,
      interrupted,
    ]
    for (const columns of [200, 80, 60, 43]) {
      for (const environment of [{}, { NO_COLOR: '1' }, { LANG: 'C' }]) {
        const style = styleFor({ isTTY: true, columns }, environment)
        for (const summary of all) {
          // The path and the command at the end stay as they are, for copying.
          const lines = renderSummary(summary, { ...options, style })
            .split('\n')
            .slice(0, -4)
          expect(lines.filter((line) => displayWidth(line) > Math.min(78, columns))).toEqual([])
        }
      }
    }
  })

  it('lets no escape sequence or line break of a server through', () => {
    const text = render({
      ...allFailed,
      target: { ...allFailed.target, model: 'm\u001b[2J\r\u202eo' },
      error_messages: [{ kind: 'connect_error', message: 'a\n\u001b[31mb\u001b[0m c\u0007', count: 238 }],
    })
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Control}|\p{Format}/u)
    expect(text).toContain('238 × a b c')
  })

  it('prints nothing but ASCII where the locale has nothing else', () => {
    const style = styleFor({}, { LANG: 'C' })
    expect(renderSummary({ ...starved, label: 'Zürich' }, { ...options, style })).toMatch(/^\p{ASCII}*$/u)
  })
})
