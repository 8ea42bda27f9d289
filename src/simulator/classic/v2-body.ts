import { V2Error } from './v2-error.ts'

type Fields = Readonly<Record<string, unknown>>

/** The fields of a request's body, none of an empty one. Throws V2Error 400 for what isn't a JSON object. */
export function v2Body(body: Buffer): Fields {
  if (body.length === 0) return {}
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new V2Error(400, `failed to parse the request JSON buffer: ${(cause as Error).message}`)
  }
  const fields = asFields(value)
  if (fields === undefined) throw new V2Error(400, 'The request is no JSON object')
  return fields
}

/** The fields of an object; undefined for all else. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
