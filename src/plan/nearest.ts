/**
 * The known word that `word` was most likely meant to be; undefined when none is near. Letter case, and the
 * difference between `-` and `_`, don't count.
 *
 * Near is being a part of exactly one known word (its beginning, or at least three letters of it); or else an edit
 * distance (insert, delete, replace, swap neighbours: Damerau 1964, restricted form) of at most a third of the
 * longer word's length, and at least 1.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = folded(word)
  if (wanted === '') return undefined
  const containing = known.filter((candidate) => {
    const at = folded(candidate).indexOf(wanted)
    return at === 0 || (at > 0 && wanted.length >= 3)
  })
  if (containing.length === 1) return containing[0]
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const target = folded(candidate)
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, target.length) / 3))
    if (Math.abs(wanted.length - target.length) > limit) continue
    const distance = editDistance(wanted, target)
    if (distance <= limit && distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Shortest beginning of a part of a name that tells the name. */
const fewestLetters = 3
const mostNames = 3

/**
 * What `word` may have been meant for: the nearest known word, or else those with a part that begins with it, `min_workers` and
 * `max_workers` for `workers`; none when so many have one that it says nothing.
 */
export function nearestNames(word: string, known: readonly string[]): readonly string[] {
  const one = nearest(word, known)
  if (one !== undefined) return [one]
  const wanted = folded(word)
  if (wanted.length < fewestLetters) return []
  const names = known.filter((name) =>
    folded(name)
      .split('-')
      .some((part) => part.startsWith(wanted)),
  )
  return names.length > mostNames ? [] : names
}

/** ` (did you mean x?)` for the end of a message, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known)
  return guess === undefined ? '' : ` (did you mean ${guess}?)`
}

function folded(word: string): string {
  return word.toLowerCase().replaceAll('_', '-')
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length]!
}
