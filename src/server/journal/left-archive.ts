import { createHash } from 'node:crypto'
import type { LeftArchive } from './left-server.ts'

/** An archive as a file may have it: a URL's credentials, and its query, which may sign it, are left out. */
export function leftArchive(url: string): LeftArchive {
  const stripped = withoutSecrets(url)
  return { url: stripped, is_whole: stripped === url, key: archiveKey(url) }
}

/** Knows an archive again, and doesn't tell its URL. */
export function archiveKey(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 16)
}

function withoutSecrets(url: string): string {
  const bare = url.replace(/[?#].*$/s, '')
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare.replace(/^([^/]*\/\/)[^/]*@/, '$1') : bare
}
