import type { JsonSchema } from './keys/plan-key.ts'
import { isSection, keyAt, namesBelow } from './keys/plan-keys.ts'

/**
 * JSON Schema (2020-12) of the plan file, from the table of its keys, so that editors complete it and mark what is
 * wrong. What depends on more than one key isn't in it: `tare plan check` says that.
 */
export function planJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:plan:1',
    title: 'Tare plan file',
    description: 'What to measure, what to send and when, and what to vary. Every key may be left out.',
    ...sectionSchema(''),
  }
}

function sectionSchema(path: string): JsonSchema {
  const properties = namesBelow(path).map((name): [string, JsonSchema] => {
    const at = path === '' ? name : `${path}.${name}`
    return [name, isSection(at) ? sectionSchema(at) : keySchema(at)]
  })
  return { type: ['object', 'null'], properties: Object.fromEntries(properties), additionalProperties: false }
}

function keySchema(path: string): JsonSchema {
  const { kind, description, default: otherwise, example } = keyAt(path)!
  return {
    description: `${description} Default: ${otherwise}.`,
    examples: [example],
    // null stands for the default.
    anyOf: [kind.schema, { type: 'null' }],
  }
}
