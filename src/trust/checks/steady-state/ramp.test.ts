import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { ramp } from './ramp.ts'

it('says that figures over several stages are of their mixture, and accuses nobody', () => {
  const evidence = virtualRun({ edit: (r) => ({ ...r, stage: r.index % 3 }) })
  expect(ramp.judge(evidence).message).toBe('the load is the same throughout')
  const staged = ramp.judge({ ...evidence, plan: { ...evidence.plan, homogeneous: false } })
  expect(staged).toMatchObject({ status: 'ok', statistic: 3 })
  expect(staged.message).toContain('pooled over 3 stages')
})
