import { describe, expect, test } from 'vitest'
import { measuredWindow } from './measured-window.ts'

const span = { firstMeasuredSendNs: 10, lastMeasuredEndNs: 90, lastEndNs: 95 }
const none = {
  firstMeasuredSendNs: Number.POSITIVE_INFINITY,
  lastMeasuredEndNs: Number.NEGATIVE_INFINITY,
  lastEndNs: Number.NEGATIVE_INFINITY,
}

describe('measuredWindow', () => {
  test("is the plan's when the run ends by the clock, even when nothing ended in it", () => {
    const rule = { kind: 'duration', startNs: 20, endNs: 200, cutShort: false } as const
    expect(measuredWindow(rule, span)).toEqual({ kind: 'duration', startNs: 20, endNs: 200 })
    expect(measuredWindow(rule, none)).toEqual({ kind: 'duration', startNs: 20, endNs: 200 })
  })

  test('ends with the last record when the run was cut short, and is empty when that was in the warm-up', () => {
    const rule = { kind: 'duration', startNs: 20, endNs: 200, cutShort: true } as const
    expect(measuredWindow(rule, span)).toEqual({ kind: 'duration', startNs: 20, endNs: 95 })
    expect(measuredWindow({ ...rule, endNs: 60 }, span)).toEqual({ kind: 'duration', startNs: 20, endNs: 60 })
    expect(measuredWindow(rule, { ...span, lastEndNs: 5 })).toEqual({
      kind: 'duration',
      startNs: 20,
      endNs: 20,
    })
    expect(measuredWindow(rule, none)).toEqual({ kind: 'duration', startNs: 20, endNs: 20 })
  })

  test('is from the first send to the last end when the run ends by its number of requests', () => {
    expect(measuredWindow({ kind: 'requests' }, span)).toEqual({ kind: 'requests', startNs: 10, endNs: 90 })
    expect(measuredWindow({ kind: 'requests' }, none)).toEqual({ kind: 'requests', startNs: 0, endNs: 0 })
  })
})
