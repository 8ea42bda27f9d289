import type { Distribution, FigureName, Resolution, SampledDistribution } from './summary.ts'

export const figureNames: readonly FigureName[] = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9']

const unresolved: Resolution = {
  ci95: null,
  vif: null,
  instrument_error: null,
  needs_requests: null,
  needs_s: null,
}

/** A distribution of which no figure is resolved. */
export function unresolvedDistribution(distribution: Distribution): SampledDistribution {
  return {
    ...distribution,
    resolution: Object.fromEntries(
      figureNames.map((name) => [name, unresolved]),
    ) as SampledDistribution['resolution'],
  }
}
