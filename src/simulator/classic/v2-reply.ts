import type { ClassicReply } from './classic-http.ts'

export function v2Json(value: unknown, status = 200): ClassicReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

/** Where the status says it all. */
export function v2Empty(status: number): ClassicReply {
  return { status, contentType: 'text/plain', body: '' }
}
