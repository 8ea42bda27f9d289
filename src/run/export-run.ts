import { TareError } from '../errors.ts'
import { exportRecords } from '../record/export-records.ts'
import { runFolder } from './run-folder.ts'

const formats = ['jsonl', 'csv'] as const

/** Writes a run's records to a stream. Throws TareError 'usage' for a format that there isn't. */
export async function exportRun(path: string, format: string, out: NodeJS.WritableStream): Promise<void> {
  const known = formats.find((name) => name === format)
  if (known === undefined) {
    throw new TareError('usage', `there is no export format ${format}`, {
      hint: `Use --format ${formats.join(' or ')}.`,
    })
  }
  await exportRecords(runFolder(path).records, known, (text) => written(out, text))
}

/** Waits when the reader is slower, so that memory stays flat. */
function written(out: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (out.write(text)) resolve()
    else out.once('drain', resolve)
  })
}
