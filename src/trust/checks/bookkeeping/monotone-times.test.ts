import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { monotoneTimes } from './monotone-times.ts'

it('is ok when every time follows the one before it', () => {
  expect(monotoneTimes.judge(virtualRun())).toMatchObject({ status: 'ok', statistic: 0 })
})

it('finds a single send before its plan, as Node’s early timers make them', () => {
  const evidence = virtualRun({
    edit: (record) => (record.index === 700 ? { ...record, sentNs: record.plannedNs - 1_600_000 } : record),
  })
  expect(monotoneTimes.judge(evidence)).toMatchObject({
    status: 'invalid',
    statistic: 1,
    affects: ['*'],
    message: expect.stringMatching(
      /^times of 1 request of \d+ run backwards; request 700: sent 1600000 ns before its plan$/,
    ),
  })
})

it('finds the tokens of a clock that was set back in mid-reply', () => {
  const stepNs = 30e6
  const atNs = 20e9
  const set = (ns: number | null): number | null => (ns !== null && ns > atNs ? ns - stepNs : ns)
  const evidence = virtualRun({
    edit: (record) => ({
      ...record,
      sentNs: set(record.sentNs),
      firstByteNs: set(record.firstByteNs),
      tokenNs: record.tokenNs.map((ns) => set(ns)!),
      endNs: set(record.endNs)!,
    }),
  })
  expect(monotoneTimes.judge(evidence).status).toBe('invalid')
})

it('has nothing to look at without requests', () => {
  expect(monotoneTimes.judge(virtualRun({ edit: () => [] })).status).toBe('not_applicable')
})
