import { describe, expect, it } from 'vitest'
import { definePlan, readAuthoredPlan } from './authored/read-authored-plan.ts'
import { expandPlan } from './expand-plan.ts'
import { planKeys } from './keys/plan-keys.ts'
import { planExample } from './plan-example.ts'
import { presetNames } from './presets.ts'

const around = { cores: 4, platform: 'linux', now: new Date('2026-01-31T23:59:58Z'), randomSeed: 42 }
const read = (text: string) =>
  readAuthoredPlan(text, 'tare.yaml', { env: {}, sets: {}, flags: {}, readFile: () => '' })

/** What a person would add to a preset that needs a server. */
const added = { target: { url: 'http://h:8080', model: 'm' } }

describe('the file of tare plan init', () => {
  it.each([undefined, ...presetNames])(
    'with preset %s is a plan, and says what the preset does',
    (preset) => {
      const authored = read(planExample(preset))
      const wanted = definePlan(
        preset === undefined ? { load: { concurrency: 1, duration: '30s' } } : { preset },
      )
      const { preset: _, ...content } = wanted.content
      expect(authored.content).toMatchObject(content)
      const cells = expandPlan(
        definePlan({ ...added, ...(preset === undefined ? {} : { preset }) }),
        around,
      ).cells
      expect(cells.length).toBeGreaterThan(0)
    },
  )

  it('has every key with its default, commented or given', () => {
    const lines = planExample(undefined).split('\n')
    for (const { path } of planKeys.filter((key) => key.path !== 'preset')) {
      const name = path.slice(path.lastIndexOf('.') + 1)
      expect(lines.some((line) => line.replace(/^ *(# )?/, '').startsWith(`${name}:`))).toBe(true)
    }
    expect(lines.filter((line) => line.length > 130)).toEqual([])
  })

  it('works when a key is uncommented in its place', () => {
    const text = planExample(undefined)
      .replace('  # rate: 8\n', '  rate: 8\n')
      .replace('  concurrency: 1\n', '')
    expect(expandPlan(read(text), around).cells[0]!.plan.load.stages[0]!.kind).toBe('open')
  })
})
