import { canonicalName } from './canonical-name.ts'
import type { Alternatives } from './engine-names.ts'
import type { HistogramSeries } from './latency-figure.ts'
import type { SampledSeries } from './server-samples.ts'

/** Finds an endpoint's series by the names that the tables have. */
export interface SeriesIndex {
  /** Series of the first of the names that is there; of the model that was measured, where any says it is of that. */
  series(names: Alternatives, labels?: Readonly<Record<string, string>>): readonly SampledSeries[]
  histogram(names: Alternatives, labels?: Readonly<Record<string, string>>): HistogramSeries | null
}

export interface IndexOptions {
  readonly model: string | null
  /** What a series tells of: of those of one name that tell of the same, one counts. */
  readonly subject: (series: SampledSeries) => string
}

const modelLabels = ['model_name', 'model', 'ModelName']
const versionLabels = ['model_version', 'version']
const total = '_total'

export function indexSeries(all: readonly SampledSeries[], { model, subject }: IndexOptions): SeriesIndex {
  const byName = new Map<string, SampledSeries[]>()
  for (const series of all) {
    const name = canonicalName(series.name)
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [series])
    else same.push(series)
  }
  const named = (name: string): readonly SampledSeries[] => {
    const canonical = canonicalName(name)
    return (
      byName.get(canonical) ??
      byName.get(canonical.endsWith(total) ? canonical.slice(0, -total.length) : '') ??
      []
    )
  }
  const chosen = (name: string, labels: Readonly<Record<string, string>>): readonly SampledSeries[] => {
    const fitting = named(name).filter((series) =>
      Object.entries(labels).every(([label, value]) => series.labels.get(label) === value),
    )
    const distinct = new Map<string, SampledSeries>()
    for (const one of ofModel(fitting, model)) {
      const told = subject(one)
      if (!distinct.has(told)) distinct.set(told, one)
    }
    return [...distinct.values()]
  }
  const series: SeriesIndex['series'] = (names, labels = {}) =>
    names.map((name) => chosen(name, labels)).find((found) => found.length > 0) ?? []
  return {
    series,
    histogram(names, labels = {}) {
      for (const name of names) {
        const [buckets, sums, counts] = ['_bucket', '_sum', '_count'].map((suffix) =>
          chosen(name + suffix, labels),
        )
        if (buckets!.length + counts!.length > 0) return { buckets: buckets!, sums: sums!, counts: counts! }
      }
      return null
    },
  }
}

function ofModel(series: readonly SampledSeries[], model: string | null): readonly SampledSeries[] {
  if (model === null) return series
  const its = labelled(series, modelLabels, model)
  if (its.length > 0) return its
  // `resnet/versions/2` of KServe V2, `resnet/2.0` of TorchServe.
  const [, name, version] = /^(.+?)\/(?:versions\/)?([^/]+)$/.exec(model) ?? []
  if (name === undefined || version === undefined) return series
  const ofName = labelled(series, modelLabels, name)
  const ofVersion = labelled(ofName, versionLabels, version)
  return [ofVersion, ofName].find((found) => found.length > 0) ?? series
}

function labelled(
  series: readonly SampledSeries[],
  anyOf: readonly string[],
  value: string,
): readonly SampledSeries[] {
  return series.filter(({ labels }) => anyOf.some((label) => labels.get(label) === value))
}

/** A subject that doesn't depend on these labels. */
export function apartFrom(replicaLabels: readonly string[]): IndexOptions['subject'] {
  return ({ labels }) => JSON.stringify([...labels].filter(([label]) => !replicaLabels.includes(label)))
}
