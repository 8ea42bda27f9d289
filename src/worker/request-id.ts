import { createHash } from 'node:crypto'

/**
 * What the ids of a run's requests begin with: the first four groups of a UUID (RFC 9562, version 8: custom), made
 * from the run's id. A UUID, because some servers refuse any other x-request-id.
 */
export function requestIdPrefix(runId: string): string {
  const digits = createHash('sha256').update(runId).digest('hex')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(12, 15)}-8${digits.slice(15, 18)}`
}

/** The id of a request, sent as x-request-id: the run's prefix and the request's index in 12 hexadecimal digits. */
export function requestId(prefix: string, index: number): string {
  return `${prefix}-${index.toString(16).padStart(12, '0')}`
}
