import { describe, expect, test } from 'vitest'
import { planReplicas } from './plan-replicas.ts'
import { servingCost } from './serving-cost.ts'

describe('planReplicas', () => {
  test('rounds up, with headroom, and adds the spare one', () => {
    expect(planReplicas({ verifiedPerSecond: 74, targetPerSecond: 500 })).toMatchObject({
      needed: 9,
      replicas: 10,
      utilization: 500 / 740,
      utilizationWithoutSpare: 500 / 666,
    })
  })

  test('keeps the headroom with as many gone as may be', () => {
    for (let target = 1; target < 2000; target += 7) {
      const plan = planReplicas({ verifiedPerSecond: 74, targetPerSecond: target, headroom: 0.3, spare: 2 })
      expect(plan.utilizationWithoutSpare).toBeLessThanOrEqual(0.7 + 1e-9)
      expect(plan.replicas).toBe(plan.needed + 2)
    }
  })

  test('needs no more than a whole number, whatever rounding makes of it', () => {
    expect(
      planReplicas({ verifiedPerSecond: 0.1, targetPerSecond: 0.3, headroom: 0, spare: 0 }).replicas,
    ).toBe(3)
    expect(
      planReplicas({ verifiedPerSecond: 100, targetPerSecond: 240, headroom: 0.2, spare: 0 }).needed,
    ).toBe(3)
  })

  test.each([
    { verifiedPerSecond: 0, targetPerSecond: 1 },
    { verifiedPerSecond: 1, targetPerSecond: Number.NaN },
    { verifiedPerSecond: 1, targetPerSecond: 1, headroom: 1 },
    { verifiedPerSecond: 1, targetPerSecond: 1, spare: 0.5 },
  ])('refuses %o', (request) => {
    expect(() => planReplicas(request)).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})

describe('servingCost', () => {
  const request = { pricePerHour: 3.6, replicas: 10, requestsPerSecond: 500 }

  test('divides the bill by requests, and by tokens', () => {
    const cost = servingCost({ ...request, inputTokensPerRequest: 300, outputTokensPerRequest: 100 })
    expect(cost.perHour).toBe(36)
    expect(cost.perThousandRequests).toBeCloseTo(0.02, 12)
    expect(cost.perMillionOutputTokens).toBeCloseTo(0.2, 12)
    expect(cost.perMillionTokens).toBeCloseTo(0.05, 12)
  })

  test('says nothing of tokens that were not counted', () => {
    const cost = servingCost({ ...request, inputTokensPerRequest: null, outputTokensPerRequest: 100 })
    expect(cost.perMillionTokens).toBeNull()
    expect(cost.perMillionOutputTokens).not.toBeNull()
  })

  test('refuses a price or a rate that is none', () => {
    const tokens = { inputTokensPerRequest: null, outputTokensPerRequest: null }
    expect(() => servingCost({ ...request, ...tokens, pricePerHour: -1 })).toThrow(/no price/)
    expect(() => servingCost({ ...request, ...tokens, requestsPerSecond: 0 })).toThrow(
      /nothing can be divided/,
    )
  })
})
