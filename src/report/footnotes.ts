/** Remarks below a table, each once, numbered in the order in which its rows have them. */
export interface Footnotes {
  /** ` [2]`, for the end of a row, a number for each of its remarks, which semicolons part; nothing where it has none. */
  readonly mark: (note: string | null) => string
  /** `[2] …` */
  readonly lines: () => readonly string[]
}

export function createFootnotes(): Footnotes {
  const numbers = new Map<string, number>()
  return {
    mark: (note) => {
      if (note === null) return ''
      const own = note.split('; ').map((remark) => {
        const number = numbers.get(remark) ?? numbers.size + 1
        numbers.set(remark, number)
        return number
      })
      return ` [${own.join(',')}]`
    },
    lines: () => Array.from(numbers, ([note, number]) => `[${number}] ${note}`),
  }
}
