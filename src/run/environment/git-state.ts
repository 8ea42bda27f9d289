import { execFileSync } from 'node:child_process'

export interface GitState {
  readonly commit: string
  /** Whether tracked files differ from the commit; null when git couldn't say in time. */
  readonly dirty: boolean | null
  /** Null where the commit is checked out by itself, and no CI says whose it is. */
  readonly branch: string | null
  /** When the commit was made, UTC. */
  readonly committed_at: string | null
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

/**
 * The branch, where a CI has checked out the commit by itself: GitHub's of a pull request and of a push, GitLab's of a merge request
 * and of a push. A tag is no branch.
 */
function branchOfCi(env: NodeJS.ProcessEnv): string | null {
  const pushed = env.GITHUB_REF_TYPE === 'tag' ? undefined : env.GITHUB_REF_NAME
  return (
    env.GITHUB_HEAD_REF || pushed || env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME || env.CI_COMMIT_BRANCH || null
  )
}

function commitTime(folder: string): string | null {
  const atMs = Date.parse(git(folder, 'log', '-1', '--format=%cI', '--no-show-signature') ?? '')
  return Number.isNaN(atMs) ? null : new Date(atMs).toISOString()
}

/** The commit that a folder is at; null outside a repository, before its first commit, or without git. */
export function readGitState(folder: string, env: NodeJS.ProcessEnv = process.env): GitState | null {
  const commit = git(folder, 'rev-parse', '--verify', 'HEAD')
  if (commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) return null
  const changes = git(folder, 'status', '--porcelain', '--untracked-files=no')
  return {
    commit,
    dirty: changes === null ? null : changes !== '',
    branch: git(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD') ?? branchOfCi(env),
    committed_at: commitTime(folder),
  }
}
