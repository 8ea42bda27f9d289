import type { HistoryDocument } from '../../analysis/history/history-document.ts'

/** The document as JSON, a row a line: a history of years is a long text, and lines can be searched. */
export function historyJson({ rows, ...rest }: HistoryDocument): string {
  const head = JSON.stringify(rest, null, 2).slice(0, -2)
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`)
  return `${head},\n  "rows": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`
}
