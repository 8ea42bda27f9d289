import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scratch } from '../support/tare.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const examples = join(root, 'examples/ci')
const space = scratch()
const groups: number[] = []
afterAll(() => {
  for (const group of groups) stopGroup(group)
  space.remove()
})

/** The servers that a step left running are in its group; none may be left. */
function stopGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}

type Variables = Readonly<Record<string, string>>

/** A command of an example, run as it stands. */
interface Step {
  readonly name: string
  readonly run: string
  readonly when: 'passed' | 'failed' | 'always'
}

interface Job {
  readonly variables: Variables
  readonly steps: readonly Step[]
}

interface Workflow {
  readonly env: Readonly<Record<string, unknown>>
  readonly jobs: { readonly gate: { readonly steps: readonly Readonly<Record<string, unknown>>[] } }
}

function textsOf(variables: Readonly<Record<string, unknown>>): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
}

function read(file: string): unknown {
  return parse(readFileSync(join(examples, file), 'utf8'))
}

function githubJob(file: string): Job {
  const { env, jobs } = read(file) as Workflow
  const steps = jobs.gate.steps.flatMap((step): readonly Step[] => {
    if (typeof step.run !== 'string') return []
    const condition = String(step.if ?? '')
    const when = condition.includes('!cancelled()')
      ? 'always'
      : condition.includes('failure()')
        ? 'failed'
        : 'passed'
    return [{ name: String(step.name), run: step.run, when }]
  })
  return { variables: textsOf(env), steps }
}

/** GitLab's runner has one shell for all of a job's commands. */
function gitlabJob(name: string): Job {
  const file = read('.gitlab-ci.yml') as Readonly<Record<string, Readonly<Record<string, unknown>>>>
  const { before_script, script } = file[name] as unknown as Readonly<
    Record<'before_script' | 'script', readonly string[]>
  >
  const steps = [before_script, script].map((lines, at): Step => {
    return { name: at === 0 ? 'Install Tare' : 'Script', run: lines.join('\n'), when: 'passed' }
  })
  return { variables: textsOf(file.variables!), steps }
}

/** A repository with the example's plan in it, and a PATH on which `tare` is the built program. */
function workspace(name: string): {
  readonly folder: string
  readonly env: Variables
  readonly calls: () => string
} {
  const folder = join(space.folder, name)
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  copyFileSync(join(examples, 'tare.yaml'), join(folder, 'tare.yaml'))
  const log = join(folder, 'calls.txt')
  const program = (command: string, text: string): void => {
    writeFileSync(join(bin, command), `#!/bin/bash\n${text}\n`)
    chmodSync(join(bin, command), 0o755)
  }
  program('tare', `exec "${process.execPath}" "${join(root, 'dist/cli/main.js')}" "$@"`)
  // What isn't there: a registry that has this version, and GitHub. What was asked of them is kept.
  for (const command of ['npm', 'gh']) program(command, `echo "${command} $*" >> "${log}"`)
  const summary = join(folder, 'step-summary.md')
  const env = {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    HOME: process.env.HOME ?? folder,
    NO_COLOR: '1',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_REPOSITORY: 'tare/example',
    PULL_REQUEST: '7',
  }
  return { folder, env, calls: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') }
}

interface Ended {
  readonly status: number | null
  readonly output: string
}

/** As GitHub and GitLab run a step: bash that ends at the first command that fails. What it left running goes on. */
function runStep(text: string, folder: string, env: Variables): Promise<Ended> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', text], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  groups.push(child.pid!)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part
    })
  }
  // Not `close`: a server in the background holds the pipes open.
  return new Promise((resolve) =>
    child.on('exit', (status) => setImmediate(() => resolve({ status, output }))),
  )
}

/** Runs a job's steps as its CI would; the status is that of the first that fails. */
async function runJob(
  { variables, steps }: Job,
  at: { readonly folder: string; readonly env: Variables },
  over: Variables,
): Promise<Ended> {
  for (const name of Object.keys(over)) {
    if (!name.startsWith('GITHUB_') && !name.startsWith('CI_')) expect(Object.keys(variables)).toContain(name)
  }
  const env = { ...at.env, ...variables, ...over }
  const first = groups.length
  let status = 0
  let output = ''
  for (const { name, run, when } of steps) {
    if (when !== 'always' && (when === 'passed') !== (status === 0)) continue
    const ended = await runStep(run, at.folder, env)
    output += `\n## ${name}: ${ended.status}\n${ended.output}`
    if (status === 0) status = ended.status ?? -1
  }
  for (const group of groups.slice(first)) stopGroup(group)
  return { status, output }
}

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

