import { describe, expect, it } from 'vitest'
import { expandPlan } from '../expand-plan.ts'
import { around, errorOf, planOf } from '../fixtures/authored-plans.ts'
import { readPlanYaml, writePlanYaml } from '../plan-file.ts'
import { scaleStormOf } from '../scale-storm-of.ts'
import { definePlan } from './read-authored-plan.ts'

const target = 'target: {url: "http://h:8080", api: torchserve, model: m}'
const storm = (text: string, more = ''): string =>
  `${target}\nworkload: {body: b}\nload: {concurrency: 2, warmup: 5s, duration: 20s}\nserver: {kind: torchserve, scale_storm: ${text}${more}}`

describe('a scale storm', () => {
  it('begins with its first number of workers, and runs again from the plan that it left', () => {
    const plan = planOf(storm('{workers: [4, 1, 2], every: 5s}'))
    expect(scaleStormOf(plan)).toEqual({ workers: [4, 1, 2], everyNs: 5e9 })
    expect(plan.server).toMatchObject({ minWorkers: 4, maxWorkers: 4 })
    expect(readPlanYaml(writePlanYaml(plan), 'plan.yaml').server).toEqual(plan.server)
  })

  it('of 0s is none, with the first number all the while: what an axis compares it with', () => {
    const content = {
      target: { url: 'http://h', api: 'torchserve', model: 'm' },
      workload: { body: 'b' },
      load: { concurrency: 1, duration: '20s' },
      server: { kind: 'torchserve', scale_storm: { workers: [4, 1], every: '5s' } },
      matrix: { axes: { 'server.scale_storm.every': ['0s', '2s'] }, order: 'fixed' },
    } as const
    const { cells } = expandPlan(definePlan(content), around)
    expect(cells.map(({ plan }) => scaleStormOf(plan)?.everyNs)).toEqual([undefined, 2e9])
    expect(cells.map(({ plan }) => plan.server)).toMatchObject([{ minWorkers: 4 }, { minWorkers: 4 }])
  })

  it('isn’t in plans that older versions wrote', () => {
    const plan = planOf(`${target}\nworkload: {body: b}\nserver: {kind: torchserve}`)
    const older = writePlanYaml(plan).replace(/\n +scale_storm: null/, '')
    expect(older).not.toContain('scale_storm')
    expect(readPlanYaml(older, 'plan.yaml').server).toEqual(plan.server)
  })

  it('is what the preset makes of a model', () => {
    expect(scaleStormOf(planOf(`preset: scale-storm\n${target}\nworkload: {body: b}`))).toEqual({
      workers: [16, 2],
      everyNs: 10e9,
    })
  })
})

describe('a scale storm is refused', () => {
  it.each([
    ['of one number', '{workers: [4], every: 5s}', 'has one number of workers only: give two or more'],
    ['of none', '{workers: [], every: 5s}', 'has none: give two or more'],
    ['that is no list', '{workers: 4, every: 5s}', 'must be a list of numbers of workers, not 4'],
    ['of the same in turn', '{workers: [4, 1, 4], every: 5s}', 'has 4 twice in turn, which changes nothing'],
    ['of no number', '{workers: [4, many], every: 5s}', "isn't a number of the server's workers"],
    ['of half a worker', '{workers: [4, 0.5], every: 5s}', "isn't a number of the server's workers"],
    ['without its interval', '{workers: [4, 1]}', 'has a scale_storm without workers or every: give both'],
    ['without its workers', '{every: 5s}', 'has a scale_storm without workers or every: give both'],
    ['more often than a server can', '{workers: [4, 1], every: 50ms}', 'must be 100ms at least'],
    [
      'that the run is too short for',
      '{workers: [4, 1], every: 20s}',
      'is no less than the 20s that are measured',
    ],
    ['with a key that it hasn’t', '{workers: [4, 1], evry: 5s}', 'unknown key "evry" (did you mean every?)'],
  ])('%s', (_, text, message) => {
    const error = errorOf(storm(text))
    expect(`${error.message} ${error.hint ?? ''}`).toContain(message)
    expect(error.message).toMatch(/^tare\.yaml:4:\d+: server/)
  })

  it.each([
    [', min_workers: 2', 'server.min_workers: is 2, and server.scale_storm begins with 4 workers'],
    [', max_workers: 8', 'server.min_workers: is 8, and server.scale_storm begins with 4 workers'],
    [', workflow: true', 'the workers of a workflow can’t be changed'],
  ])('with what contradicts it: %s', (more, message) => {
    expect(errorOf(storm('{workers: [4, 1], every: 5s}', more)).message).toContain(message)
  })

  it('on a server that can’t change its workers', () => {
    const text = 'server: {kind: existing, scale_storm: {workers: [4, 1], every: 5s}}'
    expect(errorOf(`target: {url: "http://h"}\n${text}`).message).toContain(
      'a server of kind existing has no such key; torchserve have',
    )
  })

  it.each([
    ['axes: {server.min_workers: [4, 2]}'],
    ['axes: {server.max_workers: [4, 2]}'],
    ['include: [{server.min_workers: 4}]'],
  ])('with the same setting in the matrix: %s', (matrix) => {
    const error = errorOf(`${storm('{workers: [4, 1], every: 5s}')}\nmatrix: {${matrix}}`)
    expect(error.message).toContain('is what server.scale_storm changes while a run lasts')
  })
})
