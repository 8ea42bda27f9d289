/** `20k`, `12.5k`, `800`. */
export function rateWords(perSecond: number): string {
  return perSecond < 1000 ? `${Math.round(perSecond)}` : `${Number((perSecond / 1000).toPrecision(3))}k`
}

/** A time given in us, in three digits: `7.31 us`, `61.2 us`, `7.43 ms`, `1.20 s`; — for none. */
export function timeWords(us: number | null): string {
  if (us === null) return '—'
  const size = Math.abs(us)
  if (size < 999.5) return `${threeDigits(us)} us`
  return size < 999_500 ? `${threeDigits(us / 1e3)} ms` : `${threeDigits(us / 1e6)} s`
}

/** Three significant digits, never in powers of ten. */
export function threeDigits(value: number): string {
  const size = Math.abs(value)
  if (size >= 99.95) return value.toFixed(0)
  return value.toFixed(size >= 9.995 ? 1 : 2)
}

/** Reported ÷ true: `+0.04 %` while it is near 1, `×1.45` beyond; — for none. */
export function factorWords(factor: number | null): string {
  if (factor === null) return '—'
  const percent = (factor - 1) * 100
  if (Math.abs(percent) >= 10) return `×${threeDigits(factor)}`
  const digits = Math.abs(percent) < 0.95 ? 2 : 1
  const rounded = Number(percent.toFixed(digits))
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(digits)} %`
}

/** Reported ÷ true within a sentence: `4.1 times the server's`, `the server's to within 0.2 %`. */
export function timesTheServers(factor: number | null): string {
  if (factor === null) return 'nothing to compare'
  const percent = Math.abs(factor - 1) * 100
  if (percent >= 10) return `${threeDigits(factor)} times the server's`
  return `the server's to within ${percentAtMost(percent)}`
}

/** A percentage rounded up to one digit, so that "within" stays true: `0.04 %`. */
function percentAtMost(percent: number): string {
  if (percent <= 0.01) return '0.01 %'
  const unit = 10 ** Math.floor(Math.log10(percent))
  return `${Number((Math.ceil(percent / unit - 1e-9) * unit).toPrecision(1))} %`
}
