import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { earlyEnd } from './early-end.ts'

const nothing = { tokenEvents: 0, tokenNs: new Float64Array(0), firstTokenNs: null, lastTokenNs: null }

function empty(share: number) {
  return earlyEnd.judge(
    virtualRun({ edit: (r, u) => (u < share ? { ...r, ...nothing, outputTokens: 0 } : r) }),
  )
}

it('is ok of replies with content', () => {
  expect(empty(0)).toMatchObject({ status: 'ok', statistic: 0 })
})

it('is suspect of one in fifty without any, invalid of one in five', () => {
  expect(empty(0.02)).toMatchObject({ status: 'suspect', threshold: 0.001 })
  expect(empty(0.2)).toMatchObject({ status: 'invalid', threshold: 0.1 })
})

it('counts tokens that usage claims and nobody saw', () => {
  const unseen = virtualRun({ edit: (r) => ({ ...r, ...nothing }) })
  expect(earlyEnd.judge(unseen).status).toBe('invalid')
})

it('finds that sending stopped long before the plan’s end', () => {
  const silent = virtualRun({ edit: (r) => (r.plannedNs > 45e9 ? [] : r) })
  const finding = earlyEnd.judge(silent)
  expect(finding.status).toBe('suspect')
  expect(finding.message).toContain('nothing was sent in the last 20')
  const stopped = { ...silent, measured: { ...silent.measured, state: 'interrupted' as const } }
  expect(earlyEnd.judge(stopped).status).toBe('ok')
})
