import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readGitState } from './git-state.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tare-git-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function git(path: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
  execFileSync('git', ['-C', path, ...identity, ...args], { stdio: 'ignore' })
}

function repository(): string {
  const path = folder()
  git(path, 'init')
  writeFileSync(join(path, 'a'), '1')
  git(path, 'add', 'a')
  git(path, 'commit', '-m', 'a')
  return path
}

describe('readGitState', () => {
  it('names the commit, and tells a change of tracked files from a new file', () => {
    const path = repository()
    writeFileSync(join(path, 'new'), '1')
    expect(readGitState(path)).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), dirty: false })
    writeFileSync(join(path, 'a'), '2')
    expect(readGitState(path)?.dirty).toBe(true)
  })

  it('names the branch, and when the commit was made in UTC', () => {
    const path = repository()
    git(path, 'checkout', '-b', 'feature/fast')
    git(path, 'commit', '--allow-empty', '--date=2026-01-02T03:04:05+02:00', '-m', 'b')
    const state = readGitState(path, { GITHUB_REF_NAME: 'main' })
    expect(state?.branch).toBe('feature/fast')
    const committed = execFileSync('git', ['-C', path, 'log', '-1', '--format=%ct'], { encoding: 'utf8' })
    expect(state?.committed_at).toBe(new Date(Number(committed) * 1000).toISOString())
  })

  it.each([
    [{}, null],
    [{ GITHUB_HEAD_REF: 'fix', GITHUB_REF_NAME: '7/merge' }, 'fix'],
    [{ GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' }, 'main'],
    [{ GITHUB_REF_NAME: 'v1.2', GITHUB_REF_TYPE: 'tag' }, null],
    [{ CI_COMMIT_BRANCH: 'main' }, 'main'],
    [{ CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'fix' }, 'fix'],
  ])('has the branch of a commit that is checked out by itself from %o: %s', (env, branch) => {
    const path = repository()
    git(path, 'checkout', '--detach')
    expect(readGitState(path, env)?.branch).toBe(branch)
  })

  it('is null outside a repository, before a first commit, and in no folder', () => {
    const path = folder()
    expect(readGitState(path)).toBeNull()
    git(path, 'init')
    expect(readGitState(path)).toBeNull()
    expect(readGitState(join(path, 'missing'))).toBeNull()
  })

  it('runs no program that the repository names', () => {
    const path = repository()
    git(path, 'config', 'core.fsmonitor', `touch ${join(path, 'ran')}; false`)
    readGitState(path)
    expect(() => rmSync(join(path, 'ran'))).toThrow(/ENOENT/)
  })

  it('is null without git', () => {
    const path = repository()
    const { PATH } = process.env
    onTestFinished(() => {
      process.env.PATH = PATH
    })
    process.env.PATH = folder()
    expect(readGitState(path)).toBeNull()
  })
})
