import { dirname, isAbsolute, join, normalize } from 'node:path'
import { TareError } from '../../errors.ts'
import { isMapping } from '../is-mapping.ts'
import { didYouMean } from '../nearest.ts'
import { type PresetName, presets } from '../presets.ts'
import type { RunFlags } from '../run-flags.ts'
import { parseYaml, type YamlSource } from '../yaml-source.ts'
import { contentOfFlags } from './content-of-flags.ts'
import { contentProblems } from './content-problems.ts'
import { expandVariables, type Variables } from './expand-variables.ts'
import { mergeContent } from './merge-content.ts'
import type { PlanContent } from './plan-content.ts'
import type { PlanFileContent } from './plan-file-content.ts'
import { type AuthoredPlan, flagsLayer, layerError, type PlanLayer } from './plan-layer.ts'

/** What a plan file refers to, and what is laid over it. */
export interface AuthoredSurroundings extends Variables {
  /** Flags that were given; each overrides the file. */
  readonly flags: RunFlags
  /** The text of an included file. Throws what is to be said when it can't be read. */
  readonly readFile: (path: string) => string
}

/** Files in files; a chain of more is a mistake. */
const deepestInclude = 20
const mostFiles = 100

/** Whether a file is the resolved plan of a run: only that has a `version`. */
export function isResolvedPlan({ content }: YamlSource): boolean {
  return isMapping(content) && Object.hasOwn(content, 'version')
}

/**
 * The plan in the text of a plan file, with all that it includes, and flags laid over it. Throws TareError('plan')
 * that lists what is wrong as file:line:column: keys that aren't known, with the nearest that is; values; variables
 * without a value.
 *
 * @example
 * const around = { env: process.env, sets: {}, flags: {}, readFile: (path: string) => readFileSync(path, 'utf8') }
 * const sweep = expandPlan(readAuthoredPlan(readFileSync('tare.yaml', 'utf8'), 'tare.yaml', around), surroundings)
 */
export function readAuthoredPlan(text: string, fileName: string, around: AuthoredSurroundings): AuthoredPlan {
  const files: PlanLayer[] = []
  const used = new Set<string>()

  function readLayer(layerText: string, name: string, chain: readonly string[]): void {
    const source = parseYaml(layerText, name)
    const raw: PlanLayer = { name, source, content: isMapping(source.content) ? source.content : {} }
    if (chain.length > 0 && isResolvedPlan(source)) {
      throw layerError(raw, [
        { path: ['version'], part: 'key', message: "a run's plan.yaml can't be included" },
      ])
    }
    const { content, problems, used: names } = expandVariables(raw.content, around)
    for (const each of names) used.add(each)
    const all = [...problems, ...contentProblems(isMapping(source.content) ? content : source.content)]
    if (all.length > 0) throw layerError(raw, all)
    const here = [...chain, normalize(name)]
    for (const [position, include] of includesOf(content).entries()) {
      readInclude(include, { ...raw, content }, here, position)
    }
    files.push({ ...raw, content })
  }

  function readInclude(include: string, from: PlanLayer, chain: readonly string[], position: number): void {
    const path = isAbsolute(include) ? include : join(dirname(from.name), include)
    const at = Array.isArray(from.content.include) ? ['include', position] : ['include']
    const refuse = (message: string): Error => layerError(from, [{ path: at, part: 'value', message }])
    if (chain.includes(normalize(path))) {
      throw refuse(`${[...chain, normalize(path)].join(' includes ')}: a circle`)
    }
    if (chain.length >= deepestInclude || files.length >= mostFiles) throw refuse('includes too many files')
    let text: string
    try {
      text = around.readFile(path)
    } catch (error) {
      throw refuse(`can't read ${path}: ${(error as Error).message}`)
    }
    readLayer(text, path, chain)
  }

  readLayer(text, fileName, [])
  const unused = Object.keys(around.sets).find((name) => !used.has(name))
  if (unused !== undefined) {
    throw new TareError('usage', `--set ${unused}: ${fileName} doesn't say \${flag:${unused}} anywhere`, {
      hint: `leave it out${didYouMean(unused, Array.from(used))}`,
    })
  }
  return laidTogether(fileName, files, around.flags)
}

/**
 * The plan that an object makes, whose keys are those of the plan file. Throws TareError('plan').
 *
 * @example
 * const sweep = expandPlan(definePlan({ matrix: { axes: { 'load.concurrency': '1..64 x2' } } }), surroundings)
 */
export function definePlan(content: PlanFileContent, flags: RunFlags = {}): AuthoredPlan {
  const layer: PlanLayer = { name: 'the plan', source: null, content: { ...content } }
  const problems = contentProblems(content)
  if (problems.length > 0) throw layerError(layer, problems)
  return laidTogether(layer.name, [layer], flags)
}

function laidTogether(name: string, files: readonly PlanLayer[], flags: RunFlags): AuthoredPlan {
  const layers = [...files]
  const ofFlags = contentOfFlags(flags)
  if (Object.keys(ofFlags).length > 0) {
    const layer: PlanLayer = { name: flagsLayer, source: null, content: ofFlags }
    const problems = contentProblems(ofFlags)
    if (problems.length > 0) throw layerError(layer, problems)
    layers.push(layer)
  }
  const preset = layers.map(({ content }) => content.preset).findLast((each) => typeof each === 'string')
  if (preset !== undefined) {
    layers.unshift({ name: `preset ${preset}`, source: null, content: presets[preset as PresetName].plan })
  }
  const content = layers.reduce<PlanContent>((below, layer) => mergeContent(below, layer.content), {})
  return { name, layers, content }
}

function includesOf({ include }: PlanContent): readonly string[] {
  if (include === undefined || include === null) return []
  return (Array.isArray(include) ? include : [include]).map(String)
}
