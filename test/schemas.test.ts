import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const names = readdirSync(new URL('schema/', root)).map((file) => file.replace('.schema.json', ''))

/** Paths of properties that don't say what they are. */
function undescribed(node: unknown, at: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, child]) => {
    if (key !== 'properties' && key !== 'patternProperties') return undescribed(child, `${at}.${key}`)
    return Object.entries<AnySchemaObject>(child).flatMap(([name, property]) => [
      ...(property.description === undefined ? [`${at}.${name}`] : []),
      ...undescribed(property, `${at}.${name}`),
    ])
  })
}

/** Counts by what happened, whose names say it. */
const saidByName = /^\.errors\./

it('a property that isn’t described is found', () => {
  const properties = { a: { type: 'object', properties: { b: { type: 'number' } } } }
  expect(undescribed({ $defs: { d: { properties } } }, '')).toEqual(['.$defs.d.a', '.$defs.d.a.b'])
})

describe.each(names)('schema/%s.schema.json', (name) => {
  const schema: AnySchemaObject = JSON.parse(read(`schema/${name}.schema.json`))

  it('is a schema that stands alone, by the name that it is shipped under', () => {
    expect(schema).toMatchObject({ $id: `urn:tare:schema:${name}:1`, title: expect.any(String) })
    expect(() => new Ajv2020({ strict: true, strictTypes: false }).compile(schema)).not.toThrow()
  })

  // A plan has sections, which their keys describe.
  it.skipIf(name === 'plan')('describes every property', () => {
    expect(undescribed(schema, '').filter((path) => !saidByName.test(path))).toEqual([])
  })

  it('is in docs/formats.md, and in the package', async () => {
    expect(read('docs/formats.md')).toContain(`(../schema/${name}.schema.json)`)
    const found = import.meta.resolve(`tare/schema/${name}.schema.json`)
    expect(found).toBe(new URL(`schema/${name}.schema.json`, root).href)
    expect(JSON.parse(read('package.json')).files).toContain('schema')
  })
})
