import { join } from 'node:path'
import type { Summary } from '../../metrics/summary.ts'
import type { RegressionGate } from '../../plan/gate.ts'
import type { JudgedRevision } from './bisect-report.ts'
import type { GitBisect, Revision } from './git-bisect.ts'
import { type Judgement, judgeRevision } from './judge-revision.ts'
import { type MeasuredOnce, type MeasureOnceOptions, measureOnce } from './measure-once.ts'

export interface RevisionOptions extends Pick<MeasureOnceOptions, 'command' | 'stop' | 'abort'> {
  readonly git: GitBisect
  readonly gates: readonly RegressionGate[]
  readonly repeat: number
  /** Runs of a revision at most, where fewer are inconclusive. */
  readonly mostRuns: number
  readonly out: string
  readonly tell: (line: string) => void
}

/** So many runs of a revision may be INVALID before it is given up. */
const mostInvalid = 3

/** Runs of a revision, and why there aren't more of them. */
export interface MeasuredRevision {
  readonly summaries: readonly Summary[]
  /** Runs that were made, INVALID ones too. */
  readonly made: number
  readonly why: string | null
}

/** Adds runs to those of the revision that is checked out, until there are `wanted`. Throws TareError 'usage' and 'interrupted'. */
export async function measureRevision(
  options: RevisionOptions,
  { commit }: Revision,
  before: MeasuredRevision,
  wanted: number,
): Promise<MeasuredRevision> {
  const summaries = [...before.summaries]
  let made = before.made
  while (summaries.length < wanted) {
    const name = `${commit.slice(0, 12)}-${++made}`
    const out = join(options.out, 'runs', name)
    const log = join(options.out, `${name}.log`)
    options.git.restore()
    const measured: MeasuredOnce = await measureOnce({ ...options, folder: options.git.folder, out, log })
    if (measured.kind === 'failed') return { summaries, made, why: measured.why }
    if (measured.kind === 'run') summaries.push(measured.summary)
    else if (made - summaries.length >= mostInvalid) return { summaries, made, why: measured.why }
    else options.tell(`  ${measured.why}; once more`)
  }
  return { summaries, made, why: null }
}

export const nothingMeasured: MeasuredRevision = { summaries: [], made: 0, why: null }

/** Measures a revision against the good one: more where that is inconclusive. What can't be decided is skipped. */
export async function judgeByRuns(
  options: RevisionOptions,
  revision: Revision,
  good: readonly Summary[],
): Promise<JudgedRevision> {
  const { gates, repeat, mostRuns } = options
  let measured = nothingMeasured
  for (;;) {
    const wanted = Math.min(mostRuns, measured.summaries.length + repeat)
    measured = await measureRevision(options, revision, measured, wanted)
    const { made: runs, why } = measured
    if (why !== null) return { revision, verdict: 'skip', why, runs, gates: [] }
    const judgement: Judgement = judgeRevision(gates, good, measured.summaries)
    const said = { revision, runs, gates: judgement.gates }
    if (judgement.outcome === 'fail') return { ...said, verdict: 'bad', why: null }
    if (judgement.outcome === 'pass') return { ...said, verdict: 'good', why: null }
    if (measured.summaries.length >= mostRuns) {
      return { ...said, verdict: 'skip', why: `inconclusive after ${measured.summaries.length} runs` }
    }
  }
}
