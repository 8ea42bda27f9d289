import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { sameReply } from './same-reply.ts'

function canned(share: number, more: object = {}) {
  return sameReply.judge(virtualRun({ edit: (r, u) => (u < share ? { ...r, replyHash: 7, ...more } : r) }))
}

it('is ok when replies differ', () => {
  expect(canned(0)).toMatchObject({ status: 'ok', statistic: 0 })
})

it('is ok when the same prompt gets the same reply', () => {
  expect(canned(0.5, { promptHash: 9 }).status).toBe('ok')
})

it('is suspect of some canned replies, invalid of many', () => {
  expect(canned(0.05)).toMatchObject({ status: 'suspect', affects: ['*'] })
  expect(canned(1)).toMatchObject({ status: 'invalid', statistic: 1 })
})

it('lets replies to a file’s prompts be alike where they may end by themselves', () => {
  const evidence = virtualRun({ edit: (r) => ({ ...r, replyHash: 7 }) })
  const classified = { ...evidence.plan, prompts: 'file', ignoreEos: false } as const
  expect(sameReply.judge({ ...evidence, plan: classified })).toMatchObject({
    status: 'suspect',
    threshold: 0.5,
  })
  expect(sameReply.judge({ ...evidence, plan: { ...classified, ignoreEos: true } }).status).toBe('invalid')
})

it('lets short replies be alike, and has no view without hashes', () => {
  expect(canned(1, { outputTokens: 3 }).status).toBe('not_applicable')
  expect(canned(1, { replyHash: null }).status).toBe('not_applicable')
})
