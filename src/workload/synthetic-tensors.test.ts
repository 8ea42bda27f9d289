import { describe, expect, it } from 'vitest'
import { createWorkload } from './create-workload.ts'
import type { Tensor, TensorSpec } from './prompt.ts'
import { checkTensors, createSyntheticTensors } from './synthetic-tensors.ts'

const spec = (datatype: string, ...shape: number[]): TensorSpec => ({ name: 'x', datatype, shape })
const dataOf = (tensor: Tensor): unknown[] => JSON.parse(Buffer.from(tensor.data).toString('latin1'))
const draw = (seed: number, index: number, ...specs: TensorSpec[]): unknown[][] =>
  createSyntheticTensors(seed, specs)(index).map(dataOf)

const integers = ['INT8', 'INT16', 'INT32', 'INT64', 'UINT8', 'UINT16', 'UINT32', 'UINT64']

describe('createSyntheticTensors', () => {
  it.each([...integers, 'FP16', 'FP32', 'FP64', 'BOOL', 'BYTES'])(
    'makes JSON of so many elements: %s',
    (type) => {
      for (const shape of [[], [1], [3, 5], [2, 1, 300]]) {
        const count = shape.reduce((product, size) => product * size, 1)
        const [data] = draw(1, 0, spec(type, ...shape))
        expect(data).toHaveLength(count)
        const fits = (value: unknown): boolean => {
          if (integers.includes(type))
            return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 100
          if (type === 'BOOL') return typeof value === 'boolean'
          if (type === 'BYTES') return typeof value === 'string' && Buffer.from(value, 'base64').length === 12
          return typeof value === 'number' && value >= 0 && value < 1
        }
        expect(data!.every(fits)).toBe(true)
      }
    },
  )

  it('spreads over its range', () => {
    const [data] = draw(1, 0, spec('FP32', 10_000)) as number[][]
    const mean = data!.reduce((sum, value) => sum + value, 0) / 10_000
    expect(mean).toBeGreaterThan(0.48)
    expect(mean).toBeLessThan(0.52)
    expect(new Set(draw(1, 0, spec('BOOL', 100))[0]).size).toBe(2)
  })

  it('differs from request to request, large or small, and from run to run', () => {
    for (const each of [spec('FP32', 4), spec('FP32', 3, 64, 64), spec('INT64', 8), spec('BYTES', 1)]) {
      const make = createSyntheticTensors(1, [each])
      const payloads = Array.from({ length: 500 }, (_, index) =>
        Buffer.from(make(index)[0]!.data).toString('latin1'),
      )
      expect(new Set(payloads).size).toBe(500)
      expect(draw(2, 0, each)).not.toEqual(draw(1, 0, each))
    }
  })

  it('makes the same of one seed and index, in any order and process', () => {
    const specs = [spec('FP32', 1000), spec('INT64', 3)]
    const make = createSyntheticTensors(5, specs)
    make(8)
    make(2)
    expect(make(7).map(dataOf)).toEqual(draw(5, 7, ...specs))
  })
})

describe('a workload of tensors', () => {
  const workload = (samePayload: boolean) =>
    createWorkload({
      seed: 1,
      prompts: { kind: 'tensors', tensors: [spec('FP32', 4)] },
      outputTokens: null,
      samePayload,
    })
  const payload = (make: ReturnType<typeof workload>, index: number): string => {
    const { prompt } = make(index)
    return prompt.kind === 'tensors' ? Buffer.from(prompt.tensors[0]!.data).toString('latin1') : ''
  }

  it('sends different payloads, or one', () => {
    const different = workload(false)
    expect(payload(different, 1)).not.toBe(payload(different, 2))
    const same = workload(true)
    expect(payload(same, 1)).toBe(payload(different, 0))
    expect(payload(same, 2)).toBe(payload(different, 0))
  })
})

describe('checkTensors', () => {
  it('refuses what JSON can’t hold', () => {
    expect(() => checkTensors([spec('BF16', 1)])).toThrow(/BF16/)
  })

  it('refuses shapes that are too large, without making them', () => {
    expect(() => checkTensors([spec('FP32', 2 ** 31 - 1, 2 ** 31 - 1)])).toThrow(/--shape|take/)
    expect(() => checkTensors([spec('FP32', 3, 1024, 1024)])).not.toThrow()
  })
})
