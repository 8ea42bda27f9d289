import type { Interval } from '../statistics/interval.ts'
import type { Ci95, Distribution, FigureName, Resolution, SampledDistribution } from './summary.ts'

/** Each quantile that a sampled distribution gives. */
export const quantileFigures: readonly { readonly name: Exclude<FigureName, 'mean'>; readonly p: number }[] =
  [
    { name: 'p50', p: 0.5 },
    { name: 'p90', p: 0.9 },
    { name: 'p95', p: 0.95 },
    { name: 'p99', p: 0.99 },
    { name: 'p99_9', p: 0.999 },
  ]

const figureNames: readonly FigureName[] = ['mean', ...quantileFigures.map(({ name }) => name)]

/** What was found of a figure. */
export interface Estimate {
  readonly interval: Interval
  /** In the unit of the distribution; null when a record didn't say. */
  readonly instrumentError: number | null
}

/** What turns missing observations into requests and time. */
export interface Pace {
  /** Measured requests that were ok, for each observation that there is. */
  readonly requestsPerObservation: number
  /** At which requests were completed; 0 when none was. */
  readonly requestsPerSecond: number
}

const unknown: Resolution = {
  ci95: null,
  vif: null,
  instrument_error: null,
  needs_requests: null,
  needs_s: null,
  unresolved_value: null,
}

/** A distribution with what each of its figures is worth: point estimates, of those without an interval too. */
export function sampledDistribution(
  distribution: Distribution,
  estimates: Readonly<Record<FigureName, Estimate>>,
  pace: Pace,
): SampledDistribution {
  const resolutions = figureNames.map((name) => [name, resolutionOf(estimates[name], pace)] as const)
  return { ...distribution, resolution: Object.fromEntries(resolutions) as SampledDistribution['resolution'] }
}

/** The same with null in the place of each figure, and of its error, that has no interval: as it may be shown. */
export function withoutRefused(distribution: SampledDistribution): SampledDistribution {
  const refused = figureNames.filter((name) => distribution.resolution[name].ci95 === null)
  const resolutions = refused.map((name) => {
    const resolution = distribution.resolution[name]
    // Without a VIF there were too few values even of independent ones.
    const unresolved_value = resolution.vif === null ? null : distribution[name]
    return [name, { ...resolution, instrument_error: null, unresolved_value }] as const
  })
  return {
    ...distribution,
    ...Object.fromEntries(refused.map((name) => [name, null])),
    resolution: { ...distribution.resolution, ...Object.fromEntries(resolutions) },
  }
}

/** A distribution of which no figure is resolved: one without values. */
export function unresolvedDistribution(distribution: Distribution): SampledDistribution {
  return {
    ...distribution,
    resolution: Object.fromEntries(
      figureNames.map((name) => [name, unknown]),
    ) as SampledDistribution['resolution'],
  }
}

function resolutionOf({ interval, instrumentError }: Estimate, pace: Pace): Resolution {
  if (interval.state === 'resolved') {
    const ci95: Ci95 = [interval.low, interval.high]
    return { ...unknown, ci95, vif: interval.vif, instrument_error: instrumentError }
  }
  const requests = Math.ceil(interval.missing * pace.requestsPerObservation)
  const seconds = pace.requestsPerSecond > 0 ? requests / pace.requestsPerSecond : null
  return {
    ...unknown,
    vif: interval.vif,
    instrument_error: instrumentError,
    needs_requests: requests,
    needs_s: seconds,
  }
}
