import { describe, expect, it } from 'vitest'
import { errorOf, noSignal } from '../fixtures/managed.ts'
import { call, set } from '../fixtures/torchserve-set.ts'

describe('a workflow', () => {
  const workflow = { workflow: true, batchSize: 1, maxBatchDelayMs: 50, minWorkers: 1, maxWorkers: 1 }

  it('is registered, read, and gone afterwards', async () => {
    const of = await set({}, { ...workflow, modelUrl: 'w.war' }, 'w')
    expect((await of.server.apply(of.plan, noSignal)).settings).toMatchObject({
      batch_size: 1,
      max_batch_delay_ms: 50,
    })
    const url = `${of.simulator.managementUrl}/workflows/w`
    expect((await fetch(url)).status).toBe(200)
    await of.server.close()
    expect((await fetch(url)).status).toBe(404)
  })

  it('is left there when it was there', async () => {
    const of = await set({}, workflow, 'w')
    await call(of, 'POST', '/workflows?url=w.war&workflow_name=w')
    await of.server.apply(of.plan, noSignal)
    const another = { ...of.plan, modelUrl: 'another.war' }
    expect((await errorOf(of.server.apply(another, noSignal))).message).toContain(
      'from w.war, not from another.war',
    )
    await of.server.close()
    expect((await fetch(`${of.simulator.managementUrl}/workflows/w`)).status).toBe(200)
  })

  it('is refused when its archive has other settings', async () => {
    const of = await set({}, { ...workflow, modelUrl: 'w.war', batchSize: 8 }, 'w')
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.message).toContain('batch_size: 8 asked for, 1 read')
    await of.server.close()
    expect((await fetch(`${of.simulator.managementUrl}/workflows/w`)).status).toBe(404)
  })
})
