import { describe, expect, it } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { historyRow } from './fixtures/history-rows.ts'
import { looksLikeSelector } from './history-selector.ts'
import { baselineRows, parseSelector, selectRows } from './select-rows.ts'

const nowMs = Date.UTC(2026, 0, 1, 12)
const rows = [
  historyRow(1, { label: 'nightly', branch: 'main' }),
  historyRow(2, { label: 'nightly', branch: 'fix', commit: 'abcd'.padEnd(40, '0') }),
  historyRow(3, { label: 'a,b' }),
  historyRow(4, { verdict: 'INVALID', label: 'nightly' }),
  historyRow(5, { machine: 'beef00000000', cell: 'batch_size=4,concurrency=8' }),
  historyRow(700, { verdict: 'SUSPECT', scenario: '0ddba1100ddb' }),
]

const minutes = (selector: string): readonly number[] =>
  selectRows(rows, parseSelector(selector), nowMs).map(({ run_id }) => Number(run_id.slice(9, 15)))

describe('selectRows', () => {
  it.each([
    ['label:nightly', [2, 1]],
    ['label:nightly,verdict:any', [4, 2, 1]],
    ['verdict:INVALID', [4]],
    ['verdict:suspect', [700]],
    ['label:nightly, branch:main', [1]],
    ['label:"a,b"', [3]],
    ['cell:"batch_size=4,concurrency=8"', [5]],
    ['commit:ABCD', [2]],
    ['scenario:0ddb', [700]],
    ['machine:beef', [5]],
    ['window:30m', [700]],
    ['window:1d', [700, 5, 3, 2, 1]],
    ['label:none', []],
    ['label:toString', []],
  ])('%s', (selector, expected) => expect(minutes(selector)).toEqual(expected))

  it('takes the newest of each series, after all else, wherever latest stands', () => {
    expect(minutes('latest:1')).toEqual([700, 5, 3])
    expect(minutes('latest:1,label:nightly')).toEqual([2])
    expect(minutes('label:nightly,latest:1')).toEqual([2])
    expect(minutes('latest:2')).toEqual([700, 5, 3, 2])
  })
})

describe('baselineRows', () => {
  const run = { ...historyRow(3), cell: null }
  const ids = (selector: string): readonly number[] =>
    baselineRows(rows, run, parseSelector(selector), nowMs).map(({ run_id }) => Number(run_id.slice(9, 15)))

  it('keeps to the scenario, the cell and the machine of the run, and never has the run itself', () => {
    expect(ids('window:2w')).toEqual([2, 1])
  })

  it('gives way where the selector names one of them', () => {
    expect(ids('machine:beef')).toEqual([])
    expect(ids('machine:beef,cell:"batch_size=4,concurrency=8"')).toEqual([5])
    expect(ids('scenario:0ddb')).toEqual([700])
  })
})

describe('parseSelector refuses', () => {
  it.each([
    ['', 'it is empty'],
    ['brnch:main', 'did you mean branch?'],
    ['label:a,brnch:main', 'did you mean branch?'],
    ['nightly', 'a label is label:NAME'],
    ['label:a,latest', 'latest has no value'],
    ['label:', 'label has no value'],
    ['label:"', "isn't a selector"],
    ['label:a,', "isn't a selector"],
    [',label:a', "isn't a selector"],
    ['label:a,,branch:b', "isn't a selector"],
    ['label:a,label:b', 'label twice'],
    ['latest:0', 'whole number'],
    ['latest:-1', 'whole number'],
    ['latest:1e3', 'whole number'],
    ['window:14', 'window: "14" isn\'t an age'],
    ['window:0d', "isn't an age"],
    ['commit:main', 'beginning of a hash'],
    ['commit:abc', '4 digits'],
    ['verdict:vald', 'did you mean valid?'],
    ['constructor:x', 'has no part "constructor:x"'],
    [`${'x'.repeat(10_000)}:1`, '…'],
  ])('%.40s', (text, why) => {
    const error = thrownError('usage', () => parseSelector(text))
    expect(error.message).toContain(why)
    expect(error.message.length).toBeLessThan(250)
    expect(error.hint).toBeDefined()
  })
})

describe('looksLikeSelector', () => {
  it.each([
    ['branch:main', true],
    ['brnch:main', true],
    ['runs/first', false],
    ['C:\\runs', false],
    ['http://host', false],
    ['nightly', false],
    ['20260101-000001-abcdef', false],
  ])('%s: %s', (text, expected) => expect(looksLikeSelector(text)).toBe(expected))
})
