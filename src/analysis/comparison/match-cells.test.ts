import { describe, expect, test } from 'vitest'
import { runOf } from './fixtures/compared-runs.ts'
import { matchCells } from './match-cells.ts'

const at = (...axes: readonly Readonly<Record<string, string | number | boolean>>[]) =>
  axes.map((each) => runOf({ axes: each }))

describe('matchCells', () => {
  test('runs without axes are one cell without a name', () => {
    const { cells, notes } = matchCells(at({}, {}), at({}))
    expect(cells.map(({ cell, a, b }) => [cell, a.length, b.length])).toEqual([[null, 2, 1]])
    expect(notes).toEqual([])
  })

  test('cells are matched by all axes, in ascending order, and those of one side named', () => {
    const a = at(
      { 'load.concurrency': 16, 'server.batch_size': 1 },
      { 'load.concurrency': 2, 'server.batch_size': 1 },
    )
    const b = at(
      { 'load.concurrency': 2, 'server.batch_size': 1 },
      { 'load.concurrency': 16, 'server.batch_size': 4 },
    )
    const { cells, onlyA, onlyB } = matchCells(a, b)
    expect(cells.map(({ cell }) => cell)).toEqual(['concurrency=2,batch_size=1'])
    expect([onlyA, onlyB]).toEqual([['concurrency=16,batch_size=1'], ['concurrency=16,batch_size=4']])
  })

  test('numbers ascend as numbers, and 8 is the 8 of another file', () => {
    const { cells } = matchCells(at({ n: 16 }, { n: 2 }, { n: 8 }), at({ n: '8' }, { n: 2 }, { n: 16 }))
    expect(cells.map(({ cell }) => cell)).toEqual(['n=2', 'n=8', 'n=16'])
  })

  test('an axis of one side with one value is no obstacle, and said', () => {
    const { cells, notes } = matchCells(at({ n: 1 }), at({ n: 1, 'labels.gpu': 'L4' }))
    expect(cells).toHaveLength(1)
    expect(notes).toEqual([
      {
        id: 'axes',
        severity: 'warn',
        message: 'labels.gpu is an axis of B alone, where it is L4 throughout',
      },
    ])
  })

  test('one with several values is', () => {
    const { notes } = matchCells(at({ n: 1 }, { n: 2 }), at({}))
    expect(notes.map(({ id, severity }) => [id, severity])).toEqual([['axes', 'refuse']])
  })

  test('runs of a sweep among others are refused, and no cell is called undefined', () => {
    const { cells, notes } = matchCells(at({ n: 1 }, {}), at({ n: 1 }, {}))
    expect(notes.map(({ id, severity, message }) => [id, severity, message])).toEqual([
      ['axes', 'refuse', 'n is an axis of some runs of A, and not of 1 of its 2'],
      ['axes', 'refuse', 'n is an axis of some runs of B, and not of 1 of its 2'],
    ])
    expect(cells.map(({ cell }) => cell)).toEqual(['n=1', null])
  })

  test('no cell in common is refused', () => {
    const { notes, onlyA, onlyB } = matchCells(at({ n: 1 }), at({ n: 2 }))
    expect(notes.map(({ id, severity }) => [id, severity])).toEqual([['cells', 'refuse']])
    expect([onlyA, onlyB]).toEqual([['n=1'], ['n=2']])
  })

  test('axes that end alike keep their whole names', () => {
    const axes = { 'load.n': 1, 'server.n': 2 }
    expect(matchCells(at(axes), at(axes)).cells[0]!.cell).toBe('load.n=1,server.n=2')
  })
})
