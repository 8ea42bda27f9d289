import { TareError } from '../../errors.ts'

export interface CostRequest {
  /** Of one replica, in whatever currency. */
  readonly pricePerHour: number
  readonly replicas: number
  /** That all replicas together serve. */
  readonly requestsPerSecond: number
  /** Means over the requests of the measurement; null where tokens weren't counted. */
  readonly inputTokensPerRequest: number | null
  readonly outputTokensPerRequest: number | null
}

/** In the currency of the price. */
export interface ServingCost {
  readonly perHour: number
  readonly perThousandRequests: number
  /** All of the price by output tokens alone, and by input and output together: two views of one bill, not parts of it. */
  readonly perMillionOutputTokens: number | null
  readonly perMillionTokens: number | null
}

/**
 * What serving costs at this rate, all hours at this rate: a fleet that stands idle at night costs as much and serves
 * less. Throws TareError('usage') for a price or a rate that isn't one.
 */
export function servingCost(request: CostRequest): ServingCost {
  const { pricePerHour, replicas, requestsPerSecond, inputTokensPerRequest, outputTokensPerRequest } = request
  if (!(pricePerHour >= 0 && Number.isFinite(pricePerHour))) {
    throw new TareError('usage', `${pricePerHour} is no price per hour`, {
      hint: 'Give the price of a replica for an hour, such as 2.50.',
    })
  }
  if (!(requestsPerSecond > 0 && Number.isSafeInteger(replicas) && replicas > 0)) {
    throw new TareError(
      'usage',
      `nothing can be divided by ${requestsPerSecond} req/s of ${replicas} replicas`,
      { hint: 'A capacity above 0 must have been verified first.' },
    )
  }
  const perHour = pricePerHour * replicas
  const perRequest = perHour / (3600 * requestsPerSecond)
  const perMillion = (tokens: number | null): number | null => {
    return tokens === null || !(tokens > 0) ? null : (perRequest / tokens) * 1e6
  }
  const both = [inputTokensPerRequest, outputTokensPerRequest]
  return {
    perHour,
    perThousandRequests: 1000 * perRequest,
    perMillionOutputTokens: perMillion(outputTokensPerRequest),
    perMillionTokens: perMillion(
      both.some((tokens) => tokens === null) ? null : both.reduce<number>((sum, tokens) => sum + tokens!, 0),
    ),
  }
}
