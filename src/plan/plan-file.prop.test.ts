import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { arbitraryPlan } from './fixtures/arbitrary-plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'

it('reads back exactly every plan that it writes', () => {
  fc.assert(
    fc.property(arbitraryPlan, (given) => {
      const yaml = writePlanYaml(given)
      expect(readPlanYaml(yaml, 'plan.yaml')).toEqual(given)
      expect(writePlanYaml(readPlanYaml(yaml, 'plan.yaml'))).toBe(yaml)
    }),
    { numRuns: 150 },
  )
})

it('answers any damage to a plan with a plan or with a plan error', () => {
  const yaml = writePlanYaml(fc.sample(arbitraryPlan, { numRuns: 1, seed: 1 })[0]!)
  const damage = fc.record({
    at: fc.nat(yaml.length),
    cut: fc.nat(20),
    put: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\n', ': ', '- ', '*', '&a ', '!', '{', '|')),
  })
  fc.assert(
    fc.property(damage, ({ at, cut, put }) => {
      try {
        readPlanYaml(yaml.slice(0, at) + put + yaml.slice(at + cut), 'plan.yaml')
      } catch (error) {
        expect(error).toBeInstanceOf(TareError)
        expect((error as TareError).code).toBe('plan')
        expect((error as TareError).message).toMatch(/^plan\.yaml(:| has)/)
      }
    }),
    { numRuns: 150 },
  )
})
