import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonStringValues } from './json-string-values.ts'

/** Every string that is a value in the parsed JSON, in order. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

it('finds every string value of any JSON, and no key', () => {
  const property = fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n\t'), (value, indent) => {
    const bytes = Buffer.from(JSON.stringify(value, null, indent))
    const found = [...jsonStringValues(bytes, 0, bytes.length)].map(({ start, end }) => {
      expect([bytes[start - 1], bytes[end]]).toEqual([0x22, 0x22])
      return JSON.parse(`"${bytes.toString('utf8', start, end)}"`)
    })
    expect(found).toEqual(stringsIn(JSON.parse(bytes.toString())))
  })
  fc.assert(property, { numRuns: 1000 })
})

it('knows a key by its colon, whatever space is between', () => {
  const bytes = Buffer.from('["x"] {"a" : "b", "c"\n\t: ["d" , "e:" ] , "\\\\\\"" \r: "f\\\\" }')
  const found = [...jsonStringValues(bytes, 4, bytes.length)].map(({ start, end }) =>
    bytes.toString('utf8', start, end),
  )
  expect(found).toEqual(['b', 'd', 'e:', 'f\\\\'])
})
