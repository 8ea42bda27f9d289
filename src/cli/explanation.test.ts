import { describe, expect, it } from 'vitest'
import { metricDefinitions } from '../metrics/metric-definitions.ts'
import { plainStyle, styleFor } from '../report/style.ts'
import { checks } from '../trust/checks.ts'
import { explanation } from './explanation.ts'

const explain = (name?: string, format = 'text'): string => explanation(name, format, plainStyle)

function nameOf(explained: { readonly id: string } | { readonly name: string }): string {
  return 'id' in explained ? explained.id : explained.name
}

describe('explanation', () => {
  it('lists every check and every metric once', () => {
    const names = Array.from(explain().matchAll(/^ {2}([a-z][a-z0-9_-]*) {2,}/gm), ([, name]) => name)
    expect(names).toHaveLength(checks.length + metricDefinitions.length)
    expect(new Set(names)).toEqual(new Set([...checks, ...metricDefinitions].map(nameOf)))
  })

  it.each(checks.map(({ id }) => id))('explains %s', (id) => {
    expect(explain(id)).toMatch(new RegExp(`^ {2}${id} · `))
    expect(explain(id, 'markdown')).toMatch(new RegExp(`^#### \`${id}\`: `))
  })

  it.each(checks)('cuts no word of $id at 80 columns', ({ id, formula, source, tests }) => {
    const words = `${tests} ${formula} ${source}`.split(/\s+/)
    const shown = new Set(explain(id).split(/\s+/))
    expect(words.filter((word) => !shown.has(word))).toEqual([])
  })

  it.each([
    ['ttft', 'ttft · Time to first token'],
    ['TTFT', 'ttft · Time to first token'],
    ['ttft-from-plan', 'ttft_from_plan · '],
  ])('explains the metric %s too', (name, beginning) => {
    expect(explain(name)).toContain(`  ${beginning}`)
  })

  it('says which name is meant when it knows none', () => {
    expect(() => explain('ttff')).toThrow('no check or metric is called "ttff" (did you mean ttft?)')
    expect(() => explain('ttff')).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.any(String) }),
    )
    expect(() => explain('\u001b[2J')).toThrow('no check or metric is called ""')
    expect(() => explain('ttff', 'markdown')).toThrow('did you mean')
  })

  it('is ASCII where the terminal is', () => {
    const ascii = styleFor({}, { LANG: 'C' })
    expect(explanation('ttft', 'text', ascii)).toMatch(/^\p{ASCII}+$/u)
    expect(explanation(undefined, 'text', ascii)).toMatch(/^\p{ASCII}+$/u)
  })
})
