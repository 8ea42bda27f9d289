import { spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, loadavg } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, type TestContext, test } from 'vitest'
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
    const condition = typeof step.if === 'string' ? step.if : ''
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

/** Shorter than any real one, by the variables that the examples have anyway; blocks are as many as theirs, which is the least. */
const short: Variables = {
  DURATION: '800ms',
  WARMUP: '0s',
  CONCURRENCY: '2',
  OUTPUT_TOKENS: '4',
  REPEATS: '2',
}
const fast = '2ms'
const slow = '8ms'

function shortened({ variables }: Job): Variables {
  return Object.fromEntries(Object.entries(short).filter(([name]) => name in variables))
}

/**
 * Any other status than the one that is expected fails the test, but for what a busy machine does: it makes runs INVALID, of which the gate
 * says neither, or so uneven that they show nothing. Then the test ends as skipped, and says why.
 */
function expectStatus({ status, output }: Ended, expected: number, context: TestContext): void {
  const open = /^INCONCLUSIVE .*$/m.exec(output)?.[0]
  if (status === 3) {
    expect(output).toMatch(/^INVALID /m)
    const checks = new Set(output.match(/(?<=INVALID by ).*$|(?<=lost-blocks: ).*$/gm))
    context.skip(`this machine makes runs INVALID: ${Array.from(checks).join('; ')}`)
  }
  const [load] = loadavg()
  if (status !== expected && open !== undefined && load! > availableParallelism()) {
    context.skip(`this machine is busy (load ${load!.toFixed(1)}), and its runs show nothing: ${open}`)
  }
  expect(status, output).toBe(expected)
}

async function pullRequest(
  job: Job,
  name: string,
  headStep: string,
  more: Variables,
): Promise<{ readonly ended: Ended; readonly at: ReturnType<typeof workspace> }> {
  const at = workspace(name)
  const ports = { BASE_PORT: await freePort(), HEAD_PORT: await freePort() }
  const steps = { BASE_STEP: fast, HEAD_STEP: headStep }
  const ended = await runJob(job, at, { ...shortened(job), ...ports, ...steps, ...more })
  return { ended, at }
}

describe.sequential('the pull request of', () => {
  const github = { GITHUB_EVENT_NAME: 'pull_request' }
  const gitlab = { CI_MERGE_REQUEST_IID: '7' }

  test('GitHub passes a server that is as fast as its base', { timeout: 180_000 }, async (context) => {
    const job = githubJob('github/pull-request.yaml')
    expect(job.steps[0]).toMatchObject({ name: 'Install Tare', run: 'npm install --global tare' })
    const { ended, at } = await pullRequest(job, 'github-good', fast, github)
    expectStatus(ended, 0, context)
    expect(readFileSync(at.env.GITHUB_STEP_SUMMARY!, 'utf8')).toContain('in 6 blocks')
  })

  test('GitHub fails one that is four times as slow, and says so everywhere', {
    timeout: 180_000,
  }, async (context) => {
    const job = githubJob('github/pull-request.yaml')
    const { ended, at } = await pullRequest(job, 'github-bad', slow, github)
    const { folder, env, calls } = at
    expect(ended.output).toMatch(/^::error title=Gate%3A /m)
    expect(readFileSync(env.GITHUB_STEP_SUMMARY!, 'utf8')).toMatch(/^### Performance gate: ❌ /)
    expect(readFileSync(join(folder, 'gate.xml'), 'utf8')).toContain('<testsuite name="tare gate" ')
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^<!-- tare-gate: gate -->\n/)
    expect(calls()).toContain(
      'gh api --paginate repos/tare/example/issues/7/comments --jq .[] | select(.body | startswith("<!-- tare-gate: gate -->")) | .id',
    )
    expect(calls()).toContain('gh api --method POST repos/tare/example/issues/7/comments -F body=@comment.md')
    expectStatus(ended, 4, context)
  })

  // That it passes a healthy one is GitHub's commands over again.
  test('GitLab fails one that is four times as slow', { timeout: 180_000 }, async (context) => {
    const { ended, at } = await pullRequest(gitlabJob('performance'), 'gitlab-bad', slow, gitlab)
    expect(JSON.parse(readFileSync(join(at.folder, 'gate.json'), 'utf8'))).toMatchObject({
      schema: 'tare.gate/1',
      exit_status: ended.status,
    })
    expectStatus(ended, 4, context)
  })
})

describe.sequential('the nights of', () => {
  test.for([
    ['GitHub', () => githubJob('github/nightly.yaml'), { step: 'STEP', port: 'PORT', nights: 3 }],
    ['GitLab', () => gitlabJob('nightly performance'), { step: 'HEAD_STEP', port: 'HEAD_PORT', nights: 2 }],
  ] as const)(
    '%s begin a history, pass beside it, and fail when the server is four times as slow',
    { timeout: 240_000 },
    async ([name, jobOf, { step, port, nights }], context) => {
      const job = jobOf()
      const at = workspace(`nights-${name}`)
      const night = async (stepTime: string): Promise<Ended> => {
        const before = await runStep('rm -rf bench', at.folder, at.env)
        expect(before.status).toBe(0)
        return runJob(job, at, { ...shortened(job), [step]: stepTime, [port]: await freePort() })
      }
      const first = await night(fast)
      expectStatus(first, 0, context)
      expect(first.output).toContain('SEEDED')
      if (nights === 3) {
        const second = await night(fast)
        expectStatus(second, 0, context)
        expect(second.output).toMatch(/^(PASSED|INCONCLUSIVE)/m)
      }
      expectStatus(await night(slow), 4, context)
      const list = await runStep('tare history list --format json --history tare-history', at.folder, at.env)
      const kept = JSON.parse(list.output) as { readonly rows: readonly { readonly label: string }[] }
      expect(kept.rows.map(({ label }) => label)).toEqual(expect.arrayContaining(['passed', 'failed']))
    },
  )
})