/** Shorter than any real one, by the variables that the examples have anyway. */
const short = { DURATION: '2s', WARMUP: '0s', CONCURRENCY: '1', OUTPUT_TOKENS: '8', REPEATS: '3' }
/** A busy machine makes runs INVALID, of which the gate says neither. */
const allowed = (status: number): readonly number[] => [status, 3]

async function pullRequest(
  job: Job,
  name: string,
  headStep: string,
  more: Variables,
): Promise<{ readonly ended: Ended; readonly at: ReturnType<typeof workspace> }> {
  const at = workspace(name)
  const ports = { BASE_PORT: await freePort(), HEAD_PORT: await freePort() }
  const ended = await runJob(job, at, { ...short, ...ports, BASE_STEP: '4ms', HEAD_STEP: headStep, ...more })
  return { ended, at }
}

describe.sequential('the pull request of', () => {
  const github = { GITHUB_EVENT_NAME: 'pull_request' }

  test('GitHub passes a healthy server, and fails one that is three times as slow', {
    timeout: 180_000,
  }, async () => {
    const job = githubJob('github/pull-request.yaml')
    expect(job.steps[0]).toMatchObject({ name: 'Install Tare', run: 'npm install --global tare' })
    const good = await pullRequest(job, 'github-good', '4ms', github)
    expect(allowed(0), good.ended.output).toContain(good.ended.status)
    const bad = await pullRequest(job, 'github-bad', '12ms', github)
    expect(allowed(4), bad.ended.output).toContain(bad.ended.status)
    const { folder, env, calls } = bad.at
    expect(bad.ended.output).toMatch(/^::error title=Gate%3A /m)
    expect(readFileSync(env.GITHUB_STEP_SUMMARY!, 'utf8')).toMatch(/^### Performance gate: ❌ /)
    expect(readFileSync(join(folder, 'gate.xml'), 'utf8')).toContain('<testsuite name="tare gate" ')
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^<!-- tare-gate: gate -->\n/)
    expect(calls()).toContain(
      'gh api --paginate repos/tare/example/issues/7/comments --jq .[] | select(.body | startswith("<!-- tare-gate: gate -->")) | .id',
    )
    expect(calls()).toContain('gh api --method POST repos/tare/example/issues/7/comments -F body=@comment.md')
  })

  test('GitLab passes a healthy server, and fails one that is three times as slow', {
    timeout: 180_000,
  }, async () => {
    const job = gitlabJob('performance')
    const good = await pullRequest(job, 'gitlab-good', '4ms', { CI_MERGE_REQUEST_IID: '7' })
    expect(allowed(0), good.ended.output).toContain(good.ended.status)
    const bad = await pullRequest(job, 'gitlab-bad', '12ms', { CI_MERGE_REQUEST_IID: '7' })
    expect(allowed(4), bad.ended.output).toContain(bad.ended.status)
    expect(JSON.parse(readFileSync(join(bad.at.folder, 'gate.json'), 'utf8'))).toMatchObject({
      schema: 'tare.gate/1',
      exit_status: bad.ended.status,
    })
  })
})

describe.sequential('the nights of', () => {
  test.each([
    ['GitHub', () => githubJob('github/nightly.yaml'), { step: 'STEP', port: 'PORT' }],
    ['GitLab', () => gitlabJob('nightly performance'), { step: 'HEAD_STEP', port: 'HEAD_PORT' }],
  ])(
    '%s begin a history, pass beside it, and fail when the server is three times as slow',
    { timeout: 240_000 },
    async (name, jobOf, { step, port }) => {
      const job = jobOf()
      const at = workspace(`nights-${name}`)
      const night = async (stepTime: string): Promise<Ended> => {
        const before = await runStep('rm -rf bench', at.folder, at.env)
        expect(before.status).toBe(0)
        return runJob(job, at, { ...short, [step]: stepTime, [port]: await freePort() })
      }
      const first = await night('4ms')
      expect(allowed(0), first.output).toContain(first.status)
      if (first.status === 0) expect(first.output).toContain('SEEDED')
      const second = await night('4ms')
      expect(allowed(0), second.output).toContain(second.status)
      if (first.status === 0 && second.status === 0) expect(second.output).toMatch(/^(PASSED|INCONCLUSIVE)/m)
      const third = await night('12ms')
      // Had both nights before been INVALID, this one would begin the history.
      if (first.status === 0 || second.status === 0) expect(allowed(4), third.output).toContain(third.status)
      const list = await runStep('tare history list --format json --history tare-history', at.folder, at.env)
      expect(list.output).toContain('"label"')
    },
  )
})
