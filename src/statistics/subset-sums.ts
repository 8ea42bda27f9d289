/**
 * In how many of all ways to take `take` of the items their values, whole numbers of at least 0, add up to s, for each s: as a share
 * of all ways. By counting item after item; exact while the ways are fewer than 2⁵³, and to rounding beyond.
 */
export function subsetSums(items: readonly number[], take: number): Float64Array {
  const total = items.reduce((sum, item) => sum + item, 0)
  const ways = Array.from({ length: take + 1 }, () => new Float64Array(total + 1))
  ways[0]![0] = 1
  let reached = 0
  items.forEach((item, before) => {
    reached += item
    for (let taken = Math.min(take, before + 1); taken >= 1; taken--) {
      const [to, from] = [ways[taken]!, ways[taken - 1]!]
      for (let sum = reached; sum >= item; sum--) to[sum]! += from[sum - item]!
    }
  })
  const all = ways[take]!.reduce((sum, count) => sum + count, 0)
  return ways[take]!.map((count) => count / all)
}
