import type { WriteStream } from 'node:tty'
import { type StyleEnvironment, styleFor } from '../../report/style.ts'
import { LineProgress } from './line-progress.ts'
import type { Progress } from './progress.ts'
import { TerminalProgress } from './terminal-progress.ts'

/** A stream such as `process.stderr`. */
export type ProgressStream = NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>

const assumedColumns = 80
const assumedRows = 24

/** Drawn in place on a terminal that can; plain lines anywhere else. */
export function openProgress(stream: ProgressStream, environment: StyleEnvironment): Progress {
  const style = styleFor(stream, environment)
  // Many runs may draw on one stream.
  if (!stream.listeners('error').includes(ignored)) stream.on('error', ignored)
  const write = (text: string): void => {
    stream.write(text)
  }
  if (stream.isTTY !== true || environment.TERM === 'dumb') return new LineProgress(write, style)
  const terminal = {
    write,
    // A serial line says 0 by 0, and means that it doesn't know.
    size: () => ({ columns: stream.columns || assumedColumns, rows: stream.rows || assumedRows }),
    onExit: (restore: () => void) => {
      process.once('exit', restore)
      return () => process.off('exit', restore)
    },
  }
  return new TerminalProgress(terminal, style)
}

/** A terminal that went away must not end the run. */
function ignored(): void {}
