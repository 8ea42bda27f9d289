import { describe, expect, it } from 'vitest'
import { figuresAt, goal, stateAt } from './fixtures/figures.ts'
import { addFigures, advance, startDrain, startProgress, windowNs } from './progress-state.ts'

describe('addFigures', () => {
  it('keeps the window and the report before it, however many come', () => {
    const history = stateAt(100e9).workers.get(0)!
    expect(history[0].atNs).toBe(100e9 - windowNs)
    expect(history).toHaveLength(9)
  })

  it('ignores a report that is late or repeated', () => {
    const state = stateAt(10e9)
    expect(addFigures(state, figuresAt(10e9))).toBe(state)
    expect(addFigures(state, figuresAt(9e9))).toBe(state)
  })

  it('changes no state that it was given', () => {
    const state = stateAt(3e9)
    const before = structuredClone({ workers: state.workers, warmupSent: state.warmupSent })
    addFigures(state, figuresAt(4e9))
    expect({ workers: state.workers, warmupSent: state.warmupSent }).toEqual(before)
  })

  it('remembers what was sent in the warm-up', () => {
    expect(stateAt(20e9).warmupSent.get(0)).toBe(40)
  })
})

describe('advance', () => {
  it('keeps the newest report of a worker, however old', () => {
    const history = advance(stateAt(10e9), 1000e9).workers.get(0)!
    expect(history.map((figures) => figures.atNs)).toEqual([10e9])
  })
})

describe('startDrain', () => {
  it('keeps the first reason', () => {
    const state = startDrain(startDrain(startProgress(goal), 1, 'interrupted'), 2, 'planned')
    expect(state.drain).toEqual({ startNs: 1, reason: 'interrupted' })
  })
})
