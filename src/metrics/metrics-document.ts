import { markdownTable } from './markdown-table.ts'
import { metricDefinitions } from './metric-definitions.ts'
import { describeMetric, type MetricDefinition, populations } from './request-metric.ts'

/** What the document takes from schema/summary.schema.json: the figures' names and what each says. */
export interface SummarySchema {
  readonly properties: Readonly<Record<string, SchemaGroup>>
}

interface SchemaGroup {
  readonly description: string
  readonly properties?: Readonly<Record<string, { readonly description: string }>>
}

/** Groups of the summary with figures that aren't metrics of a request. */
const otherGroups = ['window', 'load', 'throughput', 'queries', 'goodput', 'tokens', 'network', 'instrument']

/** The text of docs/metrics.md. */
export function metricsDocument(schema: SummarySchema): string {
  return [
    heading,
    ...metricDefinitions.map((metric) => metricSection(metric, schema)),
    otherNames,
    '## Other figures',
    ...otherGroups.map((group) => groupSection(group, schema)),
  ]
    .join('\n\n')
    .concat('\n')
}

const heading = `# Metrics

<!-- Written by test/documents.test.ts from src/metrics/definitions and schema/summary.schema.json: change those. -->

What each number of \`summary.json\` is, and what other tools mean by the same word. Formulas are in the names of the
record's columns ([records.md](records.md)), so that every number can be computed again from \`records.parquet\`.

- **Times** are of arrival in the kernel, not of reading by the process, where the kernel stamps them ([accuracy.md](accuracy.md)).
- **Warm-up** requests are in no latency and no count unless it says so. A request belongs to the warm-up when it was _planned_ before its end.
- **Failures** are in every count of requests, and in no latency: a refusal is fast. A latency is of ok requests only; read it
  beside \`load.failed\`.
- **Censored** requests (unfinished at the end of the drain) are failures, so a server that stalls can't look fast by them. They
  would have been slow: with many of them, the upper quantiles of latency are too low.
- **Quantiles** are exact, from every value, by linear interpolation between order statistics (type 7 of Hyndman and Fan,
  1996). Two are made from histograms instead, within 1/256: \`instrument.read_delay_us\` and \`instrument.error_bound_us\`.
- **Latencies and rates are samples** of what the server would do, and have 95 % intervals that allow for dependence between
  requests ([intervals.md](intervals.md)): \`resolution\` beside each latency, \`ci95\` beside rates. What a run is too short for is null. The other
  distributions are a census of what was done, and have none.

## Per request`

function metricSection(metric: MetricDefinition, schema: SummarySchema): string {
  return [
    `### \`${metric.name}\`: ${metric.title}`,
    `In \`summary.json\`: \`${summaryPath(metric, schema)}\`, in ${metric.unit}, of ${populations[metric.of]}.`,
    `    ${metric.formula}`,
    metric.source,
  ].join('\n\n')
}

/** Where a metric is in the summary: its description there is the definition's own. */
function summaryPath(metric: MetricDefinition, schema: SummarySchema): string {
  const description = describeMetric(metric)
  for (const [group, { properties }] of Object.entries(schema.properties)) {
    for (const [key, figure] of Object.entries(properties ?? {})) {
      if (figure.description === description) return `${group}.${key}`
    }
  }
  throw new RangeError(`the summary's schema doesn't describe ${metric.name} as its definition does`)
}

const otherNames = [
  "## Other tools' names",
  markdownTable(
    ['they say', 'it is here'],
    [
      ['TPOT of vLLM, SGLang, genai-bench, inference-perf', '`tpot`'],
      ['ITL of vLLM, SGLang, inference-perf', '`itl`'],
      ['ITL of GuideLLM and AIPerf', '`tpot`'],
      ['TPOT of GuideLLM', '`ntpot`'],
      ['NTPOT of inference-perf', '`ntpot`'],
      ['TTFOT of GuideLLM, TTFO of AIPerf', '`ttfat`'],
      ['schedule delay of inference-perf', '`lateness`'],
    ],
  ),
  `When two tools disagree about one server, compare their formulas first, then what starts the clock (the plan, the send, or a
free slot in the client), then which requests are in it.`,
].join('\n\n')

function groupSection(group: string, schema: SummarySchema): string {
  const { description, properties } = schema.properties[group]!
  const described = new Set(metricDefinitions.map(describeMetric))
  const rows = Object.entries(properties ?? {})
    .filter(([, figure]) => !described.has(figure.description))
    .map(([key, figure]) => [`\`${key}\``, figure.description])
  const table = markdownTable(['figure', 'what it is'], rows)
  return [`### \`${group}\``, description, table].join('\n\n')
}
