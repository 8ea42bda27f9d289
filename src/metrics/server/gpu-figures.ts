import { readGauge } from './engine-figures.ts'
import type { GaugeSource, GpuGauge, GpuNames } from './engine-names.ts'
import { totalIncrease } from './latency-figure.ts'
import { indexSeries } from './series-index.ts'
import { coveredSpan, type ServerSamples, type Span, spanSeconds } from './server-samples.ts'
import type { GaugeFigure } from './server-summary.ts'

/** What an exporter says of GPUs, all devices together: shares averaged, the rest added up. */
export interface GpuFigures {
  readonly devices: number
  readonly utilisation: GaugeFigure | null
  /** W: by the gauge, or else by the growth of the energy. */
  readonly power: GaugeFigure | null
  /** W: by the growth of the energy, which misses nothing between samples; null without such a counter. */
  readonly meanPowerByEnergy: number | null
  readonly memoryUsedBytes: GaugeFigure | null
  readonly memoryTotalBytes: number | null
}

/** Null when the endpoint has none of these names. */
export function gpuFigures(names: GpuNames, samples: ServerSamples, window: Span): GpuFigures | null {
  // Series of one device that differ in other labels (MIG slices, pods) repeat what is the device's.
  const index = indexSeries(samples.series, {
    model: null,
    subject: ({ labels }) => labels.get(names.device) ?? JSON.stringify([...labels]),
  })
  const span = coveredSpan(samples, window)
  const gauge = (name: GpuGauge): GaugeFigure | null => {
    const source: GaugeSource | undefined = names.gauges[name]
    return source === undefined ? null : readGauge(index, source, samples, span)
  }
  const energy = names.energy === null ? [] : index.series(names.energy.names)
  const meanPowerByEnergy =
    names.energy === null || energy.length === 0 || spanSeconds(span) === 0
      ? null
      : (totalIncrease(energy, samples, span) * names.energy.joules) / spanSeconds(span)
  const devices = Math.max(
    energy.length,
    ...Object.values(names.gauges).map((source) => index.series(source.names).length),
  )
  if (devices === 0) return null
  const used = gauge('memoryUsed')
  const free = gauge('memoryFree')
  return {
    devices,
    utilisation: gauge('utilisation'),
    power: gauge('power') ?? (meanPowerByEnergy === null ? null : { mean: meanPowerByEnergy, max: null }),
    meanPowerByEnergy,
    memoryUsedBytes: used,
    memoryTotalBytes: gauge('memoryTotal')?.mean ?? (used && free ? used.mean + free.mean : null),
  }
}
