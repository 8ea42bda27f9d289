import type { PlanFileContent } from '../authored/plan-file-content.ts'
import { formatDuration } from '../duration.ts'
import type { ImportedMode } from './model-config.ts'

/** Where a TorchServe is that was started without a configuration of its own. */
const targetUrl = 'http://127.0.0.1:8080'
const warmup = '5s'
/** Fewer have no interval. */
const repeats = 3

const batchSizeAxis = 'server.batch_size'
/** The most workers are as many, unless the plan says otherwise. */
const workersAxis = 'server.min_workers'
const modeAxis = 'labels.mode'
const hardwareAxis = 'labels.hardware'

type Values = Readonly<Record<string, string | number>>

/**
 * The plan, as a person would write it, that measures what these modes ask for, all of them. What they have in common stands in
 * its section. Batch size and workers are axes where there are several; so is the mode, to whose cells `include` adds what it
 * has for itself, and from whose cells `exclude` takes what only another asked for.
 */
export function planOfModes(modes: readonly ImportedMode[], hardware: string | null): PlanFileContent {
  const values = modes.map(valuesOf)
  const common = Object.entries(values[0]!).filter(([path, value]) =>
    values.every((each) => each[path] === value),
  )
  const plan: Record<string, unknown> = {
    target: { url: targetUrl },
    server: { kind: 'torchserve' },
    workload: {},
    load: { warmup },
    measure: {},
    ...matrixOf(modes, new Set(common.map(([path]) => path)), hardware),
    repeat: repeats,
  }
  for (const [path, value] of common) {
    const [section, key] = path.split('.') as [string, string]
    plan[section] = { ...(plan[section] as object), [key]: value }
  }
  return Object.fromEntries(Object.entries(plan).filter(([, section]) => !isEmpty(section)))
}

/** What a mode says by paths of the plan; its lists only where they are of one. */
function valuesOf(mode: ImportedMode): Values {
  return {
    'target.api': mode.workflow ? 'torchserve-workflow' : 'torchserve',
    'target.model': mode.model,
    'server.model_url': mode.url,
    'server.max_batch_delay_ms': mode.batchDelayMs,
    ...(mode.batchSizes.length === 1 ? { [batchSizeAxis]: mode.batchSizes[0]! } : {}),
    ...(mode.workers.length === 1 ? { [workersAxis]: mode.workers[0]! } : {}),
    'workload.body': mode.input,
    ...(mode.contentType === null ? {} : { 'workload.content_type': mode.contentType }),
    'load.concurrency': mode.concurrency,
    'load.requests': mode.requests,
    'measure.timeout': formatDuration(mode.timeoutMs * 1e6),
  }
}

function matrixOf(
  modes: readonly ImportedMode[],
  common: ReadonlySet<string>,
  hardware: string | null,
): { readonly matrix?: object } {
  const several = modes.length > 1
  const name = namesOf(modes)
  const numbers = [
    { axis: batchSizeAxis, of: (mode: ImportedMode) => mode.batchSizes },
    { axis: workersAxis, of: (mode: ImportedMode) => mode.workers },
  ].map(({ axis, of }) => ({ axis, of, all: [...new Set(modes.flatMap(of))].sort((a, b) => a - b) }))
  const varied = numbers.filter(({ all }) => all.length > 1)
  const axes = Object.fromEntries([
    ...(several ? [[modeAxis, modes.map(name)]] : []),
    ...varied.map(({ axis, all }) => [axis, all]),
    ...(hardware === null ? [] : [[hardwareAxis, [hardware]]]),
  ])
  const isAxis = (path: string): boolean => varied.some(({ axis }) => axis === path)
  const include = several
    ? modes.map((mode) => {
        const own = Object.entries(valuesOf(mode)).filter(([path]) => !common.has(path) && !isAxis(path))
        return { [modeAxis]: name(mode), ...Object.fromEntries(own) }
      })
    : []
  const exclude = modes.flatMap((mode) =>
    varied.flatMap(({ axis, of, all }) =>
      all
        .filter((value) => !of(mode).includes(value))
        .map((value) => ({ [modeAxis]: name(mode), [axis]: value })),
    ),
  )
  const parts = Object.entries({
    axes,
    include: include.filter((row) => Object.keys(row).length > 1),
    exclude,
  })
  const matrix = Object.fromEntries(parts.filter(([, part]) => !isEmpty(part)))
  return isEmpty(matrix) ? {} : { matrix }
}

/** Short where one model has them all. */
function namesOf(modes: readonly ImportedMode[]): (mode: ImportedMode) => string {
  const oneModel = modes.every(({ model }) => model === modes[0]!.model)
  return ({ model, mode }) => (oneModel ? mode : `${model} ${mode}`)
}

function isEmpty(part: unknown): boolean {
  return typeof part === 'object' && part !== null && Object.keys(part).length === 0
}
