import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import type { Evidence } from '../../evidence.ts'
import { slowed } from '../../fixtures/slowed.ts'
import { type VirtualRunOptions, virtualRun } from '../../fixtures/virtual-run.ts'
import { cacheHits } from './cache-hits.ts'

function cached(cachedTokens: (record: RequestRecord, random: number) => number): Evidence {
  return virtualRun({ edit: (r, u) => ({ ...r, cachedTokens: cachedTokens(r, u) }) })
}

/** A file of so many prompts, gone through again and again, whose later answers take `factor` of the time. */
function repeated(prompts: number, factor: number, options: VirtualRunOptions = {}) {
  const edit = (r: RequestRecord): RequestRecord => ({
    ...slowed(r, r.index < prompts ? 1 : factor),
    promptHash: r.index % prompts,
  })
  const evidence = virtualRun({ ...options, edit })
  return cacheHits.judge({ ...evidence, plan: { ...evidence.plan, prompts: 'file' } })
}

describe('cached tokens of usage', () => {
  it('are ok when there are none, or a chat template’s', () => {
    expect(cacheHits.judge(cached(() => 0))).toMatchObject({ status: 'ok', statistic: 0 })
    expect(cacheHits.judge(cached(() => 48))).toMatchObject({ status: 'ok', statistic: 0 })
  })

  it('are ok when a few requests lack the template that all others have', () => {
    expect(cacheHits.judge(cached((_, u) => (u < 0.01 ? 0 : 96)))).toMatchObject({
      status: 'ok',
      statistic: 0,
    })
  })

  it('are suspect when synthetic prompts were known before', () => {
    const finding = cacheHits.judge(cached((r) => r.inputTokens!))
    expect(finding.status).toBe('suspect')
    expect(finding.affects).toEqual(expect.arrayContaining(['ttft', 'input_tokens_per_s']))
    expect(finding.remedy).toContain('--seed')
    expect(cacheHits.judge(cached((_, u) => (u < 0.1 ? 512 : 0))).status).toBe('suspect')
  })

  it('are for you to know when prompts are from a file', () => {
    const evidence = cached(() => 256)
    const fromFile = { ...evidence, plan: { ...evidence.plan, prompts: 'file' as const } }
    expect(cacheHits.judge(fromFile).status).toBe('not_applicable')
  })
})

describe('repeated prompts', () => {
  it('are ok when they take as long as new ones', () => {
    expect(repeated(400, 1).status).toBe('ok')
  })

  it('are suspect when they are answered in half the time', () => {
    const finding = repeated(400, 0.4)
    expect(finding).toMatchObject({ status: 'suspect', threshold: 0.8 })
    expect(finding.message).toContain('were in a cache')
  })

  it('are suspect among new ones, too', () => {
    const edit = (r: RequestRecord): RequestRecord =>
      r.index % 2 === 0 ? r : { ...slowed(r, 0.5), promptHash: 3 }
    expect(cacheHits.judge(virtualRun({ edit })).status).toBe('suspect')
  })

  it('aren’t accused of what a busy queue does by itself', () => {
    const mm1 = { kind: 'station', servers: 1, meanServiceMs: 20, law: 'exponential' } as const
    const load = { kind: 'open', arrival: 'poisson', ratePerSecond: 45 } as const
    for (let seed = 0; seed < 30; seed++) {
      const { status } = repeated(700, 1, {
        seed,
        load,
        server: mm1,
        durationS: 30,
        warmupS: 10,
        outputTokens: 2,
      })
      expect(status).toBe('ok')
    }
  })
})
