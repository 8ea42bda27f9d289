/** A decimal number: `10`, `.5`, `1e-3`; NaN of any other text. */
export function parseDecimal(text: string): number {
  return shifted(text, 0)
}

/** A decimal number's text times a power of ten, as exact as its digits: 99.9 × 10^-2 is 0.999, which 99.9 / 100 needn't be. */
export function shifted(text: string, exponent: number): number {
  const parts = /^([-+]?(?:\d+\.?\d*|\.\d+))(?:e([-+]?\d+))?$/i.exec(text.trim())
  if (parts === null) return Number.NaN
  return Number(`${parts[1]}e${Number(parts[2] ?? 0) + exponent}`)
}
