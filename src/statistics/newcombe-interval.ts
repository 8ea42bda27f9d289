import { scoreInterval } from './wilson-interval.ts'

/** A share and of how many observations, which needn't be whole. */
export interface CountedShare {
  readonly share: number
  readonly n: number
}

/**
 * An interval of y − x, two shares of independent observations: Newcombe's hybrid score interval (Stat. Med. 17 (1998) 873, method
 * 10), which squares and adds what Wilson's intervals of the two reach beyond them. It has a width when nothing was counted on
 * either side. `quantile` is two-sided: 1.96 for 95 %, or Student's where the effective n is itself estimated.
 */
export function newcombeInterval(
  x: CountedShare,
  y: CountedShare,
  quantile: number,
): readonly [low: number, high: number] {
  const [lowX, highX] = scoreInterval(x.share, x.n, quantile)
  const [lowY, highY] = scoreInterval(y.share, y.n, quantile)
  const difference = y.share - x.share
  return [
    difference - Math.hypot(y.share - lowY, highX - x.share),
    difference + Math.hypot(highY - y.share, x.share - lowX),
  ]
}
