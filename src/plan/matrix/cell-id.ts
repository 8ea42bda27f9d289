import type { Assignment } from './matrix.ts'

const longestId = 150

/**
 * What a cell is called: `batch_size=4,concurrency=8`. It is a file's name on any system, the same for the same cell
 * whatever the rest of the matrix, and never that of another: values that had to be changed for it have a hash behind
 * them. A name that two axes end with is written whole.
 */
export function cellId(cell: Assignment, names: readonly string[]): string {
  const parts = Object.entries(cell).map(
    ([name, value]) => `${shortName(name, names)}=${fileText(String(value))}`,
  )
  if (parts.length === 0) return 'all'
  const id = parts.join(',')
  return id.length <= longestId ? id : `${id.slice(0, longestId - 9)}~${hash(id)}`
}

function shortName(name: string, names: readonly string[]): string {
  const last = lastPart(name)
  const text = names.filter((other) => lastPart(other) === last).length > 1 ? name : last
  return fileText(text)
}

function lastPart(name: string): string {
  return name.replace(/^(background\.)?.*\./, '$1')
}

function fileText(text: string): string {
  const plain = text.replaceAll('/', '+').replaceAll(/[^A-Za-z0-9._+-]/g, '_')
  return plain.replaceAll('+', '/') === text && plain !== '' ? plain : `${plain}~${hash(text)}`
}

/** FNV-1a, 32 bits (Fowler, Noll & Vo 1991), of the text's UTF-16 units. */
function hash(text: string): string {
  let h = 0x811c9dc5
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  return (h >>> 0).toString(16).padStart(8, '0')
}
