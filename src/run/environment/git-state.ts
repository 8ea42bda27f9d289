import { execFileSync } from 'node:child_process'

export interface GitState {
  readonly commit: string
  /** Whether tracked files differ from the commit; null when git couldn't say in time. */
  readonly dirty: boolean | null
}

const timeoutMs = 2000

function git(folder: string, ...args: readonly string[]): string | null {
  try {
    // Neither a lock on somebody's index, nor a program that the repository's configuration names.
    return execFileSync('git', ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeoutMs,
      maxBuffer: 64 * 1024 * 1024,
    }).trim()
  } catch {
    return null
  }
}

/** The commit that a folder is at; null outside a repository, before its first commit, or without git. */
export function readGitState(folder: string): GitState | null {
  const commit = git(folder, 'rev-parse', '--verify', 'HEAD')
  if (commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) return null
  const changes = git(folder, 'status', '--porcelain', '--untracked-files=no')
  return { commit, dirty: changes === null ? null : changes !== '' }
}
