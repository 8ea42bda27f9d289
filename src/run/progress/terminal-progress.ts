import { displayWidth } from '../../report/printable.ts'
import type { Style } from '../../report/style.ts'
import type { Progress } from './progress.ts'
import type { ProgressState } from './progress-state.ts'
import { progressLines } from './progress-view.ts'

/** The terminal that frames are drawn on. Its size is read anew for every frame. */
export interface Terminal {
  write(text: string): void
  size(): { readonly columns: number; readonly rows: number }
  /** Calls back when the process exits by whatever way; returns how to call that off. */
  onExit(restore: () => void): () => void
}

const frameNs = 250e6

const esc = '\u001b['
const hideCursor = `${esc}?25l`
const showCursor = `${esc}?25h`
/** DEC mode 2026: the terminal shows what is between at once. Others ignore it. */
const beginFrame = `${esc}?2026h`
const endFrame = `${esc}?2026l`
const eraseLineRest = `${esc}K`
const eraseBelow = `${esc}J`

/** Draws the run in place, four times a second, and wipes it away at the end. */
export class TerminalProgress implements Progress {
  readonly #terminal: Terminal
  readonly #style: Style
  #cancelExit: (() => void) | undefined
  #drawn: readonly string[] = []
  #drawnAtNs = Number.NEGATIVE_INFINITY
  #draining = false
  #finished = false

  constructor(terminal: Terminal, style: Style) {
    this.#terminal = terminal
    this.#style = style
  }

  update(state: ProgressState): void {
    const draining = state.drain !== null
    if (this.#finished || (state.nowNs - this.#drawnAtNs < frameNs && draining === this.#draining)) return
    this.#drawnAtNs = state.nowNs
    this.#draining = draining
    const { columns, rows } = this.#terminal.size()
    // The last column stays free, or some terminals wrap; the last row holds the cursor.
    const lines = progressLines(state, columns - 1, this.#style).slice(0, Math.max(0, rows - 1))
    const body = lines.map((line) => `${line}${eraseLineRest}\n`).join('')
    this.#begin()
    this.#terminal.write(beginFrame + this.#toTop(columns) + body + eraseBelow + endFrame)
    this.#drawn = lines
  }

  finish(): void {
    if (this.#finished) return
    this.#finished = true
    if (this.#cancelExit === undefined) return
    this.#cancelExit()
    this.#terminal.write(this.#toTop(this.#terminal.size().columns) + eraseBelow + showCursor)
  }

  /** A run that fails before its first frame leaves no mark on the terminal. */
  #begin(): void {
    if (this.#cancelExit !== undefined) return
    this.#cancelExit = this.#terminal.onExit(() => this.finish())
    this.#terminal.write(hideCursor)
  }

  /** Moves to where the last frame began. A terminal made narrower has wrapped that frame's lines meanwhile. */
  #toTop(columns: number): string {
    const rows = this.#drawn.reduce((sum, line) => {
      return sum + (columns >= 1 ? Math.max(1, Math.ceil(displayWidth(line) / columns)) : 1)
    }, 0)
    return rows === 0 ? '\r' : `\r${esc}${rows}A`
  }
}
