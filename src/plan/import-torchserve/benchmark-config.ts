import { isMapping } from '../is-mapping.ts'
import type { ForeignYaml, YamlMapping } from './foreign-yaml.ts'
import type { ImportNote, ImportNoteKind } from './import-note.ts'

/** What a top file, `benchmark_config_….yaml`, says. */
export interface BenchmarkConfig {
  /** Names of files of `models_config`, or paths. */
  readonly models: readonly string[]
  readonly hardware: string
  readonly notes: readonly ImportNote[]
}

const leftOut: ReadonlyMap<string, string> = new Map([
  ['ts_version', 'Tare installs nothing: start the version that is to be measured'],
  ['metrics_cmd', 'run it after tare sweep, with cells.csv or a summary.json'],
  ['report_cmd', 'run it after tare sweep, with the folder of the sweep'],
])
const readKeys: readonly string[] = ['models', 'hardware']

/** Whether a file is a top one: a model's file has models for its keys. */
export function isBenchmarkConfig({ content }: ForeignYaml): boolean {
  return isMapping(content) && Array.isArray(content.models)
}

/** Throws TareError('plan') with file:line:column. */
export function readBenchmarkConfig(source: ForeignYaml): BenchmarkConfig {
  const content = source.content as YamlMapping
  const notes: ImportNote[] = []
  const note = (kind: ImportNoteKind, key: string, message: string): void => {
    notes.push({ kind, file: source.file, line: source.lineOf([key]), key, message })
  }
  for (const key of Object.keys(content)) {
    const why = leftOut.get(key)
    if (why !== undefined) note('left out', key, why)
    else if (!readKeys.includes(key)) note('ignored', key, 'it is no key that TorchServe knows')
  }
  const hardware = content.hardware ?? 'cpu'
  if (typeof hardware !== 'string') throw source.error(['hardware'], 'must be a text')
  return { models: modelsOf(source, content.models), hardware, notes }
}

function modelsOf(source: ForeignYaml, given: unknown): readonly string[] {
  const models = given as readonly unknown[]
  if (models.length === 0) throw source.error(['models'], 'is an empty list: name at least one file')
  return models.map((model, position) => {
    if (typeof model === 'string' && model !== '') return model
    throw source.error(['models', String(position)], 'must be the name of a file')
  })
}
