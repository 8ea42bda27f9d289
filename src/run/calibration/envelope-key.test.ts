import { expect, test } from 'vitest'
import { describeEnvironment } from '../environment.ts'
import { planWith } from '../fixtures/plan-with.ts'
import { envelopeKey } from './envelope-key.ts'

const environment = describeEnvironment({ plan: planWith(), commandLine: [] })

test('is of this machine, and the same each time', () => {
  const key = envelopeKey(environment, 'kernel')
  expect(key).toMatchObject({ node: process.version, transport: 'kernel', host_id: environment.host.id })
  expect(envelopeKey(describeEnvironment({ plan: planWith(), commandLine: ['x'] }), 'kernel')).toEqual(key)
})

test.each([
  ['0-3,8', 64, 5],
  [null, 64, 64],
  [null, null, 1],
])('the cores are those that the process may use: %s of %s', (allowed_cores, logical_cores, cores) => {
  const cpu = { ...environment.cpu, allowed_cores, logical_cores }
  expect(envelopeKey({ ...environment, cpu }, 'kernel').cores).toBe(cores)
})
