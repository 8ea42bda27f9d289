import { closeSync, existsSync, openSync } from 'node:fs'
import { type ColumnSource, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { writeFailure } from '../record/write-bytes.ts'
import { scanLines } from '../workload/scan-lines.ts'

/** A table of a run folder that comes in as lines of JSON while the run lasts. */
export interface SpooledTable<Line, Row> {
  /** Path of the lines. */
  readonly spool: string
  /** Path of the Parquet file. */
  readonly file: string
  readonly rowsPerGroup: number
  /** Called with one line after the other. */
  readonly rowsOf: (line: Line) => readonly Row[]
  /** Of rows of a group; of none, for their types. */
  readonly columnsOf: (rows: readonly Row[]) => ColumnSource[]
}

/**
 * Turns what was spooled into Parquet, in memory that doesn't grow with the run; without a spool there is no file. A line cut
 * short by a crash is left out. Throws TareError 'resources' when the disk won't take it.
 */
export function writeSpooledRows<Line, Row>(table: SpooledTable<Line, Row>): void {
  const { spool, file, rowsPerGroup, rowsOf, columnsOf } = table
  if (!existsSync(spool)) return
  const fd = openSync(spool, 'r')
  try {
    const parquet = new ParquetWriter({
      writer: fileWriter(file),
      schema: schemaFromColumnData({ columnData: columnsOf([]) }),
      createdBy: 'tare',
    })
    let rows: Row[] = []
    const writeGroup = (): void => {
      void parquet.write({ columnData: columnsOf(rows), rowGroupSize: rowsPerGroup })
      rows = []
    }
    scanLines(fd, spool, (bytes) => {
      const line = parsed<Line>(bytes.toString('utf8'))
      if (line !== null) rows.push(...rowsOf(line))
      if (rows.length >= rowsPerGroup) writeGroup()
    })
    if (rows.length > 0) writeGroup()
    void parquet.finish()
  } catch (cause) {
    throw writeFailure(file, cause)
  } finally {
    closeSync(fd)
  }
}

function parsed<Line>(text: string): Line | null {
  try {
    return JSON.parse(text) as Line
  } catch {
    return null
  }
}
