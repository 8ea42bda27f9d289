import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { tokenCount } from './token-count.ts'

function judged(edit: (record: RequestRecord, random: number) => Partial<RequestRecord>) {
  return tokenCount.judge(virtualRun({ edit: (r, u) => ({ ...r, ...edit(r, u) }) }))
}

describe('token-count', () => {
  it('is ok of a token an event, and of an end-of-sequence without text', () => {
    expect(judged(() => ({}))).toMatchObject({ status: 'ok', statistic: 1 })
    expect(judged((r) => ({ outputTokens: r.tokenEvents + 1 })).status).toBe('ok')
  })

  it('says that itl isn’t between tokens when events hold several', () => {
    const finding = judged((r) => ({ outputTokens: 4 * r.tokenEvents }))
    expect(finding).toMatchObject({ status: 'suspect', affects: ['itl'] })
    expect(finding.message).toContain('3.76 tokens an event')
  })

  it('is ok of reasoning that is counted and not streamed', () => {
    const hidden = judged((r) => ({ outputTokens: 10 * r.tokenEvents, reasoningTokens: 9 * r.tokenEvents }))
    expect(hidden).toMatchObject({ status: 'ok', statistic: 1 })
    const streamed = judged((r) => ({ outputTokens: r.tokenEvents, reasoningTokens: r.tokenEvents / 2 }))
    expect(streamed).toMatchObject({ status: 'ok', statistic: 1 })
  })

  it('says that usage is wrong when there were more events than tokens', () => {
    const finding = judged((r) => ({ outputTokens: r.tokenEvents / 2 }))
    expect(finding.status).toBe('suspect')
    expect(finding.affects).toContain('output_tokens_per_s')
    expect(finding.message).toContain('50 % fewer')
  })

  it('is suspect of two ways of counting, and of none', () => {
    expect(judged((_, u) => (u < 0.2 ? { tokenSource: 'events' } : {})).status).toBe('suspect')
    expect(judged((_, u) => (u < 0.2 ? { tokenSource: 'none', outputTokens: null } : {})).status).toBe(
      'suspect',
    )
  })

  it('does not apply to replies in one piece that nobody counted, and is suspect of streams of that kind', () => {
    const run = virtualRun({ edit: (r) => ({ ...r, tokenSource: 'none', outputTokens: null }) })
    expect(tokenCount.judge(run).status).toBe('suspect')
    const target = { ...run.measured.target, stream: false }
    expect(tokenCount.judge({ ...run, measured: { ...run.measured, target } }).status).toBe('not_applicable')
  })

  it('is ok when events are all there is, and says so', () => {
    expect(judged(() => ({ tokenSource: 'events' })).message).toContain('usage wasn’t sent')
  })
})
