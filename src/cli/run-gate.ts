import { readFileSync } from 'node:fs'
import type { RunGroup } from '../analysis/comparison/compared-run.ts'
import type { ComparabilityNote } from '../analysis/comparison/comparison.ts'
import { comparisonDefaults } from '../analysis/comparison/comparison-options.ts'
import { decideGate, missingBaseline } from '../analysis/gate/decide-gate.ts'
import {
  contextOf,
  type GateContext,
  type GatePolicy,
  inconclusiveDefault,
  type VanishedPolicy,
} from '../analysis/gate/gate-policy.ts'
import { TareError } from '../errors.ts'
import { isAbFolder } from '../experiment/ab/ab-folder.ts'
import { readRunGroup } from '../experiment/comparison/read-run-group.ts'
import { type AbSides, readAbSides } from '../experiment/gate/read-ab-sides.ts'
import { type Baseline, readBaseline } from '../experiment/gate/read-baseline.ts'
import { seedBaseline } from '../experiment/gate/seed-baseline.ts'
import { surroundings } from '../experiment/surroundings.ts'
import { expandPlan } from '../plan/expand-plan.ts'
import { forFlag } from '../plan/for-flag.ts'
import type { InconclusivePolicy, MissingBaselinePolicy } from '../plan/gate.ts'
import { parseGates } from '../plan/parse-gate.ts'
import { parseObjective } from '../plan/parse-objective.ts'
import type { Plan } from '../plan/plan.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import { runFolder } from '../run/run-folder.ts'
import { readPlanFile } from './read-plan-file.ts'
import { tell } from './tell.ts'
import { type GateOutputs, writeGate } from './write-gate.ts'

/** Flags of `gate`, as commander gives them. */
export interface GateFlags extends GateOutputs {
  readonly baseline?: string
  readonly maxRegression?: readonly string[]
  readonly objective?: readonly string[]
  readonly plan?: string
  readonly set?: readonly string[]
  readonly history?: string
  readonly context?: GateContext
  readonly inconclusive?: InconclusivePolicy
  readonly missingBaseline?: MissingBaselinePolicy
  readonly vanished?: VanishedPolicy
  readonly force?: boolean
  readonly effect?: number
  readonly runSd?: number
}

type Asked = Pick<Plan, 'gate' | 'objectives'>

/** Holds a run to its gates, says so wherever it is asked to, and returns the exit status. */
export function runGate(reference: string, flags: GateFlags): number {
  // What is wrong with the flags is said before anything is read.
  forFlag('--max-regression', () => parseGates(flags.maxRegression ?? []))
  forFlag('--objective', () => (flags.objective ?? []).map(parseObjective))
  const history = flags.history === undefined ? {} : { history: flags.history }
  const ab = isAbFolder(reference) ? abSides(reference, flags) : null
  const run = ab?.run ?? readRunGroup(reference, history)
  const asked = flags.plan === undefined ? planOfRun(run) : planIn(flags.plan, flags.set ?? [])
  const gates = parseGates(flags.maxRegression ?? asked.gate?.maxRegression ?? [])
  const objectives = (flags.objective ?? asked.objectives).map(parseObjective)
  const baselineName = ab?.baseline.name ?? flags.baseline ?? asked.gate?.baseline ?? null
  if (gates.length > 0 && baselineName === null) throw noBaselineGiven()
  if (gates.length === 0 && objectives.length === 0) throw nothingAsked(reference)
  const baseline = baselineOf(ab, baselineName, run, history)
  const policy = policyOf(flags, asked)
  const report = decideGate({
    run,
    baselineName,
    baseline: baseline?.state === 'found' ? baseline.group : null,
    baselineNotes: [...(ab?.notes ?? []), ...notesOf(baseline)],
    gates,
    objectives,
    policy,
    comparison: {
      effectOfInterest: flags.effect ?? comparisonDefaults.effectOfInterest,
      assumedRunSd: flags.runSd ?? comparisonDefaults.assumedRunSd,
    },
    paired: ab?.paired ?? null,
  })
  if (report.outcome === 'seeded' && report.exitStatus === 0) {
    for (const line of seedBaseline(reference, run, baselineName!, history)) tell(line)
  }
  writeGate(report, flags)
  return report.exitStatus
}

function abSides(reference: string, { baseline }: GateFlags): AbSides {
  if (baseline === undefined) return readAbSides(reference)
  throw new TareError(
    'usage',
    `--baseline ${baseline}: ${reference} is an A/B experiment, and B is held to its A`,
    {
      hint: `Leave --baseline out, or gate the runs of one side: ${reference}/runs/NAME`,
    },
  )
}

function baselineOf(
  ab: AbSides | null,
  name: string | null,
  run: RunGroup,
  history: { readonly history?: string },
): Baseline | null {
  if (ab !== null) return { state: 'found', group: ab.baseline, left: 0 }
  return name === null ? null : readBaseline(name, run, history)
}

function policyOf(flags: GateFlags, { gate }: Asked): GatePolicy {
  return {
    inconclusive:
      flags.inconclusive ??
      gate?.inconclusive ??
      inconclusiveDefault(flags.context ?? contextOf(process.env)),
    missingBaseline: flags.missingBaseline ?? gate?.missingBaseline ?? 'fail',
    vanished: flags.vanished ?? 'warn',
    force: flags.force ?? false,
  }
}

function notesOf(baseline: Baseline | null): readonly ComparabilityNote[] {
  if (baseline?.state === 'missing') {
    return [{ id: missingBaseline, severity: 'refuse', message: baseline.message }]
  }
  if (baseline === null || baseline.left === 0) return []
  const message = `${baseline.left} more of that name are of another plan, or another machine, and left out`
  return [{ id: 'other-series', severity: 'warn', message }]
}

function planIn(path: string, sets: readonly string[]): Asked {
  const file = readPlanFile(path, {}, sets)
  return file.kind === 'resolved' ? file.plan : expandPlan(file.authored, surroundings()).cells[0]!.plan
}

/** What the plan of the first run asks; nothing where it can't be read, as that of an older version. */
function planOfRun({ runs }: RunGroup): Asked {
  const path = runFolder(runs[0]!.path).plan
  try {
    return readPlanYaml(readFileSync(path, 'utf8'), path, { redactedHeaders: 'keep' })
  } catch (error) {
    tell(`${path} can't be read, so its gates and objectives don't count: ${(error as Error).message}`)
    return { gate: null, objectives: [] }
  }
}

function noBaselineGiven(): TareError {
  return new TareError('usage', 'there are gates, and no baseline to compare with', {
    hint: 'Give --baseline RUN, label:NAME or branch:main,latest:5, or gate.baseline in the plan.',
  })
}

function nothingAsked(reference: string): TareError {
  return new TareError('usage', `nothing is asked of ${reference}: no gate, no objective`, {
    hint: "Give --max-regression 'ttft.p99 5%' with --baseline, or --objective 'ttft.p99 < 300ms'; or a plan that has them.",
  })
}
