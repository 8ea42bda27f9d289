import { describe, expect, it } from 'vitest'
import { plainStyle } from '../../report/style.ts'
import { figuresAt, stateAt } from './fixtures/figures.ts'
import { addFigures, startDrain } from './progress-state.ts'
import { type Terminal, TerminalProgress } from './terminal-progress.ts'

/** A terminal of this size that keeps what is written to it. */
class RecordingTerminal implements Terminal {
  readonly writes: string[] = []
  readonly exits = new Set<() => void>()
  columns = 80
  rows = 24

  write(text: string): void {
    this.writes.push(text)
  }

  size(): { columns: number; rows: number } {
    return { columns: this.columns, rows: this.rows }
  }

  onExit(restore: () => void): () => void {
    this.exits.add(restore)
    return () => this.exits.delete(restore)
  }
}

function open(): { terminal: RecordingTerminal; progress: TerminalProgress } {
  const terminal = new RecordingTerminal()
  return { terminal, progress: new TerminalProgress(terminal, plainStyle) }
}

describe('TerminalProgress', () => {
  it('writes a frame in one piece, between the marks of a synchronised update', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    expect(terminal.writes).toHaveLength(2)
    expect(terminal.writes[0]).toBe('\u001b[?25l')
    const frame = terminal.writes[1]!
    expect(frame.startsWith('\u001b[?2026h\r  measure')).toBe(true)
    expect(frame.endsWith('\n\u001b[J\u001b[?2026l')).toBe(true)
  })

  it('draws four times a second, however often it is told', () => {
    const { terminal, progress } = open()
    let state = stateAt(20e9)
    for (let atNs = 20e9; atNs < 21e9; atNs += 1e6) {
      state = addFigures(state, figuresAt(atNs))
      progress.update(state)
    }
    expect(terminal.writes.slice(1)).toHaveLength(4)
  })

  it('draws at once when draining begins', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    progress.update(startDrain(stateAt(20e9), 20e9, 'interrupted'))
    expect(terminal.writes).toHaveLength(3)
    expect(terminal.writes[2]).toContain('stopping')
  })

  it('goes back over as many rows as the last frame took', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    progress.update(stateAt(21e9))
    expect(terminal.writes[2]).toContain('\r\u001b[4A')
  })

  it('goes back over lines that a narrower terminal has wrapped', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    const widths = terminal.writes[1]!.split('\n')
      .slice(0, 4)
      .map((line) => line.replace(/^.*\r/, '').replace('\u001b[K', '').length)
    terminal.columns = 30
    progress.update(stateAt(21e9))
    const rows = widths.reduce((sum, width) => sum + Math.ceil(width / 30), 0)
    expect(rows).toBeGreaterThan(4)
    expect(terminal.writes[2]).toContain(`\r\u001b[${rows}A`)
  })

  it.each([
    [0, 0],
    [1, 1],
    [20, 3],
  ])('survives a terminal of %d columns and %d rows', (columns, rows) => {
    const { terminal, progress } = open()
    Object.assign(terminal, { columns, rows })
    progress.update(stateAt(20e9))
    progress.update(stateAt(21e9))
    progress.finish()
    expect(terminal.writes[1]!.split('\n').length - 1).toBeLessThanOrEqual(Math.max(0, rows - 1))
    expect(terminal.writes.at(-1)).toSatisfy((text: string) => text.endsWith('\u001b[?25h'))
  })

  it('wipes the frame and shows the cursor again, once', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    progress.finish()
    progress.finish()
    progress.update(stateAt(25e9))
    expect(terminal.writes.slice(2)).toEqual(['\r\u001b[4A\u001b[J\u001b[?25h'])
    expect(terminal.exits.size).toBe(0)
  })

  it('leaves the terminal alone when there was no frame', () => {
    const { terminal, progress } = open()
    progress.finish()
    expect(terminal.writes).toEqual([])
  })

  it('shows the cursor again when the process exits without finishing', () => {
    const { terminal, progress } = open()
    progress.update(stateAt(20e9))
    for (const exit of terminal.exits) exit()
    expect(terminal.writes.at(-1)).toContain('\u001b[?25h')
  })
})
