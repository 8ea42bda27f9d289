import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { canaryRows, nightlyRows } from './fixtures/nightly-rows.ts'
import { trendDefaults, trendOf } from './trend.ts'
import { type TrendResult, trendResult } from './trend-result.ts'

const schema = JSON.parse(readFileSync(new URL('../../../schema/trend.schema.json', import.meta.url), 'utf8'))
const valid = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)
const options = { ...trendDefaults, history: 'tare-history', metrics: ['ttft.p50'] }

function result(): TrendResult {
  const steps = [[30, 1.2]] as const
  const server = nightlyRows({ runs: 51, steps: [...steps, [50, 1.3]] })
  const alone = nightlyRows({ runs: 50, steps, over: { machine: 'b', cell: 'x=1' } })
  const rows = [...server, ...alone, ...canaryRows({ runs: 50, steps })]
  return trendResult(trendOf(rows, rows, options), options)
}

describe('trendResult', () => {
  it('is as schema/trend.schema.json has it', () => {
    const document = JSON.parse(JSON.stringify(result()))
    expect(valid(document), JSON.stringify(valid.errors)).toBe(true)
    const states = document.series.flatMap(({ changes }: TrendResult['series'][number]) =>
      changes.map(({ canary }) => canary.state),
    )
    expect(states.sort()).toEqual(['moved', 'none', 'self'])
    expect(document.series.some(({ alert }: TrendResult['series'][number]) => alert !== null)).toBe(true)
    const { points, ...less } = document.series[0]
    expect(points).toHaveLength(51)
    expect(valid({ ...document, series: [less] })).toBe(false)
    expect(valid({ ...document, series: [{ ...document.series[0], more: 1 }] })).toBe(false)
  })
})
