import { TareError } from '../../errors.ts'

export interface RequestHead {
  readonly method: string
  /** Origin form (RFC 9112 §3.2.1): `/v1/chat/completions?x=y`. */
  readonly path: string
  /** Value of the Host header: `host` or `host:port`; a header named `host` takes its place. */
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
}

/** Makes one request's bytes. `requestId` is sent as x-request-id. */
export type BodyRequestEncoder = (requestId: string, body: string | Uint8Array) => Uint8Array

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/
const requestTarget = /^\/[\x21-\x7e]*$/

/** Headers that decide where the request ends or whom its record belongs to: Tare's own to set. */
const reservedNames = new Set(['content-length', 'transfer-encoding', 'x-request-id'])

/**
 * The head of a request with a body of so many bytes, or with none when `bodyLength` is undefined. Throws
 * TareError('usage') when a part of it would break out of its line or of the request.
 */
export function encodeRequestHead(head: RequestHead & { readonly bodyLength?: number }): Uint8Array {
  const length = head.bodyLength === undefined ? '' : `content-length: ${head.bodyLength}\r\n`
  return Buffer.from(`${constantLines(head)}${length}\r\n`, 'latin1')
}

/**
 * An encoder of requests that differ in their id and body alone; the rest of the head is checked and written once. A text
 * is sent as UTF-8. Sends `content-type: application/json` unless the headers say otherwise. Throws as `encodeRequestHead` does, the
 * encoder too when an id isn't a header value.
 */
export function bodyRequestEncoder(head: RequestHead): BodyRequestEncoder {
  const typed = headerNames(head).includes('content-type')
  const constant = `${constantLines(head)}${typed ? '' : 'content-type: application/json\r\n'}x-request-id: `
  return (requestId, body) => {
    checkValue('x-request-id', requestId)
    const bodyBytes = Buffer.byteLength(body)
    const lines = `${constant}${requestId}\r\ncontent-length: ${bodyBytes}\r\n\r\n`
    const request = Buffer.allocUnsafe(lines.length + bodyBytes)
    request.write(lines, 0, 'latin1')
    if (typeof body === 'string') request.write(body, lines.length, 'utf8')
    else request.set(body, lines.length)
    return request
  }
}

function headerNames(head: RequestHead): string[] {
  return Object.keys(head.headers).map((name) => name.toLowerCase())
}

/** Request line and headers, without the empty line. */
function constantLines(head: RequestHead): string {
  if (!token.test(head.method))
    throw new TareError('usage', `${JSON.stringify(head.method)} is not an HTTP method`)
  if (!requestTarget.test(head.path)) {
    throw new TareError('usage', `${JSON.stringify(head.path)} is not the path of a request`, {
      hint: 'Begin it with / and percent-encode spaces and characters outside ASCII.',
    })
  }
  checkValue('host', head.host)
  const fields = Object.entries(head.headers).map(([name, value]) => {
    checkName(name)
    checkValue(name, value)
    return `${name}: ${value}\r\n`
  })
  const host = headerNames(head).includes('host') ? '' : `host: ${head.host}\r\n`
  return `${head.method} ${head.path} HTTP/1.1\r\n${host}${fields.join('')}`
}

function checkName(name: string): void {
  if (!token.test(name)) {
    throw new TareError('usage', `${JSON.stringify(name)} is not the name of an HTTP header`, {
      hint: "Give headers as 'Name: value'; a name has letters, digits and - only.",
    })
  }
  if (reservedNames.has(name.toLowerCase())) {
    throw new TareError('usage', `header ${name} is set by Tare and can't be given`, {
      hint: 'Leave it out.',
    })
  }
}

/** The value itself stays out of the message: it may be a key. */
function checkValue(name: string, value: string): void {
  if (!fieldValue.test(value)) {
    throw new TareError(
      'usage',
      `the value of header ${name} holds a line break, NUL or another character no header may`,
      {
        hint: 'Take it out; encode characters beyond Latin-1.',
      },
    )
  }
}
