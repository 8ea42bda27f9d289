import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { historyRow } from './fixtures/history-rows.ts'
import { historyDocument, historySchema } from './history-document.ts'

const file = new URL('../../../schema/history.schema.json', import.meta.url)
const schema: AnySchemaObject = historySchema()
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema)

test('schema/history.schema.json is what the code says; TARE_DOCS=write rewrites it', () => {
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})

describe('the schema', () => {
  const row = historyRow(1, { label: null, cell: 'concurrency=8', metrics: { e2e: 1, 'ttft.p50': null } })

  test('takes rows, and none', () => {
    expect(validate(historyDocument('store', [row]))).toBe(true)
    expect(validate(historyDocument('store', []))).toBe(true)
  })

  test.each([
    ['a number for a label', { ...row, label: 7 }],
    ['another verdict', { ...row, verdict: 'GOOD' }],
    ['a text for a figure', { ...row, metrics: { 'ttft.p50': 'fast' } }],
    ['another key', { ...row, extra: 1 }],
  ])('refuses %s', (_, bad) => expect(validate(historyDocument('store', [bad as never]))).toBe(false))
})
