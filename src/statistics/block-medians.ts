import { quantile } from './quantile.ts'

/** Medians of successive blocks of values, as equally large as can be. Throws RangeError for more blocks than values. */
export function blockMedians(values: Float64Array, blocks: number): Float64Array {
  if (!(blocks >= 1 && blocks <= values.length))
    throw new RangeError(`${values.length} values don't make ${blocks} blocks`)
  return Float64Array.from({ length: blocks }, (_, block) => {
    const from = Math.floor((block * values.length) / blocks)
    const to = Math.floor(((block + 1) * values.length) / blocks)
    return quantile(values.slice(from, to).sort(), 0.5)
  })
}
