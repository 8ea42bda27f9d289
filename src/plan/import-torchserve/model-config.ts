import { isMapping } from '../is-mapping.ts'
import type { ForeignYaml } from './foreign-yaml.ts'
import type { ImportNote } from './import-note.ts'
import { ModeSettings } from './mode-settings.ts'

/** What one mode of a model's file asks for, as far as it can be carried over. */
export interface ImportedMode {
  readonly model: string
  readonly mode: string
  readonly url: string
  /** A workflow archive: its predictions have another path. */
  readonly workflow: boolean
  readonly workers: readonly number[]
  readonly batchSizes: readonly number[]
  /** As it was asked for, though TorchServe never heard of it. */
  readonly batchDelayMs: number
  readonly requests: number
  readonly concurrency: number
  readonly input: string
  readonly contentType: string | null
  readonly timeoutMs: number
  /** What it is to be run on: cpu, gpu, neuron … Empty where the file doesn't say. */
  readonly hardware: readonly string[]
  readonly notes: readonly ImportNote[]
}

/** Of benchmark-ab.py and of the `ab` that it starts (`-s 300`). */
const defaultOf = {
  workers: 1,
  batchSize: 1,
  batchDelayMs: 200,
  requests: 100,
  concurrency: 10,
  input: './examples/image_classifier/kitten.jpg',
  timeoutMs: 300_000,
} as const

/** Default of `max_batch_delay`, with which all of its benchmarks really ran. */
const realBatchDelayMs = 100

/** Keys that auto_benchmark.py takes out without a word, and what is to be said of each. */
const ignoredKeys: ReadonlyMap<string, string> = new Map([
  ['exec_env', 'it always ran on the machine itself; start the server as you like, in a container too'],
  ['benchmark_engine', 'it always used ab'],
  ['benchmark_backend', 'it always used ab'],
  ['backend_profiling', 'nothing was profiled'],
  ['handler_profiling', 'nothing was profiled'],
  ['generate_graphs', 'it drew none'],
  ['retry_attempts', 'it never tried again; nor does Tare, which counts what fails'],
  ['stream', 'it read replies to their end whatever this said, and so does Tare'],
])
const readKeys: readonly string[] = [
  'url',
  'workers',
  'batch_size',
  'batch_delay',
  'requests',
  'concurrency',
  'input',
  'content_type',
  'timeout_ms',
  'processors',
]

/** The modes of a file of `models_config`: `<model>: <mode>: {…}`. Throws TareError('plan') with file:line:column. */
export function readModelConfig(source: ForeignYaml): readonly ImportedMode[] {
  const modes = entriesOf(source, [], 'models').flatMap(([model, config]) =>
    entriesOf(source, [model], 'modes', config).map(([mode, settings]) =>
      readMode(source, model, mode, settings),
    ),
  )
  if (modes.length > 0) return modes
  throw source.error([], 'there is no model in it', 'Write one as `<model>: <mode>: {url, batch_size, …}`.')
}

function entriesOf(
  source: ForeignYaml,
  path: readonly string[],
  what: string,
  value: unknown = source.content,
): readonly [string, unknown][] {
  if (isMapping(value)) return Object.entries(value)
  throw source.error(path, `must be a mapping of ${what}`)
}

function readMode(source: ForeignYaml, model: string, mode: string, given: unknown): ImportedMode {
  const settings = new ModeSettings(source, [model, mode], given)
  const url = settings.text('url')
  if (url === undefined) throw source.error([model, mode], 'has no url: nothing says which archive to serve')
  for (const key of settings.keys) noteUnread(key, settings)
  return {
    model,
    mode,
    url,
    workflow: url.endsWith('.war'),
    workers: settings.wholeNumbers('workers', defaultOf.workers),
    batchSizes: settings.wholeNumbers('batch_size', defaultOf.batchSize),
    batchDelayMs: batchDelayMs(settings),
    requests: settings.wholeNumber('requests', defaultOf.requests),
    concurrency: settings.wholeNumber('concurrency', defaultOf.concurrency),
    input: input(settings),
    contentType: contentType(settings),
    timeoutMs: timeoutMs(settings),
    hardware: hardware(settings),
    notes: settings.notes,
  }
}

function noteUnread(key: string, settings: ModeSettings): void {
  if (readKeys.includes(key)) return
  settings.note('ignored', key, ignoredKeys.get(key) ?? 'it is no key of a model that TorchServe knows')
}

function batchDelayMs(settings: ModeSettings): number {
  if (settings.value('batch_delay') === undefined) {
    settings.note('added', 'batch_delay', `${realBatchDelayMs} ms, the server's default, as in its own runs`)
    return realBatchDelayMs
  }
  const asked = settings.wholeNumber('batch_delay', defaultOf.batchDelayMs)
  const message =
    'it registered models with batch_delay, and its server reads max_batch_delay: every run waited ' +
    `${realBatchDelayMs} ms. The plan sets server.max_batch_delay_ms to ${asked}`
  const comparable =
    asked === realBatchDelayMs ? '' : `; take ${realBatchDelayMs} to compare with its reports`
  settings.note('ignored', 'batch_delay', message + comparable)
  return asked
}

function input(settings: ModeSettings): string {
  const given = settings.text('input')
  if (given === undefined) {
    settings.note('added', 'input', `it isn't there: ${defaultOf.input}, as benchmark-ab.py has it`)
    return defaultOf.input
  }
  settings.note(
    'changed',
    'input',
    'the path was relative to a checkout of TorchServe, and is now to the folder that Tare is started in',
  )
  return given
}

function contentType(settings: ModeSettings): string | null {
  const given = settings.text('content_type')
  if (given === undefined) return null
  const message = 'it sent application/jpg, text too. The plan has workload.content_type, which is sent'
  settings.note('ignored', 'content_type', message)
  return given
}

function timeoutMs(settings: ModeSettings): number {
  if (settings.value('timeout_ms') === undefined) return defaultOf.timeoutMs
  const message = `it waited ${defaultOf.timeoutMs / 1000} s. The plan has measure.timeout, which is kept to`
  settings.note('ignored', 'timeout_ms', message)
  return settings.wholeNumber('timeout_ms', defaultOf.timeoutMs)
}

/** A mapping, `gpus: all`, stands for gpu, whatever it says. */
function hardware(settings: ModeSettings): readonly string[] {
  const given = settings.value('processors')
  if (!Array.isArray(given)) return []
  if (given.some(isMapping)) {
    const message = 'gpus chose the folder of reports only: the server took the GPUs that it found'
    settings.note('ignored', 'processors', message)
  }
  return given.map((processor: unknown) => (isMapping(processor) ? 'gpu' : String(processor)))
}
