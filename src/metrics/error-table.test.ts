import { describe, expect, test } from 'vitest'
import { ErrorTable } from './error-table.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'

describe('ErrorTable', () => {
  test('counts kinds, and messages within a kind, most frequent first', () => {
    const table = new ErrorTable()
    table.add(streamedRecord(0, [], { status: 'reset', error: 'peer gone' }))
    for (let i = 0; i < 3; i++) table.add(streamedRecord(0, [], { status: 'timeout', error: 'too slow' }))
    table.add(streamedRecord(0, [], { status: 'timeout', error: 'peer gone' }))
    table.add(streamedRecord(0, [], { status: 'censored' }))
    expect(table.kinds()).toEqual({ reset: 1, timeout: 4, censored: 1 })
    expect(table.messages()).toEqual([
      { kind: 'timeout', message: 'too slow', count: 3 },
      { kind: 'reset', message: 'peer gone', count: 1 },
      { kind: 'timeout', message: 'peer gone', count: 1 },
    ])
  })

  test('a server whose every message is different or endless fills neither memory nor summary', () => {
    const table = new ErrorTable()
    for (let i = 0; i < 5000; i++) {
      table.add(streamedRecord(0, [], { status: 'http_error', error: `${i} ${'x'.repeat(1000)}` }))
    }
    expect(table.kinds()).toEqual({ http_error: 5000 })
    expect(table.messages()).toHaveLength(10)
    expect(table.messages()[0]!.message).toHaveLength(301)
  })
})
