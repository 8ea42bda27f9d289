import type { LatencyPrediction } from './predict-latency.ts'

/** A prediction for other programs. Of a rate that overloads the server there is neither latency nor number in flight. */
export interface PredictionResult {
  readonly rate_per_s: number
  readonly state: LatencyPrediction['state']
  readonly most_per_s: number
  readonly utilization: number
  readonly in_flight_mean: number | null
  readonly e2e_s: {
    readonly mean: number
    readonly p50: number
    readonly p90: number
    readonly p95: number
    readonly p99: number
  } | null
  /** Each measured point between two others, predicted by the rest. */
  readonly held_out: readonly {
    readonly in_flight: number
    readonly measured_per_s: number
    readonly predicted_per_s: number
  }[]
}

export function predictionResult(prediction: LatencyPrediction): PredictionResult {
  const isSteady = prediction.state === 'steady'
  return {
    rate_per_s: prediction.ratePerSecond,
    state: prediction.state,
    most_per_s: prediction.mostPerSecond,
    utilization: prediction.utilization,
    in_flight_mean: isSteady ? prediction.meanInFlight : null,
    e2e_s: isSteady ? { mean: prediction.meanResponseSeconds, ...prediction.responseQuantilesSeconds } : null,
    held_out: prediction.heldOut.map(({ inFlight, measuredPerSecond, predictedPerSecond }) => ({
      in_flight: inFlight,
      measured_per_s: measuredPerSecond,
      predicted_per_s: predictedPerSecond,
    })),
  }
}
