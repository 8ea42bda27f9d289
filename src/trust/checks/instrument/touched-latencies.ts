import type { FigureName, Measurements } from '../../../metrics/summary.ts'

/** A latency that was measured, and how much of a token's lateness gets into it. */
export interface MeasuredLatency {
  readonly name: string
  /** What an error is judged against: the median or, where that is next to nothing, a tenth of the mean. */
  readonly medianNs: number
  /** 1 / the number of tokens over which the latency is spread, for those that are. */
  readonly weight: number
}

/** Latencies that have a median, the smallest first. */
export function measuredLatencies({ latency_ms, tokens }: Measurements): readonly MeasuredLatency[] {
  const tokensEach = Math.max(1, tokens.output.mean ?? 1)
  return Object.entries(latency_ms)
    .flatMap(([name, { p50, mean }]) => {
      const weight = name === 'tpot' || name === 'ntpot' ? 1 / tokensEach : 1
      const scaleMs = judgedAgainstMs(p50 ?? 0, mean)
      return p50 === null || scaleMs <= 0 ? [] : [{ name, medianNs: scaleMs * 1e6, weight }]
    })
    .sort((a, b) => a.medianNs / a.weight - b.medianNs / b.weight)
}

/** Figures next to nothing (the gaps of tokens that are written two by two) are judged against this share of the mean. */
const leastShareOfMean = 0.1

/** The size against which an error of a figure is judged, ms. */
export function judgedAgainstMs(valueMs: number, meanMs: number | null): number {
  return Math.max(valueMs, leastShareOfMean * (meanMs ?? 0))
}

/** Names of the latencies that stamps so late put wrong by more than this share of their median. */
export function touchedLatencies(
  measured: Measurements,
  latenessNs: number,
  share: number,
): readonly string[] {
  return measuredLatencies(measured)
    .filter(({ medianNs, weight }) => latenessNs * weight > share * medianNs)
    .map(({ name }) => name)
}

/** The median that a token's lateness weighs heaviest on: that of the gaps between tokens, as a rule. */
export function tightestLatency(measured: Measurements): MeasuredLatency | undefined {
  return measuredLatencies(measured)[0]
}

export function hasUserStamps({ instrument }: Measurements): boolean {
  return instrument.timestamp_source === 'user'
}

/** The quantiles of a summary, as shares. */
export const probabilityOf: Readonly<Record<Exclude<FigureName, 'mean'>, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p99_9: 0.999,
}

export const figureNames: readonly FigureName[] = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9']

/** As people write it: `p99.9`. */
export function figureLabel(figure: FigureName): string {
  return figure.replace('_', '.')
}

/** The highest quantile that the summary gives of some latency, as a share; half when it gives none. */
export function highestReported({ latency_ms }: Measurements): number {
  const given = Object.entries(probabilityOf).filter(([name]) =>
    Object.values(latency_ms).some(
      ({ resolution }) => resolution[name as keyof typeof probabilityOf].ci95 !== null,
    ),
  )
  return Math.max(0.5, ...given.map(([, p]) => p))
}
