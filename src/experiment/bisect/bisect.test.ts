import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import type { ErrorCode, TareError } from '../../errors.ts'
import { parseGates } from '../../plan/parse-gate.ts'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { writeRun } from '../history/fixtures/write-run.ts'
import { bisectDocument, bisectSchema } from './bisect-document.ts'
import { bisectLines } from './bisect-lines.ts'
import type { BisectReport } from './bisect-report.ts'
import { type BisectOptions, runBisect } from './run-bisect.ts'

const schemaFile = new URL('../../../schema/bisect.schema.json', import.meta.url)

test('schema/bisect.schema.json is what the code says; TARE_DOCS=write rewrites it', () => {
  const schema = bisectSchema()
  if (process.env.TARE_DOCS === 'write') writeFileSync(schemaFile, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(schemaFile, 'utf8'))).toEqual(schema)
})

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()
}

/** What stands for e2e.p50, the verdict, its checks and the id in the run that is copied. */
const [latencyMark, verdictMark, checksMark, idMark] = [987654321, 'VERDICT', 'CHECKS', 'RUN-ID']

/**
 * Leaves a run whose e2e.p50 is what `latency.txt` of the revision says, with a little luck; `broken` fails, `invalid` is INVALID,
 * `noisy` is different each time, `never` is waited for, `other-plan` measures something else, `late-120` is INVALID in what isn't judged.
 */
const command = `
said=$(cat latency.txt)
n=\${TARE_OUT##*-}
verdict=VALID
checks=
value=$said.$((n % 3 * 4))
case $said in
  broken) exit 7 ;;
  nothing) exit 0 ;;
  never) exec sleep 1000 ;;
  noisy) value=$((100 * (1 + (n % 3) * (n % 3)))) ;;
  invalid) verdict=INVALID value=100 ;;
  other-plan) value=120 ;;
  late-*) verdict=INVALID value=\${value#late-} checks='{"id":"lateness","status":"invalid","affects":["ttft_from_plan"]}' ;;
  once-invalid) value=100.$n; test $n = 1 && verdict=INVALID ;;
esac
cp -r "$1" "$TARE_OUT"
sed "s/${latencyMark}/$value/; s/${verdictMark}/$verdict/; s/\\"${checksMark}\\"/$checks/; s/${idMark}/\${TARE_OUT##*/}/" "$1/summary.json" > "$TARE_OUT/summary.json"
case $said in other-plan) sed -i 's/512/64/' "$TARE_OUT/plan.yaml" ;; esac
echo a build may change tracked files > latency.txt
test $verdict = VALID || exit 3
`

/** A repository with a commit for each latency, tagged v0, v1, … */
function repository(latencies: readonly string[]): {
  readonly folder: string
  readonly options: BisectOptions
} {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'tare-bisect-test-')))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const { latency_ms } = streamedOpenLoop
  const e2e = { ...latency_ms.e2e, p50: latencyMark }
  const verdict = { status: verdictMark as 'VALID', checks: [checksMark as never] }
  const run = writeRun(home, {
    id: 'run',
    summary: { run_id: idMark, latency_ms: { ...latency_ms, e2e }, verdict },
  })
  const folder = join(home, 'repository')
  git(home, 'init', '--quiet', '--initial-branch=main', folder)
  for (const [at, latency] of latencies.entries()) {
    writeFileSync(join(folder, 'latency.txt'), latency)
    writeFileSync(join(folder, 'count.txt'), String(at))
    git(folder, 'add', '.')
    git(folder, 'commit', '--quiet', '-m', `Change ${at}\n\nbecause`)
    git(folder, 'tag', `v${at}`)
  }
  const script = join(home, 'measure.sh')
  writeFileSync(script, command)
  return {
    folder,
    options: {
      repository: folder,
      good: 'v0',
      bad: 'main',
      command: ['/bin/sh', script, run],
      gates: parseGates(['e2e.p50 5%']),
      repeat: 2,
      out: join(home, 'out'),
    },
  }
}

async function refused(code: ErrorCode, search: Promise<unknown>): Promise<TareError> {
  const error = await search.then(
    () => undefined,
    (caught: TareError) => caught,
  )
  expect(error?.code).toBe(code)
  return error!
}

