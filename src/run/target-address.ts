import { lookup } from 'node:dns/promises'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { TareError } from '../errors.ts'
import type { TargetPlan } from '../plan/plan.ts'
import type { Endpoint, TlsOptions } from '../wire/endpoint.ts'

/** A target with its name resolved: where to connect, and what to call it there. */
export interface TargetAddress {
  readonly endpoint: Endpoint
  /** Value of the `host` header. */
  readonly host: string
  /** Path before the API's own: '' or '/openai'. */
  readonly basePath: string
  /** What a person would call it. */
  readonly label: string
}

const connectTimeoutMs = 10_000

/**
 * Resolves the target's name once, so that no lookup happens while measuring, and picks the first address that
 * accepts a connection. Throws TareError 'unreachable' saying what stands in the way; so does aborting `stop`.
 */
export async function resolveTarget(
  target: TargetPlan,
  url: string,
  stop: AbortSignal,
): Promise<TargetAddress> {
  if (url.startsWith('unix:')) {
    const path = url.slice('unix:'.length)
    const endpoint: Endpoint = { kind: 'unix', path }
    await tryConnect(endpoint, url, stop)
    return { endpoint, host: 'localhost', basePath: '', label: url }
  }
  const { protocol, hostname, port, host, pathname } = new URL(url)
  const name = hostname.replace(/^\[(.*)\]$/, '$1')
  const tls = protocol === 'https:' ? { tls: tlsOptions(target, name) } : {}
  const tcpPort = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  const basePath = pathname.replace(/\/+$/, '').replace(target.api === 'kserve-v2' ? /\/v2$/ : /\/v1$/, '')
  let failure: unknown
  for (const { address, family } of await addressesOf(name)) {
    const endpoint: Endpoint = { kind: 'tcp', family: family === 6 ? 6 : 4, address, port: tcpPort, ...tls }
    try {
      await tryConnect(endpoint, url, stop)
      return { endpoint, host, basePath, label: url }
    } catch (error) {
      failure ??= error
    }
  }
  throw failure
}

function tlsOptions(target: TargetPlan, serverName: string): TlsOptions {
  const caPem = target.caFile === null ? {} : { caPem: readCa(target.caFile) }
  return { serverName, verify: !target.insecure, ...caPem }
}

/** The certificates in a PEM file. Throws TareError 'input' when there are none. */
export function readCa(path: string): string {
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TareError('input', `can't read the certificate file ${path} (--ca)`, { cause })
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    throw new TareError('input', `${path} (--ca) holds no PEM certificate`, {
      hint: 'Give a file with -----BEGIN CERTIFICATE----- blocks.',
    })
  }
  return pem
}

async function addressesOf(name: string): Promise<readonly { address: string; family: number }[]> {
  try {
    return await lookup(name, { all: true, verbatim: true })
  } catch (cause) {
    throw new TareError('unreachable', `the name ${name} doesn't resolve`, {
      hint: 'Check the spelling of the URL, or give the address itself.',
      cause,
    })
  }
}

function tryConnect(endpoint: Endpoint, url: string, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket =
      endpoint.kind === 'unix'
        ? connect(endpoint.path)
        : connect({ host: endpoint.address, port: endpoint.port, family: endpoint.family })
    const onStop = (): unknown => socket.destroy(new Error('stopped'))
    if (stop.aborted) onStop()
    stop.addEventListener('abort', onStop, { once: true })
    socket.once('close', () => stop.removeEventListener('abort', onStop))
    socket.setTimeout(connectTimeoutMs, () =>
      socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
    )
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => reject(unreachable(endpoint, url, error)))
  })
}

function unreachable(endpoint: Endpoint, url: string, cause: NodeJS.ErrnoException): TareError {
  const where = endpoint.kind === 'unix' ? endpoint.path : `${endpoint.address} port ${endpoint.port}`
  const code = cause.code ?? 'unknown error'
  const [what, hint] = {
    ECONNREFUSED: ['nothing listens there', 'Start the server, or check the port of the URL.'],
    ENOENT: ["the socket doesn't exist", 'Start the server, or check the path of the URL.'],
    EACCES: ['permission denied', 'Run as a user who may open the socket.'],
    ETIMEDOUT: ['no answer', 'Check the address, the route and the firewall between here and the server.'],
    EHOSTUNREACH: ['no route to the host', 'Check the address and the network.'],
    ENETUNREACH: ['no route to the network', 'Check the address and the network.'],
  }[code] ?? [code, 'Check the URL.']
  return new TareError('unreachable', `can't connect to ${url} (${where}): ${what} (${code})`, {
    hint: hint!,
    cause,
  })
}
