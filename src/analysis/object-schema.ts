/** JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Schema of an object with all of these properties, and nothing else. */
export function objectSchema(properties: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties }
}
