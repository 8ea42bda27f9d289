/** A refusal as TorchServe words it: its status, the name of its Java exception, and its message. */
export class TorchServeError extends Error {
  readonly status: number
  readonly type: string

  constructor(status: number, type: string, message: string) {
    super(message)
    this.status = status
    this.type = type
  }
}

export function modelNotFound(name: string): TorchServeError {
  return new TorchServeError(404, 'ModelNotFoundException', `Model not found: ${name}`)
}

export function versionNotFound(name: string, version: string): TorchServeError {
  const message = `Model version: ${version} does not exist for model: ${name}`
  return new TorchServeError(404, 'ModelVersionNotFoundException', message)
}

export function conflict(name: string, version: string): TorchServeError {
  const message = `Model version ${version} is already registered for model ${name}`
  return new TorchServeError(409, 'ConflictStatusException', message)
}

export function forbidden(name: string): TorchServeError {
  const message = `Cannot remove default version for model ${name}`
  return new TorchServeError(403, 'InvalidModelVersionException', message)
}

export function badRequest(message: string): TorchServeError {
  return new TorchServeError(400, 'BadRequestException', message)
}

export function resourceNotFound(): TorchServeError {
  const message = 'Requested resource is not found, please refer to API document.'
  return new TorchServeError(404, 'ResourceNotFoundException', message)
}

export function methodNotAllowed(): TorchServeError {
  const message = 'Requested method is not allowed, please refer to API document.'
  return new TorchServeError(405, 'MethodNotAllowedException', message)
}

/** TorchServe answers a missing or wrong token with 400, not 401. */
export function invalidKey(): TorchServeError {
  const message = 'Token Authorization failed. Token either incorrect, expired, or not provided correctly'
  return new TorchServeError(400, 'InvalidKeyException', message)
}

/** For a full queue too: TorchServe has one message for both. */
export function noWorker(name: string, version: string | undefined): TorchServeError {
  const model = version === undefined ? `Model "${name}"` : `Model "${name}" Version ${version}"`
  const message = `${model} has no worker to serve inference request. Please use scale workers API to add workers.`
  return new TorchServeError(503, 'ServiceUnavailableException', message)
}

export function internalError(message: string): TorchServeError {
  return new TorchServeError(500, 'InternalServerException', message)
}
