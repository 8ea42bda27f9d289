import { describe, expect, test } from 'vitest'
import { closed, open, planOf, unpaced } from '../load/fixtures/plan-of.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import { checkResources, connectionsNeeded } from './connections-needed.ts'
import type { ResourceLimits } from './resource-limits.ts'

describe('connections needed', () => {
  test.each([
    ['a closed loop: its concurrency', planOf([closed(7)]), 7],
    ['a ramp: its peak, up or down', planOf([closed([1, 9], 1e9), closed([9, 2])]), 9],
    [
      'queries: all of their requests',
      planOf([closed(7, 1e9, 0, 8), open('poisson', 5)], { maxConcurrency: 9 }),
      56,
    ],
    ['an open loop: no limit', planOf([open('poisson', 5)]), Infinity],
    ['an open loop with --max-concurrency', planOf([open('poisson', 5)], { maxConcurrency: 20 }), 20],
    ['as fast as possible', planOf([unpaced()], { maxConcurrency: 30 }), 30],
    ['the stage that needs most', planOf([closed(8, 1e9), open('constant', 5)], { maxConcurrency: 3 }), 8],
  ])('%s', (_, load, needed) => expect(connectionsNeeded(load)).toBe(needed))
})

describe('resources', () => {
  const limits: ResourceLimits = {
    openFilesSoft: 100,
    openFilesHard: 200,
    portRange: [1000, 1299],
    somaxconn: null,
  }
  const unknown: ResourceLimits = {
    openFilesSoft: null,
    openFilesHard: null,
    portRange: null,
    somaxconn: null,
  }
  const tcp: Endpoint = { kind: 'tcp', family: 4, address: '127.0.0.1', port: 80 }
  const unix: Endpoint = { kind: 'unix', path: '/s' }
  const check =
    (concurrency: number, workers: number, endpoint: Endpoint = tcp, has = limits) =>
    () =>
      checkResources(planOf([closed(concurrency)]), workers, endpoint, has)

  test('open files are those of one worker', () => {
    expect(check(136, 1)).not.toThrow()
    expect(check(137, 1)).toThrow(/open files: a worker needs 201, and the limit is 200/)
    expect(check(272, 2)).not.toThrow()
  })

  test('local ports are those of all', () => {
    expect(check(300, 4)).not.toThrow()
    expect(check(301, 4)).toThrow(/local ports: the run needs 301/)
  })

  test('a unix socket needs no ports', () => expect(check(500, 4, unix)).not.toThrow())
  test('what nobody knows stops no run', () => expect(check(1e6, 1, tcp, unknown)).not.toThrow())
  test('a load without a limit may need few', () => {
    expect(() => checkResources(planOf([open('poisson', 1e6)]), 1, tcp, limits)).not.toThrow()
  })
})
