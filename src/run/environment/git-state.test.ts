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
    expect(readGitState(path)).toEqual({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), dirty: false })
    writeFileSync(join(path, 'a'), '2')
    expect(readGitState(path)?.dirty).toBe(true)
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
