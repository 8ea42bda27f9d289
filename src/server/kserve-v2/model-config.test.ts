import { describe, expect, it } from 'vitest'
import { type AskedConfig, asksForConfig, configDifferences, mergeConfig } from './model-config.ts'

const nothing: AskedConfig = { config: null, batchSize: null, maxBatchDelayUs: null, instances: null }
const original = {
  name: 'm',
  max_batch_size: 4,
  dynamic_batching: { preferred_batch_size: [4], max_queue_delay_microseconds: 100 },
  instance_group: [
    { name: 'm_0', kind: 'KIND_GPU', count: 1, gpus: [0] },
    { name: 'm_1', kind: 'KIND_GPU', count: 1, gpus: [1] },
  ],
}

describe('mergeConfig', () => {
  it('changes nothing that is not asked for', () => {
    expect(asksForConfig(nothing)).toBe(false)
    expect(mergeConfig(original, nothing)).toEqual(original)
  })

  it('sets batch size, delay, and the count of every instance group, and leaves the rest', () => {
    const asked = { ...nothing, batchSize: 8, maxBatchDelayUs: 500, instances: 3 }
    expect(asksForConfig(asked)).toBe(true)
    expect(mergeConfig(original, asked)).toEqual({
      name: 'm',
      max_batch_size: 8,
      dynamic_batching: { preferred_batch_size: [4], max_queue_delay_microseconds: 500 },
      instance_group: original.instance_group.map((group) => ({ ...group, count: 3 })),
    })
  })

  it('merges objects, and replaces lists and what is no object', () => {
    const config = {
      dynamic_batching: { preferred_batch_size: [2, 8] },
      parameters: { a: { string_value: '1' } },
    }
    const merged = mergeConfig(original, { ...nothing, config })
    expect(merged.dynamic_batching).toEqual({
      preferred_batch_size: [2, 8],
      max_queue_delay_microseconds: 100,
    })
    expect(merged.parameters).toEqual({ a: { string_value: '1' } })
  })

  it('has the plan’s own settings before those of its config, and makes a group where there is none', () => {
    const merged = mergeConfig(
      {},
      { config: { max_batch_size: 2 }, batchSize: 8, maxBatchDelayUs: 0, instances: 2 },
    )
    expect(merged).toEqual({
      max_batch_size: 8,
      dynamic_batching: { max_queue_delay_microseconds: 0 },
      instance_group: [{ count: 2 }],
    })
  })

  it('drops preferred batch sizes that the largest batch has no room for', () => {
    const preferring = { dynamic_batching: { preferred_batch_size: [2, 4, 8] } }
    expect(mergeConfig(preferring, { ...nothing, batchSize: 4 })).toEqual({
      max_batch_size: 4,
      dynamic_batching: { preferred_batch_size: [2, 4] },
    })
    expect(mergeConfig(preferring, { ...nothing, maxBatchDelayUs: 1 })).toMatchObject(preferring)
  })

  it('does not change what it is given', () => {
    const before = structuredClone(original)
    mergeConfig(original, {
      config: { dynamic_batching: { a: 1 } },
      batchSize: 8,
      maxBatchDelayUs: 1,
      instances: 2,
    })
    expect(original).toEqual(before)
  })
})

describe('configDifferences', () => {
  it('finds what is missing or other, with its place', () => {
    const asked = { max_batch_size: 8, dynamic_batching: { d: 1 }, instance_group: [{ count: 2 }] }
    expect(configDifferences(asked, { max_batch_size: 4, instance_group: [{ count: 1 }] })).toEqual([
      { path: 'max_batch_size', asked: 8, read: 4 },
      { path: 'dynamic_batching.d', asked: 1, read: undefined },
      { path: 'instance_group[0].count', asked: 2, read: 1 },
    ])
    expect(configDifferences({ a: [1, 2] }, { a: [1] })).toEqual([{ path: 'a', asked: [1, 2], read: [1] }])
  })

  it.each([
    [{ a: 8 }, { a: 8, b: 1 }],
    [{ a: 100 }, { a: '100' }],
    [{ a: '100' }, { a: 100 }],
    [{ a: { b: 0, c: '', d: false } }, {}],
    [{ a: [] }, {}],
  ])('takes %j as kept by %j', (asked, read) => expect(configDifferences(asked, read)).toEqual([]))

  it.each([
    [{ a: 8 }, { a: '' }],
    [{ a: '1' }, { a: '01' }],
    [{ a: true }, { a: 1 }],
    [{ a: 0 }, { a: 1 }],
    [{ a: {}, b: 1 }, null],
  ])('does not take %j as kept by %j', (asked, read) =>
    expect(configDifferences(asked, read)).toHaveLength(1),
  )
})
