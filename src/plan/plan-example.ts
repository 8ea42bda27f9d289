import { stringify } from 'yaml'
import { type PlanContent, valueAt } from './authored/plan-content.ts'
import type { PlanKey } from './keys/plan-key.ts'
import { planKeys } from './keys/plan-keys.ts'
import { type PresetName, presets } from './presets.ts'

const heading = `# A plan for Tare: tare run FILE makes one run of it, tare sweep FILE all of its matrix.
# Every key may be left out; a commented one shows what it may be. Paths are relative to the folder that Tare is started in.
# Any text may have \${env:NAME} and \${flag:NAME} (--set NAME=VALUE) in it.
`

/** The commented file of `tare plan init`: every key, with what a preset sets, or else a load, given. */
export function planExample(preset: PresetName | undefined): string {
  const { plan: given, description } = preset === undefined ? plain : presets[preset]
  const lines = [heading.trimEnd(), ...wrapped(description).map((line) => `# ${line}`)]
  let section: readonly string[] = []
  for (const key of planKeys) {
    if (key.path === 'preset') continue
    const path = key.path.split('.')
    const above = path.slice(0, -1)
    lines.push(...opened(section, above))
    section = above
    lines.push(...keyLines(key, given))
  }
  return `${lines.join('\n')}\n`
}

const plain = {
  description: 'As it is, it measures the embedded simulator for half a minute.',
  plan: { load: { concurrency: 1, duration: '30s' } },
}

/** The lines that open the sections in which the next key is, and a blank one before another section of the top. */
function opened(from: readonly string[], to: readonly string[]): readonly string[] {
  const same = to.findIndex((step, depth) => from[depth] !== step)
  const lines = same === -1 ? [] : to.slice(same).map((step, more) => `${indent(same + more)}${step}:`)
  return from[0] !== to[0] || to.length === 0 ? ['', ...lines] : lines
}

function keyLines(
  { path, description, default: otherwise, servers, example }: PlanKey,
  given: PlanContent,
): readonly string[] {
  const steps = path.split('.')
  const margin = indent(steps.length - 1)
  const value = valueAt(given, steps)
  const of = servers === null ? '' : ` (${servers.join(', ')})`
  const text = stringify({ [steps.at(-1)!]: value ?? example }, { lineWidth: 0 }).trimEnd()
  const mark = value === undefined ? '# ' : ''
  const comment = wrapped(`${description}${of} Default: ${otherwise}.`).map((line) => `${margin}# ${line}`)
  return [...comment, ...text.split('\n').map((line) => `${margin}${mark}${line}`)]
}

function indent(depth: number): string {
  return '  '.repeat(depth)
}

function wrapped(text: string): readonly string[] {
  return text.match(/.{1,100}(?:\s|$)/g)?.map((line) => line.trimEnd()) ?? []
}
