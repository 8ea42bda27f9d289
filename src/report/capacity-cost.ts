import type { ReplicaPlan } from '../analysis/capacity/plan-replicas.ts'
import type { ServingCost } from '../analysis/capacity/serving-cost.ts'
import { formatQuantity, formatRate } from './format-number.ts'

/** `11 replicas for 500 req/s: 10 with 20 % headroom, 1 spare; each at 61 % of what is verified, 68 % with 1 gone`. */
export function replicasInWords(plan: ReplicaPlan): string {
  const share = (value: number): string => `${Math.round(100 * value)} %`
  const spare = plan.spare === 0 ? '' : `, ${plan.spare} spare`
  const gone = plan.spare === 0 ? '' : `, ${share(plan.utilizationWithoutSpare)} with ${plan.spare} gone`
  return (
    `${formatQuantity(plan.replicas, 'replica')} for ${formatRate(plan.targetPerSecond, 'req')}: ` +
    `${plan.needed} with ${share(plan.headroom)} headroom${spare}; ` +
    `each at ${share(plan.utilization)} of what is verified${gone}`
  )
}

/** One part a figure: `$36.00 an hour`, `$0.0200 per 1k requests`, `$0.200 per 1M output tokens`. */
export function costInWords(cost: ServingCost, currency = '$'): readonly string[] {
  const { perHour, perThousandRequests, perMillionOutputTokens, perMillionTokens } = cost
  const price = (amount: number): string => {
    return currency + (amount >= 10 || amount === 0 ? amount.toFixed(2) : digits(amount))
  }
  return [
    `${price(perHour)} an hour`,
    `${price(perThousandRequests)} per 1k requests`,
    ...(perMillionOutputTokens === null ? [] : [`${price(perMillionOutputTokens)} per 1M output tokens`]),
    ...(perMillionTokens === null ? [] : [`${price(perMillionTokens)} per 1M tokens in and out`]),
  ]
}

/** Three significant digits, without an exponent. */
function digits(amount: number): string {
  return amount.toFixed(Math.min(12, 2 - Math.floor(Math.log10(amount))))
}
