import { type SampledSeries, type ServerSamples, type Span, shareWithin } from './server-samples.ts'

/**
 * By how much a counter grew within a span: growth between two scrapes is spread evenly over the time between them. A counter
 * that fell began again at 0, as Prometheus' rate() has it: what it shows has come since. One that appears while others stay
 * began at 0 too, since servers make a labelled counter when it first counts; with others gone as well it is another
 * process's, and its first value says nothing.
 */
export function counterIncrease(
  { scrapes, values }: SampledSeries,
  samples: ServerSamples,
  span: Span,
): number {
  const { atNs, continuous } = samples
  let increase = 0
  let last = Number.NaN
  let seen = false
  for (let i = 0; i < scrapes.length; i++) {
    const at = scrapes[i]!
    const value = values[i]!
    if (Number.isNaN(value)) {
      last = value
      continue
    }
    let grown = 0
    if (!Number.isNaN(last)) grown = value >= last ? value - last : value
    else if (!seen && at > 0 && continuous[at] === 1) grown = value
    if (grown > 0 && Number.isFinite(grown)) increase += grown * shareWithin(atNs[at - 1]!, atNs[at]!, span)
    last = value
    seen = true
  }
  return increase
}

/** At which scrapes one of these counters had fallen. */
export function resetScrapes(counters: readonly SampledSeries[]): ReadonlySet<number> {
  const resets = new Set<number>()
  for (const { scrapes, values } of counters) {
    let last = Number.NaN
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (value < last) resets.add(scrapes[i]!)
      if (!Number.isNaN(value)) last = value
    }
  }
  return resets
}
