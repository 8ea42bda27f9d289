import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ErrorCode, exitStatusFor, invalidRunStatus, TareError } from '../src/errors.ts'
import { metricDefinitions } from '../src/metrics/metric-definitions.ts'
import { metricsDocument, type SummarySchema } from '../src/metrics/metrics-document.ts'
import { columns } from '../src/record/columns.ts'
import { checksDocument } from '../src/report/checks-document.ts'
import { recordsDocument } from '../src/run/records-document.ts'
import { sampleColumns } from '../src/run/samples.ts'
import { faultDefaults } from '../src/simulator/fault.ts'
import { presets } from '../src/simulator/presets.ts'
import { checks } from '../src/trust/checks.ts'

const file = (path: string): URL => new URL(`../${path}`, import.meta.url)
const read = (path: string): string => readFileSync(file(path), 'utf8')
const schema = JSON.parse(read('schema/summary.schema.json')) as SummarySchema

/** What stands in docs/trust.md before the part that is written from the code. */
function trustIntroduction(): string {
  const text = read('docs/trust.md')
  const mark = /^<!-- What follows is written by .* -->\n\n/m.exec(text)
  if (mark === null) throw new Error('docs/trust.md has lost the line that its written part begins after')
  return text.slice(0, mark.index + mark[0].length)
}

const documents = {
  'docs/metrics.md': () => metricsDocument(schema),
  'docs/records.md': recordsDocument,
  'docs/trust.md': () => trustIntroduction() + checksDocument(checks),
}

describe('documents are what the code says; TARE_DOCS=write rewrites them', () => {
  it.each(Object.entries(documents))('%s', (path, write) => {
    const text = write()
    if (process.env.TARE_DOCS === 'write') writeFileSync(file(path), text)
    expect(read(path)).toBe(text)
  })

  it('metrics.md has a section for each metric, and each figure of the summary once', () => {
    const text = metricsDocument(schema)
    for (const { name } of metricDefinitions) expect(text.split(`### \`${name}\`: `)).toHaveLength(2)
    for (const group of ['latency_ms', 'load', 'throughput', 'tokens', 'network', 'instrument', 'window']) {
      for (const key of Object.keys(schema.properties[group]!.properties!)) {
        const mentions = text.split(`\`${group}.${key}\``).length + text.split(`\n| \`${key}\` `).length - 2
        expect([`${group}.${key}`, mentions > 0]).toEqual([`${group}.${key}`, true])
      }
    }
  })

  it('metrics.md refuses a metric that the schema describes in other words', () => {
    const { latency_ms, ...others } = schema.properties
    expect(() => metricsDocument({ properties: others })).toThrow('ttft')
    expect(latency_ms).toBeDefined()
  })

  it('records.md has a row for each column', () => {
    const text = recordsDocument()
    for (const { name } of [...columns, ...sampleColumns]) expect(text).toContain(`\n| \`${name}\` `)
  })
})

describe('docs/exit-status.md', () => {
  const codes: Readonly<Record<ErrorCode, true>> = {
    usage: true,
    plan: true,
    folder: true,
    input: true,
    unreachable: true,
    target: true,
    server: true,
    resources: true,
    internal: true,
    interrupted: true,
  }

  it('has the status of a run that is INVALID', () => {
    expect(read('docs/exit-status.md')).toMatch(new RegExp(`^\\| ${invalidRunStatus} .*INVALID`, 'm'))
  })

  it('has each code with its status', () => {
    const rows = read('docs/exit-status.md').matchAll(/^\| `(\w+)` +\| (\d+) /gm)
    const expected = Object.keys(codes).map((code) => [
      code,
      exitStatusFor(new TareError(code as ErrorCode, '')),
    ])
    expect(Array.from(rows, ([, code, status]) => [code, Number(status)])).toEqual(expected)
  })
})

describe('docs/simulator.md', () => {
  const firstCells = Array.from(read('docs/simulator.md').matchAll(/^\| `([\w.-]+)`/gm), ([, cell]) => cell)

  it('has each preset and each fault', () => {
    expect(firstCells).toEqual(
      expect.arrayContaining([...Object.keys(presets), ...Object.keys(faultDefaults)]),
    )
  })

  it("has each preset's costs", () => {
    for (const [name, { engine }] of Object.entries(presets)) {
      const row = read('docs/simulator.md').match(new RegExp(`^\\| \`${name}\` .*$`, 'm'))![0]
      const { baseNs, perSequenceNs, perContextTokenNs, perPrefillTokenNs } = engine.cost
      const costs = [baseNs, perSequenceNs, perContextTokenNs, perPrefillTokenNs]
      expect([name, row.split('|').slice(2, 6).map(nanoseconds)]).toEqual([name, costs])
    }
  })
})

/** Of a cell such as ` 4.55 ms `. */
function nanoseconds(cell: string): number {
  const [amount, unit = 'ns'] = cell.trim().split(' ')
  return Math.round(Number(amount) * { ns: 1, us: 1e3, ms: 1e6 }[unit]! * 10) / 10
}

describe('documents', () => {
  const names = readdirSync(file('docs')).filter((name) => name.endsWith('.md'))

  it.each(names)('%s links to files that are there', (name) => {
    const links = Array.from(read(`docs/${name}`).matchAll(/\]\(([\w-]+\.md)\)/g), ([, link]) => link!)
    expect(links.filter((link) => !names.includes(link))).toEqual([])
  })
})
