import type { Api } from '../api/api.ts'

/** An error message on one line, short enough to keep with every record. */
export function errorExcerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 300 ? line : `${line.slice(0, 299)}…`
}

/** Of what was thrown. */
export function thrownExcerpt(error: unknown): string {
  return errorExcerpt(error instanceof Error ? error.message : String(error))
}

/** Of an HTTP error: what the API's own form of one says, or else the whole text. */
export function httpErrorExcerpt(api: Api, httpStatus: number | null, text: string): string {
  try {
    for (const delta of api.decodeBody(text)) {
      if (delta.kind === 'error') return errorExcerpt(`HTTP ${httpStatus}: ${delta.message}`)
    }
  } catch {
    // Not the API's form: the text says more than a complaint about it would.
  }
  return errorExcerpt(`HTTP ${httpStatus}${text === '' ? '' : `: ${text}`}`)
}
