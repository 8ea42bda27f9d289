const bars = '▁▂▃▄▅▆▇█'

/**
 * Values as bars of eight heights, the least the lowest; without variation all lie in the middle. More values than `most` are drawn as
 * the means of as many stretches, as long as each other to within one.
 */
export function sparkline(values: readonly number[], most: number): string {
  const count = Math.min(values.length, most)
  const drawn = Array.from({ length: count }, (_, bar) => {
    const stretch = values.slice(
      Math.floor((bar * values.length) / count),
      Math.floor(((bar + 1) * values.length) / count),
    )
    return stretch.reduce((sum, value) => sum + value, 0) / stretch.length
  })
  const low = Math.min(...drawn)
  const span = Math.max(...drawn) - low
  const heights = drawn.map((value) =>
    span > 0 ? Math.round(((value - low) / span) * (bars.length - 1)) : 3,
  )
  return heights.map((height) => bars[height]!).join('')
}
