/** The next number of two significant digits: for bounds and needs, which must not be understated. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 0
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  // The product may miss a whole number by its last bit: 0.12 / 0.01 is 12 and a little.
  return Number((Math.ceil(Number((value / step).toPrecision(12))) * step).toPrecision(2))
}
