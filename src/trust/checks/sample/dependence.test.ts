import { expect, it } from 'vitest'
import type { FigureName, Resolution } from '../../../metrics/summary.ts'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { dependence } from './dependence.ts'

/** The run with these variance inflations of TTFT. */
function withVif(vif: number | null): Evidence {
  const evidence = virtualRun()
  const { latency_ms } = evidence.measured
  const { ttft_from_plan } = latency_ms
  const resolution = Object.fromEntries(
    Object.entries(ttft_from_plan.resolution).map(([name, of]) => [name, { ...of, vif }]),
  ) as Record<FigureName, Resolution>
  const measured = {
    ...evidence.measured,
    latency_ms: { ...latency_ms, ttft_from_plan: { ...ttft_from_plan, resolution } },
  }
  return { ...evidence, measured }
}

it('says what a request is worth, and accuses nobody', () => {
  const finding = dependence.judge(withVif(4))
  expect(finding).toMatchObject({ status: 'ok', statistic: 4 })
  expect(finding.message).toMatch(
    /worth 0\.25 at p50, 0\.25 at p90 and 0\.25 at p99 .*; correlation of neighbours/,
  )
})

it('has nothing to say where nothing is resolved', () => {
  expect(dependence.judge(withVif(null)).status).toBe('not_applicable')
})
