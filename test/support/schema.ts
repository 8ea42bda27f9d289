import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'

/** Expects a value, as a reader of its JSON gets it, to be what schema/NAME.schema.json says. */
export function expectSchema(name: string, value: unknown): void {
  const file = new URL(`../../schema/${name}.schema.json`, import.meta.url)
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  expect([validate(JSON.parse(JSON.stringify(value))), validate.errors]).toEqual([true, null])
}
