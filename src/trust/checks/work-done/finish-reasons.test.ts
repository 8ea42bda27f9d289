import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { finishReasons } from './finish-reasons.ts'

function ending(share: number, finishReason: string | null) {
  return finishReasons.judge(virtualRun({ edit: (r, u) => (u < share ? { ...r, finishReason } : r) }))
}

it('is ok of a mix of ends that models come to', () => {
  expect(ending(0.3, 'stop')).toMatchObject({ status: 'ok', statistic: 0 })
  expect(ending(0.3, 'stop').message).toMatch(/70(\.\d)? % length, (30|29\.9) % stop/)
})

it.each(['content_filter', 'abort', null])('is suspect when one in ten ended by %s', (reason) => {
  const finding = ending(0.1, reason)
  expect(finding.status).toBe('suspect')
  expect(finding.message).toContain(reason ?? 'without one')
})

it('has nothing to judge of a server without reasons', () => {
  expect(ending(1, null).status).toBe('not_applicable')
})
