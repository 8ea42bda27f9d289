import { appendFileSync, writeFileSync } from 'node:fs'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { CellRow, CellValue } from '../../analysis/cells/cell-row.ts'
import { csvField } from '../../record/csv-field.ts'
import { writeFailure } from '../../record/write-bytes.ts'
import type { SweepFolder } from './sweep-folder.ts'

/** Adds a run's row; it is there whatever becomes of the sweep. */
export function appendRow(folder: SweepFolder, row: CellRow): void {
  try {
    appendFileSync(folder.rows, `${JSON.stringify(row)}\n`)
  } catch (cause) {
    throw writeFailure(folder.rows, cause)
  }
}

/** Names of all rows, in the order in which they first come. A run that failed has no settings that were read back. */
function rowNames(rows: readonly CellRow[]): readonly string[] {
  return Array.from(new Set(rows.flatMap((row) => Object.keys(row))))
}

/** RFC 4180, with a header. */
export function cellsCsv(rows: readonly CellRow[]): string {
  const names = rowNames(rows)
  const lines = rows.map((row) => names.map((name) => csvField(row[name] ?? null)).join(','))
  return [names.map(csvField).join(','), ...lines, ''].join('\r\n')
}

/** One row a run; a column of numbers is DOUBLE, any other text. */
export function cellsParquet(rows: readonly CellRow[]): Uint8Array {
  const columnData = rowNames(rows).map((name) => {
    const values = rows.map((row) => row[name] ?? null)
    const isNumeric = values.every((value) => value === null || typeof value === 'number')
    return isNumeric
      ? { name, data: values, type: 'DOUBLE' as const, nullable: true }
      : { name, data: values.map(textOf), type: 'STRING' as const, nullable: true }
  })
  const writer = new ByteWriter()
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData }),
    createdBy: 'tare',
  })
  void parquet.write({ columnData })
  void parquet.finish()
  return writer.getBytes()
}

function textOf(value: CellValue): string | null {
  return value === null ? null : String(value)
}

/** Writes all that is made from the rows. */
export function writeCells(folder: SweepFolder, rows: readonly CellRow[], markdown: string): void {
  const files = [
    [folder.cells, cellsParquet(rows)],
    [folder.csv, cellsCsv(rows)],
    [folder.markdown, markdown],
  ] as const
  for (const [path, content] of files) {
    try {
      writeFileSync(path, content)
    } catch (cause) {
      throw writeFailure(path, cause)
    }
  }
}
