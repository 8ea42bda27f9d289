import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readAuthoredPlan } from './authored/read-authored-plan.ts'
import { expandPlan } from './expand-plan.ts'
import { planKeys } from './keys/plan-keys.ts'
import { planKeysDocument } from './plan-keys-document.ts'

const file = new URL('../../docs/plan.md', import.meta.url)

it('docs/plan.md ends with what the table of keys says; TARE_DOCS=write rewrites it', () => {
  const text = readFileSync(file, 'utf8')
  const mark = /^<!-- What follows is written by .* -->\n\n/m.exec(text)!
  const whole = text.slice(0, mark.index + mark[0].length) + planKeysDocument()
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, whole)
  expect(unaligned(readFileSync(file, 'utf8'))).toBe(unaligned(whole))
})

/** Without the spaces and dashes by which a formatter lines up a table's columns. */
function unaligned(text: string): string {
  return text.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---')
}

it('has a row for every key', () => {
  const text = planKeysDocument()
  for (const { path } of planKeys) expect(text.split(`\n| \`${path}\` |`)).toHaveLength(2)
})

it('begins with a plan that works', () => {
  const text = /```yaml\n([^`]*)```/.exec(readFileSync(file, 'utf8'))![1]!
  const around = { cores: 4, platform: 'linux', now: new Date(0), randomSeed: 1 }
  const authored = readAuthoredPlan(text, 'tare.yaml', { env: {}, sets: {}, flags: {}, readFile: () => '' })
  expect(expandPlan(authored, around).runs).toBe(36)
})