/** Nothing of a search is left in the user's repository. */
function expectUntouched(folder: string): void {
  expect(git(folder, 'symbolic-ref', '--short', 'HEAD')).toBe('main')
  expect(git(folder, 'status', '--porcelain')).toBe('')
  expect(git(folder, 'worktree', 'list').split('\n')).toHaveLength(1)
  expect(git(folder, 'for-each-ref', 'refs/bisect')).toBe('')
  expect(() => git(folder, 'bisect', 'log')).toThrow()
}

const found = ({ firstBad }: BisectReport): string | undefined => firstBad?.revision.subject

describe.each([false, true])('runBisect, in place: %s', (inPlace) => {
  it('finds the commit, with its regression, and puts everything back', async () => {
    const { folder, options } = repository(['100', '101', '100', '110', '109', '111'])
    const told: string[] = []
    // In place nobody takes back what the command does to tracked files.
    const tidy = inPlace
      ? [`${options.command.map((word) => `'${word}'`).join(' ')}; git checkout -q latency.txt`]
      : null
    const report = await runBisect({
      ...options,
      ...(tidy === null ? {} : { command: tidy }),
      inPlace,
      tell: (line) => told.push(line),
    })
    expect(found(report)).toBe('Change 3')
    expect(report.firstBad!.gates[0]!.comparison!.change).toBeCloseTo(0.1, 2)
    expect(report.runs).toBe(2 * (2 + report.between.length))
    expectUntouched(folder)
    expect(readdirSync(join(options.out, 'runs'))).toHaveLength(report.runs)
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(bisectSchema())
    const document = JSON.parse(readFileSync(join(options.out, 'bisect.json'), 'utf8'))
    expect(document).toEqual(JSON.parse(JSON.stringify(bisectDocument(report))))
    expect([validate(document), validate.errors]).toEqual([true, null])
    const lines = bisectLines(report)
    expect(lines[1]).toMatch(/^ {2}[0-9a-f]{40} {2}Change 3 \(Ann, \d{4}-\d\d-\d\d\)$/)
    expect(lines[2]).toMatch(
      /^ {2}e2e\.p50 is 9\.94 % worse \([\d.]+ to [\d.]+ %\): 111 ms, was 101 ms; the margin is 5 %$/,
    )
    expect(told.join('\n')).toMatch(/^good {2}[0-9a-f]{12} {2}Change 0 \(2 runs\)\nbad /)
  })
})

