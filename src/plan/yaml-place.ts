import { type Document, isMap, isScalar, isSeq, type LineCounter, type Pair } from 'yaml'

/** A place in a YAML text. Both count from 1. */
export interface YamlPlace {
  readonly line: number
  readonly column: number
}

/** Whether a problem is with the key at a path or with its value. */
export type KeyOrValue = 'key' | 'value'

/**
 * Where the key or the value at a path stands; where the path's last part isn't in the document, what it is missing
 * from.
 */
export function yamlPlace(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  part: KeyOrValue,
): YamlPlace {
  let offset = offsetOf(document.contents) ?? 0
  let node: unknown = document.contents
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((each) => keyOf(each) === String(step))
      if (pair === undefined) break
      node = pair.value
      offset = (part === 'key' ? undefined : offsetOf(node)) ?? offsetOf(pair.key) ?? offset
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = offsetOf(node) ?? offset
    } else break
  }
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key)
}

function offsetOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range
  return range?.[0]
}
