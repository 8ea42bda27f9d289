import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { scratch, startTare, tare } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

const tareProgram = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Serves as slowly as step.txt of the revision says, and leaves a run of it in TARE_OUT. */
const measure = `
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
const tare = ${JSON.stringify(tareProgram)}
const step = readFileSync('step.txt', 'utf8').trim()
const server = spawn(process.execPath, [tare, 'simulate', '--port', '0', '--preset', 'fast', '--step-base', step])
let text = ''
const url = await new Promise((resolve) => server.stdout.on('data', (part) => {
  text += part
  const found = /listening on (\\S+)/.exec(text)?.[1]
  if (found !== undefined) resolve(found)
}))
const load = ['--concurrency', '8', '--duration', '1200ms', '--warmup', '0s', '--input-tokens', '16', '--output-tokens', '4']
const args = [tare, 'run', url, ...load, '--workers', '1', '--out', process.env.TARE_OUT]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
server.kill()
process.exitCode = status
`

function repository(steps: readonly string[]): string {
  const folder = join(space.folder, 'repository')
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false']
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-C', folder, ...identity, ...args], { stdio: 'pipe' })
  execFileSync('git', ['init', '--quiet', folder], { stdio: 'pipe' })
  for (const [at, step] of steps.entries()) {
    writeFileSync(join(folder, 'step.txt'), `${step}\n`)
    writeFileSync(join(folder, 'count.txt'), String(at))
    writeFileSync(join(folder, 'measure.mjs'), measure)
    git('add', '.')
    git('commit', '--quiet', '-m', `Change ${at}`)
    git('tag', `v${at}`)
  }
  return folder
}

test('tare bisect finds the commit that doubled the step of a server', { timeout: 300_000 }, async () => {
  const folder = repository(['20ms', '20ms', '20ms', '20ms', '40ms', '40ms'])
  const out = join(space.folder, 'out')
  const gate = ['--max-regression', 'output_tokens_per_s 20%']
  const search = ['bisect', '--good', 'v0', '--bad', 'v5', '--repeat', '3', ...gate, '--out', out]
  const { status, stdout, stderr } = await tare([...search, '--', 'node measure.mjs'], { cwd: folder })
  expect([status, stderr]).toEqual([0, expect.stringContaining('good')])
  expect(stdout).toMatch(/^The first bad commit:\n {2}[0-9a-f]{40} {2}Change 4 \(Ann, /)
  expect(stdout).toMatch(
    /output_tokens_per_s is [\d.]+ % worse \([\d.]+ to [\d.]+ %\): .*; the margin is 20 %/,
  )
})

test('Ctrl-C ends the search, and leaves nothing in the repository', { timeout: 60_000 }, async () => {
  const folder = join(space.folder, 'repository')
  const out = join(space.folder, 'interrupted')
  const search = ['bisect', '--good', 'v0', '--bad', 'v5', '--out', out, '--', 'echo begun; sleep 100']
  const { child, result } = startTare(search, { cwd: folder })
  const look = setInterval(() => {
    if (!existsSync(out) || !readdirSync(out).some((name) => name.endsWith('.log'))) return
    clearInterval(look)
    child.kill('SIGINT')
  }, 50)
  const { status } = await result
  expect(status).toBe(130)
  const worktrees = execFileSync('git', ['-C', folder, 'worktree', 'list'], { encoding: 'utf8' })
  expect(worktrees.trim().split('\n')).toHaveLength(1)
})