describe('runBisect', () => {
  it('finds it where good and bad are neighbours', async () => {
    const { options } = repository(['100', '120'])
    expect(found(await runBisect(options))).toBe('Change 1')
  })

  it('skips what is broken, what stays INVALID, and what is inconclusive, and says among which it is', async () => {
    const { folder, options } = repository(['100', 'broken', 'invalid', 'noisy', '120'])
    const report = await runBisect(options)
    expect(found(report)).toBeUndefined()
    expect(report.among.map(({ subject }) => subject).sort()).toEqual([
      'Change 1',
      'Change 2',
      'Change 3',
      'Change 4',
    ])
    const why = Object.fromEntries(
      report.between.map((each) => [each.revision.subject, [each.why, each.runs]]),
    )
    expect(why).toEqual({
      'Change 1': [expect.stringContaining('exited with 7'), 1],
      'Change 2': [expect.stringContaining('INVALID'), 3],
      'Change 3': ['inconclusive after 6 runs', 6],
    })
    expect(bisectLines(report)).toHaveLength(6)
    expectUntouched(folder)
  })

  it('skips a revision whose runs can’t stand beside the good ones, as of another plan', async () => {
    const { options } = repository(['100', 'other-plan', '120'])
    const { between, among } = await runBisect(options)
    expect(between[0]!.why).toMatch(/aren’t comparable .*: .*input_tokens/)
    expect([between[0]!.verdict, between[0]!.runs, among.length]).toEqual(['skip', 2, 2])
  })

  it('counts several gates together, as tare gate does', async () => {
    const { options } = repository(['100', '106'])
    const one = parseGates(['e2e.p50 4.5%'])
    expect(found(await runBisect({ ...options, gates: one, mostRuns: 2 }))).toBe('Change 1')
    const others = ['ttft.p50 5%', 'tpot.p50 5%', 'e2e.p90 5%', 'ttft.p90 5%', 'requests_per_s 5%']
    const all = { ...options, mostRuns: 2, out: `${options.out}-2`, gates: [...one, ...parseGates(others)] }
    const error = await refused('usage', runBisect(all))
    expect(error.message).toContain('no regression beyond the margin is shown')
  })

  it('measures once more where a run is INVALID', async () => {
    const { options } = repository(['100', 'once-invalid', '120'])
    const report = await runBisect(options)
    expect([found(report), report.between[0]!.runs]).toEqual(['Change 2', 3])
  })

  it('takes runs that are INVALID in what isn’t judged', async () => {
    const { options } = repository(['100', 'late-100', 'late-120'])
    const report = await runBisect(options)
    expect([found(report), report.between.map(({ verdict }) => verdict)]).toEqual(['Change 2', ['good']])
  })

  it('says where there is nothing to find', async () => {
    const { folder, options } = repository(['100', '120', '101'])
    const error = await refused('usage', runBisect(options))
    expect(error.message).toContain('no regression beyond the margin is shown at the bad revision')
    expect(error.message).toContain('e2e.p50')
    expectUntouched(folder)
  })

  it.each([
    [['broken', '120'], 'good revision', 'exited with 7'],
    [['100', 'broken'], 'bad revision', 'exited with 7'],
    [['nothing', '120'], 'left no run', 'TARE_OUT'],
  ])('refuses ends that can’t be measured: %j', async (latencies, what, why) => {
    const { folder, options } = repository(latencies)
    const error = await refused('usage', runBisect(options))
    expect(`${error.message} ${error.hint}`).toContain(what)
    expect(`${error.message} ${error.hint}`).toContain(why)
    expectUntouched(folder)
  })

  it.each([
    [{ good: 'nothing' }, 'no revision'],
    [{ good: '--upload-pack=x' }, 'no revision'],
    [{ good: 'main' }, 'same commit'],
    [{ command: ['/no/such/program', 'x'] }, "can't be started"],
    [{ command: ['exit 9'] }, 'exited with 9'],
    [{ repository: tmpdir() }, 'no git repository'],
  ])('refuses %j', async (over, why) => {
    const { folder, options } = repository(['100', '120'])
    expect((await refused('usage', runBisect({ ...options, ...over }))).message).toContain(why)
    expectUntouched(folder)
  })

  it('refuses a folder that is there', async () => {
    const { folder, options } = repository(['100', '120'])
    await refused('folder', runBisect({ ...options, out: folder }))
    expectUntouched(folder)
  })

  it('leaves changes of the user’s alone; in place it refuses them, and another’s bisection', async () => {
    const { folder, options } = repository(['100', '120'])
    writeFileSync(join(folder, 'count.txt'), 'changed')
    expect(found(await runBisect(options))).toBe('Change 1')
    expect(readFileSync(join(folder, 'count.txt'), 'utf8')).toBe('changed')
    const again = { ...options, out: `${options.out}-2`, inPlace: true }
    expect((await refused('usage', runBisect(again))).message).toContain('changes')
    git(folder, 'checkout', '-q', 'count.txt')
    git(folder, 'bisect', 'start')
    expect((await refused('usage', runBisect(again))).message).toContain('being bisected')
    expect(git(folder, 'bisect', 'log')).toContain('bisect start')
    expect(found(await runBisect({ ...options, out: `${options.out}-3` }))).toBe('Change 1')
  })

  it('ends the command and puts everything back when it is interrupted', async () => {
    const { folder, options } = repository(['100', 'never', '120'])
    const stop = new AbortController()
    const search = runBisect({ ...options, stop: stop.signal })
    const log = join(options.out, `${git(folder, 'rev-parse', 'v1').slice(0, 12)}-1.log`)
    const look = setInterval(() => existsSync(log) && stop.abort(), 10)
    await refused('interrupted', search)
    clearInterval(look)
    expectUntouched(folder)
  })

  it('runs in a hook’s environment', async () => {
    const { folder, options } = repository(['100', '120'])
    process.env.GIT_DIR = fileURLToPath(new URL('../../../.git', import.meta.url))
    onTestFinished(() => void delete process.env.GIT_DIR)
    const report = await runBisect(options)
    delete process.env.GIT_DIR
    expect(found(report)).toBe('Change 1')
    expectUntouched(folder)
  })
})
