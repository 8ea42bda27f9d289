import { expect, test } from 'vitest'
import { columns } from './columns.ts'
import { emptyRecord } from './empty-record.ts'

test('every field of a record has one column', () => {
  expect(columns.map((column) => column.field).sort()).toEqual(Object.keys(emptyRecord()).sort())
})

test('names are unique, in snake case, and those of times end with their unit', () => {
  const names = columns.map((column) => column.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
  expect(columns.filter((column) => column.unit === 'ns' && !column.name.endsWith('_ns'))).toEqual([])
})

test('a column is nullable when its field is', () => {
  const record = emptyRecord()
  for (const column of columns)
    expect([column.name, record[column.field] === null]).toEqual([column.name, column.nullable])
})

test('every meaning is one sentence', () => {
  for (const { meaning } of columns) expect(meaning).toMatch(/^[A-Z][^.]*\.$/)
})
