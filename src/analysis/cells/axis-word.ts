/** What an axis is called in a table: the last part of its path, `concurrency`; of the background's, `background.concurrency`. */
export function axisWord(axis: string): string {
  return axis.replace(/^(background\.)?.*\./, '$1')
}
