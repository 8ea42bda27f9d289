import { join } from 'node:path'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import type { GateResult } from '../../analysis/gate/gate-report.ts'
import type { RegressionGate } from '../../plan/gate.ts'
import type { JudgedRevision } from './bisect-report.ts'
import type { GitBisect, Revision } from './git-bisect.ts'
import { judgeRevision } from './judge-revision.ts'
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
  readonly runs: readonly ComparedRun[]
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
  const runs = [...before.runs]
  let made = before.made
  while (runs.length < wanted) {
    const name = `${commit.slice(0, 12)}-${++made}`
    const out = join(options.out, 'runs', name)
    const log = join(options.out, `${name}.log`)
    options.git.restore()
    const measured: MeasuredOnce = await measureOnce({
      ...options,
      judged: options.gates.map(({ metric }) => metric),
      folder: options.git.folder,
      out,
      log,
    })
    if (measured.kind === 'failed') return { runs, made, why: measured.why }
    if (measured.kind === 'run') runs.push(measured.run)
    else if (made - runs.length >= mostInvalid) return { runs, made, why: measured.why }
    else options.tell(`  ${measured.why}; once more`)
  }
  return { runs, made, why: null }
}

export const nothingMeasured: MeasuredRevision = { runs: [], made: 0, why: null }

/** Measures a revision against the good one: more where that is inconclusive. What can't be decided is skipped. */
export async function judgeByRuns(
  options: RevisionOptions,
  revision: Revision,
  good: readonly ComparedRun[],
): Promise<JudgedRevision> {
  const { gates, repeat, mostRuns } = options
  let measured = nothingMeasured
  for (;;) {
    const wanted = Math.min(mostRuns, measured.runs.length + repeat)
    measured = await measureRevision(options, revision, measured, wanted)
    const skipped = (why: string, results: readonly GateResult[] = []): JudgedRevision => {
      return { revision, verdict: 'skip', why, runs: measured.made, gates: results }
    }
    if (measured.why !== null) return skipped(measured.why)
    const judgement = judgeRevision(gates, good, measured.runs)
    if (judgement.outcome === 'incomparable') return skipped(judgement.why)
    if (judgement.outcome !== 'inconclusive') {
      const verdict = judgement.outcome === 'fail' ? 'bad' : 'good'
      return { revision, verdict, why: null, runs: measured.made, gates: judgement.gates }
    }
    if (measured.runs.length >= mostRuns) {
      return skipped(`inconclusive after ${measured.runs.length} runs`, judgement.gates)
    }
  }
}
