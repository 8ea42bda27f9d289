import { TareError } from '../../errors.ts'
import { runGit } from '../run-git.ts'

export interface ResolvedCommit {
  readonly commit: string
  /** Null where the repository of the working directory doesn't have it. */
  readonly committedAt: string | null
}

/**
 * The whole hash of a revision (`HEAD~1`, a tag, the beginning of a hash) and when it was made, by the repository of the working directory;
 * a hash that this doesn't have is taken as it is. Throws TareError('usage') of anything else.
 */
export function resolveCommit(revision: string, folder: string = process.cwd()): ResolvedCommit {
  const found = showCommit(revision, folder)
  if (found !== null) return found
  if (/^[0-9a-f]{7,64}$/i.test(revision)) return { commit: revision.toLowerCase(), committedAt: null }
  throw new TareError('usage', `--commit: ${JSON.stringify(revision)} is no commit of this repository`, {
    hint: 'Give its hash, 7 digits of it at least.',
  })
}

function showCommit(revision: string, folder: string): ResolvedCommit | null {
  // What begins with a hyphen would be an option.
  if (revision.startsWith('-')) return null
  try {
    const args = ['log', '-1', '--no-show-signature', '--format=%H %cI', revision, '--']
    const [commit = '', at = ''] = runGit(folder, args).split(' ')
    return commit === '' ? null : { commit, committedAt: new Date(at).toISOString() }
  } catch {
    return null
  }
}
