import { createHash } from 'node:crypto'

/** One spelling for all names of a server on this machine. */
export function serverKey(url: string): string {
  if (!URL.canParse(url) || url.startsWith('unix:')) return url
  const { protocol, hostname, port } = new URL(url)
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname)
  return `${isHere ? 'localhost' : hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}

/** The same as part of a file's name. */
export function serverHash(url: string): string {
  return createHash('sha256').update(serverKey(url)).digest('hex').slice(0, 16)
}
