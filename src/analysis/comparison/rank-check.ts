import { mannWhitney } from '../../statistics/mann-whitney.ts'

/** Of three and three even the plainest order has a p of 0.1. */
const fewestRuns = 4
const shown = 0.05
const farFromShown = 0.2

/** Two-sided p of Mann and Whitney's test of two sides' figures, of whose distribution it assumes nothing; null with fewer than four of a side. */
export function rankP(a: readonly number[], b: readonly number[]): number | null {
  return Math.min(a.length, b.length) < fewestRuns ? null : mannWhitney(a, b)
}

/** Where the order of the runs plainly contradicts Student's t, whose p it is given: shown by one, and far from it by the other. */
export function rankNote(p: number, byRanks: number | null): string | null {
  if (byRanks === null) return null
  const said = `by the order of the runs alone p is ${Number(byRanks.toPrecision(2))}`
  if (p < shown && byRanks > farFromShown) return `${said}: the difference rests on a run or two`
  if (byRanks < shown && p > farFromShown) return `${said}: a run that is far off may hide a difference`
  return null
}
