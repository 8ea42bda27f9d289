import { noNumber } from './format-number.ts'

/** `0.93 %`, `12 %`, `100 %`: two digits are what a share of few requests has. */
export function twoDigitPercent(share: number): string {
  return Number.isFinite(share) ? `${Number((100 * share).toPrecision(2))} %` : noNumber
}
