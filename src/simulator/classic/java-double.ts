/**
 * A double as Java's Double.toString writes it, which is how TorchServe's metrics look: `3.0`, `1.2345678E7`, `1.0E-4`. Plain
 * digits from 10^-3 up to 10^7.
 */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value))
  const [digits, exponent] = value.toExponential().split('e')
  return `${withPoint(digits!)}E${Number(exponent)}`
}

function withPoint(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`
}
