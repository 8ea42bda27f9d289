import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
import type { RegressionGate } from '../../plan/gate.ts'
import { bisectDocument } from './bisect-document.ts'
import type { BisectReport, JudgedRevision } from './bisect-report.ts'
import { GitBisect, type Revision } from './git-bisect.ts'
import { judgeByRuns, measureRevision, nothingMeasured, type RevisionOptions } from './measure-revision.ts'
import { revisionLines } from './revision-lines.ts'

export interface BisectOptions {
  /** A folder of the repository; the working directory by default. */
  readonly repository?: string
  readonly good: string
  readonly bad: string
  /** One text is a line for the shell; several are a program and its arguments. It leaves a run in `$TARE_OUT`. */
  readonly command: readonly string[]
  readonly gates: readonly RegressionGate[]
  /** Runs of each revision; 3 by default, at least 2. */
  readonly repeat?: number
  /** Runs of a revision at most, where fewer are inconclusive; three times `repeat` by default. */
  readonly mostRuns?: number
  /** Folder for runs and logs, which must not exist. */
  readonly out: string
  /** Checks revisions out in the user's own working tree, where builds are warm. */
  readonly inPlace?: boolean
  readonly tell?: (line: string) => void
  readonly stop?: AbortSignal
  readonly abort?: AbortSignal
}

/**
 * Finds the first revision that is slower than `good` by more than the gates allow: git's bisection, decided by measurement. The good
 * revision is measured first, then the bad one, at which a gate must fail. The working tree is put back whatever happens.
 *
 * Throws TareError 'usage' for revisions and trees that can't be searched, when nothing is to be found, and when the command leaves no
 * run; 'folder' when `out` exists; 'interrupted'.
 */
export async function runBisect(options: BisectOptions): Promise<BisectReport> {
  const { repository = process.cwd(), command, gates, repeat = 3, tell = () => {} } = options
  const never = new AbortController().signal
  const { stop = never, abort = never, mostRuns = 3 * repeat } = options
  const git = GitBisect.open(repository, options.inPlace === true)
  try {
    const [good, bad] = [git.revision(options.good), git.revision(options.bad)]
    if (good.commit === bad.commit) {
      throw new TareError('usage', `${options.good} and ${options.bad} are the same commit`, {
        hint: 'Give an older revision as --good.',
      })
    }
    const out = createFolder(options.out)
    const report = await search({ git, command, gates, repeat, mostRuns, out, tell, stop, abort }, good, bad)
    writeFileSync(join(out, 'bisect.json'), `${JSON.stringify(bisectDocument(report), null, 2)}\n`)
    return report
  } catch (error) {
    // Ctrl-C ends a git that is at work too, and its error says less than the signal, which is on its way.
    await new Promise((resolve) => setImmediate(resolve))
    throw stop.aborted ? new TareError('interrupted', 'interrupted', { cause: error }) : error
  } finally {
    git.close()
  }
}

async function search(options: RevisionOptions, good: Revision, bad: Revision): Promise<BisectReport> {
  const { git, tell } = options
  const judge = async (revision: Revision, baseline: readonly ComparedRun[]): Promise<JudgedRevision> => {
    const judged = await judgeByRuns(options, revision, baseline)
    for (const line of revisionLines(judged)) tell(line)
    return judged
  }
  git.checkOut(good)
  const baseline = await measureRevision(options, good, nothingMeasured, options.repeat)
  if (baseline.why !== null) throw cantMeasure('good', good, baseline.why)
  const goodEnd: JudgedRevision = {
    revision: good,
    verdict: 'good',
    why: null,
    runs: baseline.made,
    gates: [],
  }
  for (const line of revisionLines(goodEnd)) tell(line)
  git.checkOut(bad)
  const badEnd = await judge(bad, baseline.runs)
  if (badEnd.verdict !== 'bad') throw nothingToFind(badEnd)
  const between: JudgedRevision[] = []
  let state = git.begin(good, bad)
  while (state.kind === 'test') {
    const { commit } = state.revision
    if (between.some(({ revision }) => revision.commit === commit)) {
      throw new TareError('internal', `git offers ${commit} again, which was ${between.at(-1)?.verdict}`)
    }
    const judged = await judge(state.revision, baseline.runs)
    between.push(judged)
    state = git.mark(judged.verdict)
  }
  const all = [goodEnd, badEnd, ...between]
  const firstCommit = state.kind === 'found' ? state.revision.commit : null
  return {
    firstBad: all.find(({ revision }) => revision.commit === firstCommit) ?? null,
    among: state.kind === 'among' ? state.revisions : [],
    good: goodEnd,
    bad: badEnd,
    between,
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    folder: options.out,
  }
}

function createFolder(out: string): string {
  const path = resolve(out)
  try {
    mkdirSync(join(path, '..'), { recursive: true })
    mkdirSync(path)
    mkdirSync(join(path, 'runs'))
    return path
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new TareError('folder', `can't create the folder ${out}: ${code}`, {
      hint: 'Give another with --out.',
      cause,
    })
  }
}

function cantMeasure(which: string, { commit }: Revision, why: string): TareError {
  return new TareError('usage', `the ${which} revision ${commit.slice(0, 12)} can't be measured: ${why}`, {
    hint: 'The command must work at both ends: try it there by hand, with TARE_OUT set to a new folder.',
  })
}

function nothingToFind(bad: JudgedRevision): TareError {
  const { revision, why } = bad
  if (bad.gates.length === 0 && why !== null) return cantMeasure('bad', revision, why)
  const lines = revisionLines(bad)
    .slice(1)
    .map((line) => line.trim())
  const hint = bad.gates.some(({ comparison }) => (comparison?.change ?? null) === null)
    ? 'Have the command measure for longer, or more: its runs don’t resolve the figure.'
    : 'There is nothing to find by this gate. Make the runs longer, give more of them with --repeat, or narrow the margin.'
  return new TareError(
    'usage',
    `no regression beyond the margin is shown at the bad revision ${revision.commit.slice(0, 12)}: ${lines.join('; ')}`,
    { hint },
  )
}
