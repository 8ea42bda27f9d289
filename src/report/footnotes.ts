import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'

/** Remarks below a table, each once, numbered in the order in which its rows have them. */
export interface Footnotes {
  /** ` [2]`, for the end of a row, a number for each of its remarks, which semicolons part; nothing where it has none. */
  readonly mark: (row: Pick<MetricComparison, 'metric' | 'note'> | null) => string
  /** `[2] …` */
  readonly lines: () => readonly string[]
}

export function createFootnotes(): Footnotes {
  const numbers = new Map<string, number>()
  return {
    mark: (row) => {
      const remarks = row === null ? [] : remarksOf(row)
      if (remarks.length === 0) return ''
      const own = remarks.map((remark) => {
        const number = numbers.get(remark) ?? numbers.size + 1
        numbers.set(remark, number)
        return number
      })
      return ` [${own.join(',')}]`
    },
    lines: () => Array.from(numbers, ([note, number]) => `[${number}] ${note}`),
  }
}

/** What is to be said of a row, whose metric stands in it. */
export function remarksOf({ metric, note }: Pick<MetricComparison, 'metric' | 'note'>): readonly string[] {
  if (note === null) return []
  return note.split('; ').map((remark) => remark.replace(`${metric} `, ''))
}
