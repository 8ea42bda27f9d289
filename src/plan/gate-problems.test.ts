import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { readAuthoredPlan } from './authored/read-authored-plan.ts'
import { planOfAuthored } from './expand-plan.ts'
import type { Plan } from './plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'

const surroundings = { cores: 4, platform: 'linux' as const, now: new Date(0), randomSeed: 1 }

function planOf(text: string): Plan {
  const around = { env: {}, sets: {}, flags: {}, readFile: () => '' }
  return planOfAuthored(readAuthoredPlan(text, 'tare.yaml', around), surroundings)
}

const message = (text: string): string => thrownError('plan', () => planOf(text)).message

describe('the section gate of a plan', () => {
  it('is read, and comes back from plan.yaml', () => {
    const plan = planOf(
      `gate:\n  baseline: branch:main,latest:5\n  max_regression: ['ttft: p(99) 5%', error_rate 0.5pp]\n  inconclusive: warn\n`,
    )
    expect(plan.gate).toEqual({
      baseline: 'branch:main,latest:5',
      maxRegression: ['ttft: p(99) 5%', 'error_rate 0.5pp'],
      inconclusive: 'warn',
      missingBaseline: 'fail',
    })
    expect(readPlanYaml(writePlanYaml(plan), 'plan.yaml').gate).toEqual(plan.gate)
  })

  it('is nothing without a word in it, and in plans of before', () => {
    expect(planOf('load: {rate: 1}').gate).toBeNull()
    expect(planOf('gate: {baseline: null}').gate).toBeNull()
    const yaml = writePlanYaml(planOf('load: {rate: 1}'))
    expect(readPlanYaml(yaml.replace('gate: null\n', ''), 'plan.yaml').gate).toBeNull()
  })

  it('takes one gate for a list of it', () => {
    expect(planOf('gate: {max_regression: e2e.p50 5%}').gate?.maxRegression).toEqual(['e2e.p50 5%'])
  })

  it.each([
    [
      'gate: {max_regression: [tft.p99 5%]}',
      'tare.yaml:1:24: gate.max_regression: "tft.p99 5%" isn\'t a gate: "tft" at column 1',
    ],
    ['gate: {max_regression: [e2e.p99 5]}', 'has no unit: say 5%'],
    ['gate: {inconclusive: maybe}', '"maybe" isn\'t one of fail, warn, pass'],
    ['gate: {missing_baseline: sed}', '(did you mean seed?)'],
    ['gate: {max_regresion: []}', 'unknown key "max_regresion" (did you mean max_regression?)'],
    [
      'gate: {max_regression: [e2e.p50 5%, e2e.med 3%]}',
      '1:37: gate.max_regression[1]: contradicts "e2e.p50 5%": give e2e.p50 one margin',
    ],
    ['gate: {max_regression: [query.p50 5%]}', "query isn't measured where load.query_size is 1"],
    [
      'target: {stream: false}\ngate: {max_regression: [ttft.p50 5%]}',
      "ttft isn't measured where replies come in one piece",
    ],
    ['matrix: {axes: {gate.baseline: [a, b]}}', "gate.baseline can't vary"],
  ])('%s', (text, why) => expect(message(text)).toContain(why))
})
