const units = [
  ['year', 365.25 * 86_400],
  ['day', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** A time as one would say it, to two digits: `45 s`, `12 min`, `3.5 h`, `58 days`. */
export function roughTime(seconds: number): string {
  const [unit, unitSeconds] = units.find(([, length]) => seconds >= 1.5 * length) ?? ['s', 1]
  const amount = Number((seconds / unitSeconds).toPrecision(2))
  const plural = (unit === 'day' || unit === 'year') && amount !== 1 ? 's' : ''
  return `${amount} ${unit}${plural}`
}
