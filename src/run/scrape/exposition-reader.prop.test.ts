import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ExpositionReader } from './exposition-reader.ts'

const sample = fc.tuple(
  fc.constantFrom('a', 'b', 'ab', 'b_total'),
  fc.constantFrom('', '1', 'x"y', '\\', '}\n'),
)
const exposition = fc.uniqueArray(fc.tuple(sample, fc.constantFrom(1, 2, 0.5, Infinity)), {
  selector: ([key]) => JSON.stringify(key),
})
type Exposition = readonly (readonly [readonly [string, string], number])[]

function written(samples: Exposition): string {
  return samples
    .map(([[name, label], value]) => {
      const escaped = label.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')
      return `${name}{l="${escaped}"} ${value === Infinity ? '+Inf' : value}\n`
    })
    .join('')
}

function keyed(samples: Exposition): Map<string, number> {
  return new Map(samples.map(([[name, label], value]) => [name + JSON.stringify({ l: label }), value]))
}

it('what changed and what went, added up, is always what the last text says', () => {
  fc.assert(
    fc.property(fc.array(exposition, { maxLength: 8 }), (texts) => {
      const reader = new ExpositionReader()
      const known = new Map<string, number>()
      for (const samples of texts) {
        const { changed, gone, series, refused } = reader.read(Buffer.from(written(samples)))
        for (const { name, labels, value } of changed) known.set(name + labels, value)
        for (const { name, labels } of gone) expect(known.delete(name + labels)).toBe(true)
        expect(known).toEqual(keyed(samples))
        expect([series, refused]).toEqual([samples.length, 0])
      }
    }),
  )
})

it('reads any bytes without failing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (texts) => {
      const reader = new ExpositionReader()
      for (const text of texts) {
        const { series, refused } = reader.read(Buffer.from(text))
        expect(series + refused).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})
