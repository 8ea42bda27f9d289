import { stringify } from 'yaml'
import type { PlanKey } from './keys/plan-key.ts'
import { planKeys } from './keys/plan-keys.ts'
import { presetNames, presets } from './presets.ts'

/** The part of docs/plan.md that is written from the code: the presets, and every key of the plan file, as Markdown. */
export function planKeysDocument(): string {
  const names = Array.from(new Set(planKeys.map(sectionOf)))
  const parts = names.map((name) => {
    const keys = planKeys.filter((key) => sectionOf(key) === name)
    return `### ${name === whole ? 'Of the whole' : `\`${name}\``}\n\n${keyTable(keys)}`
  })
  return `## Presets\n\n${presetTable()}\n\n## Every key\n\n${parts.join('\n\n')}\n`
}

const whole = ''

function sectionOf({ path }: PlanKey): string {
  return path.includes('.') ? path.split('.')[0]! : whole
}

function presetTable(): string {
  const rows = presetNames.map((name) => {
    const { description, plan } = presets[name]
    return `| \`${name}\` | ${cell(description)} | \`${cell(flow(plan))}\` |`
  })
  return ['| preset | what it shows | what it says |', '| --- | --- | --- |', ...rows].join('\n')
}

function keyTable(keys: readonly PlanKey[]): string {
  const rows = keys.map(({ path, flag, servers, kind, description, default: otherwise, example }) => {
    const of = servers === null ? '' : ` (${servers.join(', ')})`
    const cells = [
      `\`${path}\``,
      description + of,
      kind.words,
      otherwise,
      `\`${flow(example)}\``,
      flag === null ? '' : `\`${flag}\``,
    ]
    return `| ${cells.map(cell).join(' | ')} |`
  })
  const heads = ['key', 'what it is', 'what it may be', 'default', 'example', 'flag']
  return [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows].join('\n')
}

/** As YAML on one line. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd()
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
