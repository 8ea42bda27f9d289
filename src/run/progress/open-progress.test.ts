import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { stateAt } from './fixtures/figures.ts'
import { LineProgress } from './line-progress.ts'
import { openProgress } from './open-progress.ts'
import { TerminalProgress } from './terminal-progress.ts'

function stream(
  properties: { isTTY?: boolean; columns?: number; rows?: number } = {},
): PassThrough & typeof properties {
  return Object.assign(new PassThrough({ encoding: 'utf8' }), properties)
}

describe('openProgress', () => {
  it('draws on a terminal, and writes lines anywhere else', () => {
    const progress = openProgress(stream({ isTTY: true }), {})
    expect(progress).toBeInstanceOf(TerminalProgress)
    progress.finish()
    expect(openProgress(stream(), {})).toBeInstanceOf(LineProgress)
    expect(openProgress(stream({ isTTY: true }), { TERM: 'dumb' })).toBeInstanceOf(LineProgress)
  })

  it('listens for the errors of a stream once, however many runs draw on it', () => {
    const one = stream()
    for (let run = 0; run < 20; run++) openProgress(one, {}).finish()
    expect(one.listenerCount('error')).toBe(1)
  })

  it('assumes a size where the terminal knows none', () => {
    const terminal = stream({ isTTY: true, columns: 0, rows: 0 })
    const progress = openProgress(terminal, {})
    progress.update(stateAt(20e9))
    progress.finish()
    expect(terminal.read()).toContain('in flight')
  })

  it('restores the cursor when the process exits, and lets go when finished', () => {
    const listeners = process.listenerCount('exit')
    const terminal = stream({ isTTY: true })
    const progress = openProgress(terminal, {})
    progress.update(stateAt(20e9))
    expect(process.listenerCount('exit')).toBe(listeners + 1)
    progress.finish()
    expect(process.listenerCount('exit')).toBe(listeners)
    expect(terminal.read()).toSatisfy((text: string) => text.endsWith('\u001b[?25h'))
  })

  it('outlives its terminal', () => {
    const terminal = stream({ isTTY: true })
    const progress = openProgress(terminal, {})
    expect(() => terminal.emit('error', new Error('EIO'))).not.toThrow()
    progress.finish()
  })
})
