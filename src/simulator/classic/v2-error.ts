/** A refusal as Triton words it: `{ "error": message }`. */
export class V2Error extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function unknownModel(name: string): V2Error {
  return new V2Error(404, `Request for unknown model: '${name}' is not found`)
}

/** Of one inference request: Triton puts the request's id in front. */
export function badInference(id: string | undefined, message: string): V2Error {
  return new V2Error(400, `[request id: ${id ?? '<id_unknown>'}] ${message}`)
}
