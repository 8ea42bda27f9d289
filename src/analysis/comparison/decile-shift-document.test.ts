import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { type CompareGroupsOptions, compareGroups, isRefused, refusals } from './compare-groups.ts'
import type { Comparison } from './comparison.ts'
import { comparisonDocument } from './comparison-document.ts'
import { comparisonDefaults } from './comparison-options.ts'
import { comparisonSchema } from './comparison-schema.ts'
import type { DecileShift } from './decile-shift.ts'
import { decileShiftDocument } from './decile-shift-document.ts'
import { groupOf, runOf, runsOf, verdictOf } from './fixtures/compared-runs.ts'
import { alike, bothWays, nothing, tailOnly, twoRuns, unmoved } from './fixtures/decile-shifts.ts'

const options: CompareGroupsOptions = { ...comparisonDefaults, force: false }

function comparisonWith(deciles: DecileShift): Comparison {
  const comparison = compareGroups(groupOf('a', runsOf(3)), groupOf('b', runsOf(3)), options)
  return { ...comparison, cells: comparison.cells.map((cell) => ({ ...cell, deciles })) }
}

describe('a comparison with deciles, as files have it', () => {
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(comparisonSchema())

  test.each(Object.entries({ alike, bothWays, nothing, tailOnly, twoRuns, unmoved }))('%s', (_, shift) => {
    const document = JSON.parse(JSON.stringify(comparisonDocument([comparisonWith(shift)], options)))
    expect([validate(document), validate.errors]).toEqual([true, null])
    expect(document.comparisons[0].cells[0].deciles).toMatchObject({ shape: shift.shape.kind })
  })

  test('says all that there is', () => {
    const document = decileShiftDocument({ ...tailOnly, notes: ['mind this'] })
    expect(document).toMatchObject({ latency: 'ttft', variation: 'own', shape: 'part', notes: ['mind this'] })
    expect((document.points as readonly unknown[])[8]).toMatchObject({
      p: 0.9,
      a_ms: { runs: 3, of: 3 },
      change: expect.closeTo(0.18, 9),
      change_ci95: [expect.any(Number), expect.any(Number)],
      change_band: [expect.any(Number), expect.any(Number)],
      note: null,
    })
  })
})

describe('deciles of a latency rest on what its median does', () => {
  test('which is compared too, once', () => {
    const [a, b] = [groupOf('a', runsOf(3)), groupOf('b', runsOf(3))]
    const names = (more: Partial<CompareGroupsOptions>): readonly string[] =>
      compareGroups(a, b, { ...options, ...more }).cells[0]!.metrics.map(({ metric }) => metric)
    expect(names({ deciles: 'itl', metrics: ['ttft.p99'] })).toEqual(['ttft.p99', 'itl.p50'])
    expect(names({ deciles: 'ttft' })).toEqual(names({}))
    expect(names({ deciles: 'query' })).toEqual(names({}))
  })

  test('and a failed check of it stands in the way', () => {
    const invalid = runOf({ summary: { verdict: verdictOf('invalid', 'timestamp-error', ['itl']) } })
    const [a, b] = [groupOf('a', runsOf(3)), groupOf('b', [invalid, ...runsOf(2)])]
    const asked = { ...options, metrics: ['requests_per_s'] }
    expect(isRefused(compareGroups(a, b, asked))).toBe(false)
    const refused = compareGroups(a, b, { ...asked, deciles: 'itl' })
    expect(refusals(refused).map(({ id }) => id)).toEqual(['invalid-run'])
  })
})
