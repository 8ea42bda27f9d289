import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { withValue } from './authored/plan-content.ts'
import { planKeys } from './keys/plan-keys.ts'
import { planExample } from './plan-example.ts'
import { planJsonSchema } from './plan-json-schema.ts'
import { presetNames, presets } from './presets.ts'

const file = new URL('../../schema/plan.schema.json', import.meta.url)
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(planJsonSchema())

it('is what schema/plan.schema.json says; TARE_DOCS=write rewrites it', () => {
  const schema = planJsonSchema()
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})

describe('the schema', () => {
  it.each(planKeys.map(({ path, example }) => [path, example] as const))(
    'takes the example of %s',
    (path, example) => {
      expect([validate(withValue({}, path.split('.'), example)), validate.errors]).toEqual([true, null])
      expect(validate(withValue({}, path.split('.'), null))).toBe(true)
    },
  )

  it.each([undefined, ...presetNames])('takes the file of tare plan init with preset %s', (preset) => {
    expect(validate(parse(planExample(preset)))).toBe(true)
    if (preset !== undefined) expect(validate(presets[preset].plan)).toBe(true)
  })

  it.each([
    { lod: {} },
    { load: { rat: 1 } },
    { load: { arrival: 'poison' } },
    { load: { warmup: 'soon' } },
    { load: { requests: 0.5 } },
    { load: { stages: [{ rate: 1 }] } },
    { target: { stream: 'maybe' } },
    { server: { kind: 'comand' } },
    { matrix: { axes: { 'load.rate': [[1]] } } },
    { repeat: 0 },
    [],
  ])('refuses %j', (content) => {
    expect(validate(content)).toBe(false)
  })

  it('lets references stand for values', () => {
    const content = {
      load: { arrival: '$' + '{env:A}', requests: '$' + '{flag:N}' },
      client: { pin: '$' + '{env:P}' },
    }
    expect(validate(content)).toBe(true)
  })
})
