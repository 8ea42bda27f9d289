import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { outputLength } from './output-length.ts'

/** Replies of 16 tokens asked for, of which a share has another length. */
function replies(share: number, outputTokens: number, more: Partial<RequestRecord> = {}) {
  return virtualRun({ edit: (r, u) => ({ ...r, ...more, ...(u < share ? { outputTokens } : {}) }) })
}

function withoutIgnoreEos(evidence: ReturnType<typeof replies>) {
  return { ...evidence, plan: { ...evidence.plan, ignoreEos: false } }
}

describe('output-length', () => {
  it('is ok of replies that are as long as asked', () => {
    expect(outputLength.judge(virtualRun())).toMatchObject({ status: 'ok', statistic: 0 })
  })

  it('lets one in a hundred be', () => {
    expect(outputLength.judge(replies(0.005, 15)).status).toBe('ok')
  })

  it('is suspect when some are shorter though ignore_eos was asked for', () => {
    const finding = outputLength.judge(replies(0.05, 10))
    expect(finding).toMatchObject({ status: 'suspect', threshold: 0.01 })
    expect(finding.affects).toContain('output_tokens_per_s')
    expect(finding.message).toMatch(/were shorter than asked/)
  })

  it('is invalid when together they are off by more than a tenth', () => {
    expect(outputLength.judge(replies(0.6, 8))).toMatchObject({ status: 'invalid', threshold: 0.1 })
    expect(outputLength.judge(replies(0.6, 24)).status).toBe('invalid')
  })

  it('is no more than suspect of short replies when events were counted', () => {
    const finding = outputLength.judge(replies(1, 4, { tokenSource: 'events' }))
    expect(finding.status).toBe('suspect')
    expect(finding.message).toContain('several tokens')
  })

  it('tells how early replies ended without ignore_eos, and refuses longer ones', () => {
    const early = outputLength.judge(withoutIgnoreEos(replies(0.5, 8)))
    expect(early.status).toBe('ok')
    expect(early.message).toContain('ended before')
    expect(outputLength.judge(withoutIgnoreEos(replies(0.05, 18))).status).toBe('suspect')
    expect(outputLength.judge(withoutIgnoreEos(replies(0.9, 24))).status).toBe('invalid')
  })

  it('has nothing to judge when no length was asked for', () => {
    expect(outputLength.judge(replies(0, 0, { requestedOutputTokens: null })).status).toBe('not_applicable')
  })
})
