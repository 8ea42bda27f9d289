/** A number as a message says it: three significant digits and all before the point, `12.4`, `0.031`, `1240`. */
export function digits(value: number): string {
  // From 1000 on three digits would round what is before the point.
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)))
}

/** A share of one: `3.2 %`. */
export function percent(share: number): string {
  return `${digits(share * 100)} %`
}

/** A time: `812 µs`, `12.4 ms`, `1.2 s`. */
export function duration(ns: number): string {
  const size = Math.abs(ns)
  if (size < 1e3) return `${digits(ns)} ns`
  if (size < 1e6) return `${digits(ns / 1e3)} µs`
  return size < 1e9 ? `${digits(ns / 1e6)} ms` : `${digits(ns / 1e9)} s`
}

/** A time in milliseconds whatever its size, for what is compared in them: `0.178 ms`. */
export function milliseconds(ns: number): string {
  return `${digits(ns / 1e6)} ms`
}

/** `1 request`, `12 requests`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** `the only request`, `all 12 requests`. */
export function allOf(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? `the only ${noun}` : `all ${count} ${plural}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
