import type { ClassicModel } from './classic-model.ts'
import type { StatisticsReading } from './model-statistics.ts'

type Sample = readonly [labels: string, value: number]

interface TritonMetric {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly samples: (read: StatisticsReading, model: ClassicModel) => readonly Sample[]
}

const one = (of: (read: StatisticsReading, model: ClassicModel) => number): TritonMetric['samples'] => {
  return (read, model) => [['', Math.round(of(read, model))]]
}

/** Names and meanings of docs/user_guide/metrics.md of Triton. */
const metrics: readonly TritonMetric[] = [
  {
    name: 'nv_inference_request_success',
    type: 'counter',
    help: 'Number of successful inference requests, all batch sizes',
    samples: one(({ success }) => success.count),
  },
  {
    name: 'nv_inference_request_failure',
    type: 'counter',
    help: 'Number of failed inference requests, all batch sizes',
    samples: ({ fail, refused }) => [
      [',reason="REJECTED"', refused],
      [',reason="OTHER"', fail.count - refused],
    ],
  },
  {
    name: 'nv_inference_count',
    type: 'counter',
    help: 'Number of inferences performed (does not include cached requests)',
    samples: one(({ items }) => items),
  },
  {
    name: 'nv_inference_exec_count',
    type: 'counter',
    help: 'Number of model executions performed (does not include cached requests)',
    samples: one(({ batches }) => batches),
  },
  duration('request', ({ success }) => success.ns),
  duration('queue', ({ queue }) => queue.ns),
  duration('compute_input', () => 0),
  duration('compute_infer', ({ compute }) => compute.ns),
  duration('compute_output', () => 0),
  {
    name: 'nv_inference_pending_request_count',
    type: 'gauge',
    help: 'Instantaneous number of pending requests awaiting execution per-model.',
    samples: one((_, { backend }) => backend.waiting()),
  },
]

function duration(part: string, ns: (read: StatisticsReading) => number): TritonMetric {
  const help = `Cumulative inference ${part.replace('_', ' ')} duration in microseconds`
  return {
    name: `nv_inference_${part}_duration_us`,
    type: 'counter',
    help,
    samples: one((read) => ns(read) / 1e3),
  }
}

/** Triton's metrics of the models that were loaded by its API, in the text exposition format. */
export function exposeTriton(models: readonly ClassicModel[], only: ReadonlySet<string>): string {
  const loaded = models.filter(({ delayRule }) => delayRule === 'first-arrived')
  if (loaded.length === 0) return ''
  let text = ''
  for (const { name, type, help, samples } of metrics) {
    if (only.size > 0 && !only.has(name)) continue
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
    for (const model of loaded)
      for (const [labels, value] of samples(model.statistics.read(), model))
        text += `${name}{model=${JSON.stringify(model.name)},version="${model.version}"${labels}} ${value}\n`
  }
  return text
}
