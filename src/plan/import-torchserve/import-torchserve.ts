import type { PlanFileContent } from '../authored/plan-file-content.ts'
import { isBenchmarkConfig, readBenchmarkConfig } from './benchmark-config.ts'
import { type ForeignYaml, readForeignYaml } from './foreign-yaml.ts'
import type { ImportNote } from './import-note.ts'
import { type ImportedMode, readModelConfig } from './model-config.ts'
import { planOfModes } from './plan-of-modes.ts'

export interface ImportedPlan {
  /** As a plan file has it; `definePlan` takes it. */
  readonly plan: PlanFileContent
  /** In the order of the files and their lines. */
  readonly notes: readonly ImportNote[]
}

/** A file of `models_config` that a benchmark's configuration names. */
export interface ModelFile {
  readonly text: string
  readonly fileName: string
}

/** Hardware that auto_benchmark.py has a folder for; anything else is a label, and ran what is for the cpu. */
const knownHardware: readonly string[] = ['cpu', 'gpu', 'neuron', 'neuronx']

/**
 * Turns a configuration of TorchServe's own benchmark into a plan: a file of models (`models_config/vgg16.yaml`), or the one that
 * names such files (`benchmark_config_cpu.yaml`), for which `readModel` reads them. The notes say what became of each key that
 * doesn't mean in the plan what it was thought to mean there. Throws TareError('plan') with file:line:column.
 *
 * @example
 * const { plan, notes } = importTorchServe(readFileSync('vgg16.yaml', 'utf8'), 'vgg16.yaml')
 */
export function importTorchServe(
  text: string,
  fileName: string,
  readModel?: (name: string) => ModelFile,
): ImportedPlan {
  const source = readForeignYaml(text, fileName)
  const { modes, hardware, notes } = isBenchmarkConfig(source)
    ? modesOfBenchmark(source, readModel)
    : { modes: readModelConfig(source), hardware: null, notes: [] }
  const ofFiles = [notes, ...modes.map((mode) => mode.notes)].flatMap(byLine)
  return { plan: planOfModes(modes, hardware), notes: [...ofFiles, ...notesOfPlan(source)] }
}

function byLine(notes: readonly ImportNote[]): readonly ImportNote[] {
  return [...notes].sort((a, b) => a.line - b.line)
}

interface BenchmarkModes {
  readonly modes: readonly ImportedMode[]
  readonly hardware: string
  readonly notes: readonly ImportNote[]
}

function modesOfBenchmark(
  source: ForeignYaml,
  readModel: ((name: string) => ModelFile) | undefined,
): BenchmarkModes {
  const { models, hardware, notes } = readBenchmarkConfig(source)
  if (readModel === undefined) {
    throw source.error(['models'], 'names other files, and nothing was given to read them with')
  }
  const all = models.flatMap((name) => {
    const file = readModel(name)
    return readModelConfig(readForeignYaml(file.text, file.fileName))
  })
  const folder = knownHardware.includes(hardware) ? hardware : 'cpu'
  const runs = (mode: ImportedMode): boolean => mode.hardware.length === 0 || mode.hardware.includes(folder)
  const modes = all.filter(runs)
  if (modes.length === 0) {
    throw source.error(['hardware'], `no mode of the models is for ${folder}: ${all.map(nameOf).join(', ')}`)
  }
  const others = all.filter((mode) => !runs(mode))
  const left = others.map((mode): ImportNote => {
    const message = `${nameOf(mode)} isn't for ${folder}, says its processors`
    return { kind: 'left out', file: source.file, line: source.lineOf(['models']), key: 'models', message }
  })
  return { modes, hardware, notes: [...notes, ...left] }
}

function nameOf({ model, mode }: ImportedMode): string {
  return `${model}.${mode}`
}

/** What the plan does and TorchServe's benchmark didn't. */
function notesOfPlan({ file }: ForeignYaml): readonly ImportNote[] {
  const added = (key: string, message: string): ImportNote => ({ kind: 'added', file, line: 1, key, message })
  return [
    added(
      'load.warmup',
      '5 s are sent and not measured; it sent a tenth of the requests, or nothing when those were fewer than the concurrency',
    ),
    added('repeat', 'each cell is run 3 times, so that figures have an interval; it ran each once'),
    added(
      'target.url',
      'a TorchServe on this machine, started with --enable-model-api, is expected; it started its own',
    ),
  ]
}
