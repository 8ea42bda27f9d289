import { expect, test } from 'vitest'
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { historyDocument } from '../../analysis/history/history-document.ts'
import { historyJson } from './history-json.ts'

test.each([[[]], [[historyRow(1)]], [[historyRow(1), historyRow(2, { label: 'a "b"\n' })]]])(
  'is the document, a run a line: %#',
  (rows) => {
    const document = historyDocument('store', rows)
    const text = historyJson(document)
    expect(JSON.parse(text)).toEqual(document)
    expect(text.split('\n').filter((line) => line.includes('"run_id"'))).toHaveLength(rows.length)
  },
)
