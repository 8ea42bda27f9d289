import { expect, it } from 'vitest'
import type { Resolution, SampledDistribution } from '../../../metrics/summary.ts'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { sampleSize } from './sample-size.ts'

const resolved: Resolution = {
  ci95: [1, 2],
  vif: 1,
  instrument_error: 0,
  needs_requests: null,
  needs_s: null,
  unresolved_value: null,
}
const refused: Resolution = {
  ci95: null,
  vif: null,
  instrument_error: null,
  needs_requests: 900,
  needs_s: 45,
  unresolved_value: null,
}

/** The run with the medians of all latencies resolved or not, p99 refused. */
function withMedians(resolution: Resolution): Evidence {
  const evidence = virtualRun()
  const each = (latency: SampledDistribution): SampledDistribution => ({
    ...latency,
    mean: 1,
    p50: resolution.ci95 === null ? null : 1,
    p90: 1,
    p95: 1,
    p99: null,
    p99_9: 1,
    resolution: {
      mean: resolved,
      p50: resolution,
      p90: resolved,
      p95: resolved,
      p99: refused,
      p99_9: resolved,
    },
  })
  const latency_ms = Object.fromEntries(
    Object.entries(evidence.measured.latency_ms).map(([name, latency]) => [name, each(latency)]),
  ) as unknown as Evidence['measured']['latency_ms']
  return { ...evidence, measured: { ...evidence.measured, latency_ms } }
}

it('names what was refused and what it needs, and is ok: refusing is the treatment', () => {
  const finding = sampleSize.judge(withMedians(resolved))
  expect(finding).toMatchObject({ status: 'ok', statistic: 1 })
  expect(finding.message).toContain('p99 of ttft_from_plan, e2e_from_plan, itl and tpot')
})

it('is ok when the medians of other latencies alone are refused', () => {
  const evidence = withMedians(resolved)
  const { latency_ms } = evidence.measured
  const itl = { ...latency_ms.itl, p50: null, resolution: { ...latency_ms.itl.resolution, p50: refused } }
  const measured = { ...evidence.measured, latency_ms: { ...latency_ms, itl } }
  const finding = sampleSize.judge({ ...evidence, measured })
  expect(finding.status).toBe('ok')
  expect(finding.message).toContain('p50 of itl')
})

it('is suspect when not even the median is resolvable', () => {
  const finding = sampleSize.judge(withMedians(refused))
  expect(finding.status).toBe('suspect')
  expect(finding.affects).toContain('ttft_from_plan')
  expect(finding.remedy).toContain('900 more requests')
})
