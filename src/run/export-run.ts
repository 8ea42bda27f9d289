import { existsSync } from 'node:fs'
import { TareError } from '../errors.ts'
import { type ExportFormat, exportRecords } from '../record/export-records.ts'
import { runFolder } from './run-folder.ts'

/**
 * Writes a run's records to a stream. Throws TareError 'folder' when there are none yet, as `readRecords`, and what keeps
 * the stream from being written.
 */
export async function exportRun(
  path: string,
  format: ExportFormat,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { records } = runFolder(path)
  if (!existsSync(records)) {
    throw new TareError('folder', `${path} is not a finished run: it has no records.parquet`, {
      hint: `If it was killed, complete it with: tare recover ${path}`,
    })
  }
  await exportRecords(records, format, (text) => written(out, text))
}

/** Waits until the reader has taken it, so that memory stays flat. */
function written(out: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
