import type { FigureName, SampledDistribution } from '../../../metrics/summary.ts'
import type { Evidence } from '../../evidence.ts'
import { figureNames, judgedAgainstMs } from './touched-latencies.ts'

/** A reported figure and the most by which the instrument can have put it wrong. */
export interface FigureError {
  readonly metric: string
  readonly figure: FigureName
  readonly valueMs: number
  readonly errorMs: number
  /** Error / figure; of a figure near 0, error / a tenth of the mean. */
  readonly ratio: number
}

/** Every figure that is reported of a latency, worst first; its median and mean even when they are refused. */
export function figureErrors({ measured }: Evidence): readonly FigureError[] {
  const fallbackMs = (measured.instrument.error_bound_us.p99 ?? 0) / 1e3
  return Object.entries(measured.latency_ms)
    .flatMap(([metric, latency]) =>
      figureNames.flatMap((figure): readonly FigureError[] => {
        const valueMs = latency[figure]
        if (!isJudged(latency, figure)) return []
        const errorMs = errorOf(latency, figure, fallbackMs)
        if (valueMs === null || errorMs === null) return []
        const ratio = errorMs === 0 ? 0 : errorMs / judgedAgainstMs(valueMs, latency.mean)
        return [{ metric, figure, valueMs, errorMs, ratio }]
      }),
    )
    .sort((a, b) => b.ratio - a.ratio)
}

/** With fewer values nothing is reported, and a worker's first turns, slow as all code is at first, would be all there is. */
const fewestValues = 30

function isJudged(latency: SampledDistribution, figure: FigureName): boolean {
  if (latency.resolution[figure].ci95 !== null) return true
  return (figure === 'p50' || figure === 'mean') && latency.n >= fewestValues
}

/** Where no figure of a latency has its own error, the p99 of all stamps' bounds stands for that of its median. */
function errorOf(latency: SampledDistribution, figure: FigureName, fallbackMs: number): number | null {
  const own = latency.resolution[figure].instrument_error
  if (own !== null) return own
  const none = figureNames.every((name) => latency.resolution[name].instrument_error === null)
  return none && figure === 'p50' ? fallbackMs : null
}
