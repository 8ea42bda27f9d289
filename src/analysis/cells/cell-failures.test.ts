import { expect, test } from 'vitest'
import { cellFailures, createCellFailures } from './cell-failures.ts'
import type { CellRow } from './cell-row.ts'

function failed(batch: number, concurrency: number, error: string): CellRow {
  return {
    cell: `batch_size=${batch},concurrency=${concurrency}`,
    'axis.server.batch_size': batch,
    'axis.load.concurrency': concurrency,
    status: 'failed',
    error,
  }
}

const ignored = (batch: number): string =>
  `bench didn't take its settings (batch_size: ${batch} asked for, 1 read) (Take it out of there.)`

test('what a server ignores is one failure, whatever each cell asked for', () => {
  const rows = [2, 4, 2].flatMap((batch) => [1, 8].map((slots) => failed(batch, slots, ignored(batch))))
  expect(cellFailures(rows)).toEqual([
    { cell: 'batch_size=2,concurrency=1', error: ignored(2), cells: 4, runs: 6, sameWords: false },
  ])
})

test('the same words are said to be the same', () => {
  const rows = [failed(2, 1, 'nothing listens there.'), failed(4, 1, 'nothing listens there.')]
  expect(cellFailures(rows)).toMatchObject([{ cells: 2, runs: 2, sameWords: true }])
})

test.each([
  ['another reason', 'nothing listens there', 'a certificate is out of date'],
  ['another number, which is no value of an axis', 'HTTP 503', 'HTTP 500'],
  ['a value of another axis', 'asked for 2', 'asked for 8'],
  ['a part of a word that is a value', 'port 2000', 'port 4000'],
  ['more words', 'it died', 'it died: out of memory'],
])('%s is another failure', (_, one, other) => {
  expect(cellFailures([failed(2, 1, one), failed(4, 8, other)])).toHaveLength(2)
})

test('a value at the end of a sentence is one too', () => {
  expect(cellFailures([failed(2, 1, 'not with 2.'), failed(4, 1, 'not with 4.')])).toHaveLength(1)
})

test('who comes later is told who came first', () => {
  const failures = createCellFailures()
  const rows = [failed(2, 1, ignored(2)), failed(4, 1, 'it died'), failed(4, 8, ignored(4))]
  expect(rows.map((row) => failures.add(row))).toEqual([null, null, 'batch_size=2,concurrency=1'])
})

test('what was measured, or not run, is none', () => {
  const rows = [
    { status: 'measured', error: null },
    { ...failed(1, 1, 'no time left'), status: 'not_run' },
  ]
  expect(cellFailures(rows)).toEqual([])
})
