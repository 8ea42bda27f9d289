import type { ClassicRequest } from './classic-http.ts'
import { badRequest } from './torchserve-error.ts'

/** The parameters that a request has, of which a handler asks for those that it knows: TorchServe says nothing of others. */
export interface TorchServeParameters {
  text(name: string): string | undefined
  /** The default stands for what isn't a whole number of 32 bits, too: TorchServe doesn't complain. */
  integer(name: string, otherwise: number): number
  /** Whatever isn't `true` is false, as Java's parseBoolean has it. */
  boolean(name: string, otherwise: boolean): boolean
}

/** Of the query, or of the body when it is JSON. Throws TorchServeError 400 for a body that isn't an object. */
export function torchServeParameters(request: ClassicRequest): TorchServeParameters {
  const mime = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const fields = mime === 'application/json' ? jsonFields(request.body) : undefined
  const text = (name: string): string | undefined =>
    fields === undefined ? (request.query.get(name) ?? undefined) : fields.get(name)
  return {
    text,
    integer(name, otherwise) {
      const given = text(name)
      if (given === undefined || !/^[+-]?\d{1,10}$/.test(given)) return otherwise
      const value = Number(given)
      return value >= -(2 ** 31) && value < 2 ** 31 ? value : otherwise
    },
    boolean: (name, otherwise) => {
      const given = text(name)
      return given === undefined ? otherwise : given.toLowerCase() === 'true'
    },
  }
}

function jsonFields(body: Buffer): ReadonlyMap<string, string> {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw badRequest(`The body isn't JSON: ${(cause as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest("The body isn't an object.")
  return new Map(Object.entries(value).map(([name, field]) => [name, String(field)]))
}
