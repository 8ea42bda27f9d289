import { roundUp } from './round-up.ts'

/** How many requests are needed, about: `40`, `1200`, `12k`, `3.4M`. */
export function formatRoughCount(count: number): string {
  const rounded = Math.ceil(roundUp(count))
  if (rounded < 10_000) return String(rounded)
  return rounded < 1e6 ? `${rounded / 1e3}k` : `${rounded / 1e6}M`
}

/** How long that takes, about: `40 s`, `2.5 min`, `21 min`, `3.4 h`, `12 days`. */
export function formatRoughSeconds(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.ceil(roundUp(seconds)))} s`
  if (seconds < 100 * 60) return `${roundUp(seconds / 60)} min`
  return seconds < 100 * 3600 ? `${roundUp(seconds / 3600)} h` : `${roundUp(seconds / 86_400)} days`
}
