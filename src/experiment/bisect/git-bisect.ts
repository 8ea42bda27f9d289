import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shortened, TareError } from '../../errors.ts'
import { runGit } from '../run-git.ts'

export interface Revision {
  readonly commit: string
  readonly subject: string
  readonly author: string
  /** UTC. */
  readonly authoredAt: string
}

/** Where a bisection has got to. */
export type BisectState =
  | { readonly kind: 'test'; readonly revision: Revision }
  | { readonly kind: 'found'; readonly revision: Revision }
  /** Only revisions that were skipped are left: it is one of these. */
  | { readonly kind: 'among'; readonly revisions: readonly Revision[] }

/**
 * git's own bisection, in a working tree: one of its own in a temporary folder, which takes nothing from the user's, or in place. Whoever
 * opens one closes it, whatever happens.
 */
export class GitBisect {
  /** The working tree in which revisions are checked out. */
  readonly folder: string
  readonly #repository: string
  readonly #isOwn: boolean

  private constructor(repository: string, folder: string) {
    this.#repository = repository
    this.folder = folder
    this.#isOwn = folder !== repository
  }

  /**
   * Begins one. Throws TareError 'usage' outside a repository; in place also when files were changed, or another bisection is under way.
   */
  static open(from: string, inPlace: boolean): GitBisect {
    const repository = topLevel(from)
    if (inPlace) refuseUnclean(repository)
    const folder = inPlace ? repository : join(mkdtempSync(join(tmpdir(), 'tare-bisect-')), 'tree')
    const bisect = new GitBisect(repository, folder)
    try {
      if (!inPlace) runGit(repository, ['worktree', 'add', '--quiet', '--detach', folder, 'HEAD'])
      runGit(folder, ['bisect', 'start'])
    } catch (cause) {
      bisect.close()
      throw gitFailure("can't begin to bisect", cause)
    }
    return bisect
  }

  /** What a name means. Throws TareError 'usage' when it is no commit. */
  revision(name: string): Revision {
    try {
      // What begins with a hyphen would be an option.
      if (name.startsWith('-')) throw new Error('it begins with a hyphen')
      const commit = runGit(this.folder, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
      const format = '--format=%s%x00%an%x00%aI'
      const said = runGit(this.folder, ['log', '-1', '--no-show-signature', format, commit])
      const [subject = '', author = '', at = ''] = said.split('\0')
      return { commit, subject, author, authoredAt: new Date(at).toISOString() }
    } catch (cause) {
      throw new TareError(
        'usage',
        `${JSON.stringify(shortened(name, 60))} is no revision of this repository`,
        {
          hint: 'git log has the hashes; a shallow clone has to be deepened: git fetch --unshallow.',
          cause,
        },
      )
    }
  }

  /** Checks a revision out, to measure it before the search begins. */
  checkOut({ commit }: Revision): void {
    this.#do("can't check out", ['checkout', '--quiet', '--detach', ...this.#force(), commit])
  }

  /** Takes back what the command has changed of tracked files, so that each run finds the revision as it is; a user's own tree is theirs. */
  restore(): void {
    if (this.#isOwn) this.#do("can't clean", ['reset', '--quiet', '--hard'])
  }

  /** Begins the search between two revisions. */
  begin(good: Revision, bad: Revision): BisectState {
    this.restore()
    this.#mark(['good', good.commit])
    this.#mark(['bad', bad.commit])
    return this.#state()
  }

  /** Says what the revision is that is checked out, and checks the next one out. */
  mark(verdict: 'good' | 'bad' | 'skip'): BisectState {
    this.restore()
    this.#mark([verdict])
    return this.#state()
  }

  /** Puts everything back. Never throws: it may be all that is left to do. */
  close(): void {
    quietly(() => runGit(this.folder, ['bisect', 'reset']))
    if (!this.#isOwn) return
    quietly(() => runGit(this.#repository, ['worktree', 'remove', '--force', this.folder]))
    quietly(() => rmSync(join(this.folder, '..'), { recursive: true, force: true }))
    quietly(() => runGit(this.#repository, ['worktree', 'prune']))
  }

  #mark(args: readonly string[]): void {
    try {
      runGit(this.folder, ['bisect', ...args])
    } catch (cause) {
      // Its way to say that only skipped revisions are left.
      if ((cause as { readonly status?: unknown }).status === 2) return
      throw gitFailure("git bisect can't go on", cause)
    }
  }

  /** By git's log of it, which is the same in every language. */
  #state(): BisectState {
    const log = runGit(this.folder, ['bisect', 'log'])
    const found = /^# first bad commit: \[([0-9a-f]+)\]/m.exec(log)?.[1]
    if (found !== undefined) return { kind: 'found', revision: this.revision(found) }
    const among = Array.from(
      log.matchAll(/^# possible first bad commit: \[([0-9a-f]+)\]/gm),
      ([, commit]) => commit!,
    )
    if (among.length > 0) return { kind: 'among', revisions: among.map((commit) => this.revision(commit)) }
    return { kind: 'test', revision: this.revision('HEAD') }
  }

  #do(what: string, args: readonly string[]): void {
    try {
      runGit(this.folder, args)
    } catch (cause) {
      throw gitFailure(what, cause)
    }
  }

  #force(): readonly string[] {
    return this.#isOwn ? ['--force'] : []
  }
}

function topLevel(from: string): string {
  try {
    return runGit(from, ['rev-parse', '--show-toplevel'])
  } catch (cause) {
    throw new TareError('usage', 'this is no git repository', {
      hint: 'Give the command in the repository whose revisions are searched.',
      cause,
    })
  }
}

function refuseUnclean(repository: string): void {
  if (runGit(repository, ['status', '--porcelain', '--untracked-files=no']) !== '') {
    throw new TareError('usage', `${repository} has changes that aren't committed`, {
      hint: 'Commit or stash them, or leave --in-place out: then revisions are checked out elsewhere.',
    })
  }
  if (quietly(() => runGit(repository, ['bisect', 'log'])) === undefined) return
  throw new TareError('usage', `${repository} is being bisected already`, {
    hint: 'End that by git bisect reset, or leave --in-place out.',
  })
}

function gitFailure(what: string, cause: unknown): TareError {
  const said = saidBy(cause).trim()
  return new TareError('usage', `${what}: ${shortened(said, 500)}`, { cause })
}

/** What git printed, or what became of it. */
function saidBy(cause: unknown): string {
  const { stderr, message } = cause as Error & { readonly stderr?: unknown }
  return typeof stderr === 'string' ? stderr : message
}

function quietly<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
