/** The largest share of a growth by which rounding may have changed it. */
const largestShare = 0.05

/** What the last digit of a number counts that is written with so many: 10 for 1.23457e+06 with six. 0 for 0. */
export function lastDigit(value: number, digits: number): number {
  return value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits)
}

/** The same of what counts whole things: up to a million, six digits are all of them. */
export function lastDigitOfCount(count: number, digits: number): number {
  const step = lastDigit(count, digits)
  return step > 1 ? step : 0
}

/** Whether a growth between two numbers that may each be half of `unsure` off says enough. */
export function isResolved(growth: number, unsure: number): boolean {
  return unsure <= largestShare * growth || unsure === 0
}
