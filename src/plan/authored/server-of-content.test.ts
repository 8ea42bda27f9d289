import { describe, expect, it } from 'vitest'
import { planOf } from '../fixtures/authored-plans.ts'
import type { Plan } from '../plan.ts'

describe('a server under management', () => {
  const server = (text: string): Plan['server'] =>
    planOf(`target: {url: http://h:8080, model: m}\n${text}`).server

  it('has the defaults of its kind', () => {
    expect(server('server: {kind: torchserve, max_workers: 4}')).toEqual({
      kind: 'torchserve',
      managementUrl: 'http://h:8081',
      tokenEnv: null,
      modelUrl: null,
      workflow: false,
      batchSize: 1,
      maxBatchDelayMs: 100,
      minWorkers: 4,
      maxWorkers: 4,
      scaleStorm: null,
      responseTimeoutS: 120,
      ready: { healthPath: '/ping', model: true, timeoutNs: 600e9 },
    })
    expect(server('server: {kind: kserve-v2, instances: "2", ready: {timeout: 3s}}')).toMatchObject({
      instances: 2,
      batchSize: null,
      ready: { healthPath: '/v2/health/ready', timeoutNs: 3e9 },
    })
    expect(server('server: {kind: openai}')).toMatchObject({ lora: null, resetCache: false })
    expect(server('server: {kind: existing}')).toMatchObject({ ready: { healthPath: null } })
  })

  it('is started by a list, or by a text without a shell', () => {
    const list = server('server: {kind: command, command: [a, --b, "c d", 3], environment: {N: 1, T: true}}')
    expect(list).toMatchObject({ command: ['a', '--b', 'c d', '3'], environment: { N: '1', T: 'true' } })
    expect(server(`server: {kind: command, command: "a --b 'c d' 3"}`)).toMatchObject({
      command: ['a', '--b', 'c d', '3'],
    })
  })

  it('of another kind than an include has nothing of that', () => {
    const files = { 'a.yaml': 'server: {kind: torchserve, batch_size: 4}' }
    const plan = planOf('include: a.yaml\ntarget: {url: http://h}\nserver: {kind: existing}', { files })
    expect(plan.server?.kind).toBe('existing')
  })
})
