import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectSchema } from '../../../test/support/schema.ts'
import { parseObjective } from '../../plan/parse-objective.ts'
import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.ts'
import { decideGate } from './decide-gate.ts'
import { repeats, requestOf, runOf } from './fixtures/runs.ts'
import { gateDocument } from './gate-document.ts'
import { gateSchema } from './gate-schema.ts'

const file = new URL('../../../schema/gate.schema.json', import.meta.url)

test('schema/gate.schema.json is what the code says; TARE_DOCS=write rewrites it', () => {
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, `${JSON.stringify(gateSchema(), null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(gateSchema())
})

describe('the document of a gate is of its schema', () => {
  const objectives = [parseObjective('e2e.p50 < 2s')]
  const cells = [1, 2].flatMap((concurrency) => repeats(2, { axes: { 'load.concurrency': concurrency } }))
  test.each([
    ['pass', requestOf(repeats(6), repeats(6), { objectives })],
    ['fail', requestOf([runOf({ slower: 20 })], [runOf()])],
    ['not comparable', requestOf(repeats(2), repeats(2, { facts: { load: '{}' } }))],
    ['no baseline', requestOf(repeats(2), null)],
    ['objectives alone', requestOf([runOf()], null, { baselineName: null, gates: [], objectives })],
    ['cells', requestOf(cells, cells.slice(0, 2).concat(repeats(1, { axes: { 'load.concurrency': 4 } })))],
  ])('%s', (_, request) => {
    const document = gateDocument(decideGate(request))
    expectSchema('gate', document)
    expect(() => expectSchema('gate', { ...document, outcome: 'maybe' })).toThrow()
  })
})

test('p of what is beside the gates is adjusted for how many there are; that of a gate isn’t, which Holm adjusts', () => {
  const report = decideGate(requestOf(repeats(6, { slower: 1.2 }), repeats(6)))
  const { exploratory, gates } = JSON.parse(JSON.stringify(gateDocument(report)))
  const tested: { p: number; adjusted_p: number }[] = exploratory[0].metrics.filter(
    ({ p }: { p: number | null }) => p !== null,
  )
  expect(tested.length).toBeGreaterThan(1)
  expect(tested.map((each) => each.adjusted_p)).toEqual(benjaminiHochberg(tested.map(({ p }) => p)))
  expect(gates[0].comparison.adjusted_p).toBeNull()
  expect(gates[0].adjusted_p).not.toBeNull()
})
