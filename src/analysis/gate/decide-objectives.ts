import { TareError } from '../../errors.ts'
import { decide } from '../../metrics/objectives/decide.ts'
import type { Ci95 } from '../../metrics/summary.ts'
import { formatObjective } from '../../plan/format-objective.ts'
import { type Objective, objectiveKind } from '../../plan/objective.ts'
import { parseObjective } from '../../plan/parse-objective.ts'
import { logMean } from '../../statistics/log-interval.ts'
import type { ComparedUnit } from '../comparison/compared-metric.ts'
import type { ComparedRun } from '../comparison/compared-run.ts'
import { hasNoSuccess } from './decide-regressions.ts'
import type { GateOutcome, GateResult } from './gate-report.ts'
import { threeDigits, valueWords } from './gate-words.ts'
import { type ObjectiveFigure, objectiveFigure } from './objective-figure.ts'
import { shareOverRuns } from './share-over-runs.ts'

/** The runs of one cell. */
export interface ObjectiveCell {
  readonly cell: string | null
  readonly runs: readonly ComparedRun[]
}

/**
 * Each objective in each cell: what one run says of it; of several what all of them say alike, or else what the interval over runs says,
 * unless a run by itself says the contrary. No data fails, and so does a run without a success. What is asked of each request is left to the
 * objective on goodput where there is one. Throws TareError 'usage' for what the runs' summaries can't answer.
 */
export function decideObjectives(
  objectives: readonly Objective[],
  cells: readonly ObjectiveCell[],
): readonly GateResult[] {
  const goodput = objectives.some(({ metric }) => metric === 'goodput')
  const asked = objectives.filter(({ statistic }) => !(goodput && statistic === 'each'))
  return cells.flatMap(({ cell, runs }) =>
    asked.map((objective): GateResult => {
      const common = { gate: objective.text, kind: 'objective', cell, metric: objective.metric } as const
      return {
        ...common,
        margin: null,
        adjustedP: null,
        comparison: null,
        interval: null,
        ...decided(objective, runs, objectives),
      }
    }),
  )
}

function decided(
  objective: Objective,
  runs: readonly ComparedRun[],
  all: readonly Objective[],
): Pick<GateResult, 'outcome' | 'message'> {
  const dead = runs.find(hasNoSuccess)
  if (dead !== undefined) return { outcome: 'fail', message: `no request of ${dead.path} succeeded` }
  const figures = runs.map((run) => {
    if (objective.metric === 'goodput') refuseOtherGoodput(run, all)
    const figure = objectiveFigure(objective, run.summary)
    if (figure !== null) return figure
    throw cannotSay(objective, run)
  })
  const without = runs.find((_, at) => figures[at]!.outcome === null)
  if (without !== undefined) {
    return {
      outcome: 'fail',
      message: `${objective.metric} isn’t measured in ${without.path}: no data is no pass`,
    }
  }
  const [first] = figures
  if (figures.length === 1) return { outcome: first!.outcome!, message: figureWords(objective, first!) }
  return overRuns(objective, figures)
}

function overRuns(
  objective: Objective,
  figures: readonly ObjectiveFigure[],
): Pick<GateResult, 'outcome' | 'message'> {
  const own = figures.map(({ outcome }) => outcome)
  const figure = pooled(objective, figures)
  const missed = own.filter((outcome) => outcome === 'fail').length
  const words = figureWords(objective, figure, figures.length)
  const message = missed === 0 ? words : `${words}; missed in ${missed} of them`
  const unanimous = own.every((outcome) => outcome === own[0]) ? own[0] : undefined
  if (unanimous === 'pass' || unanimous === 'fail') return { outcome: unanimous, message }
  // Nothing may be beyond: one run in which something is shows that something can be.
  if (figure.kind === 'beyond' && figure.limit === 0)
    return { outcome: missed > 0 ? 'fail' : 'pass', message }
  const contrary = figure.outcome === 'pass' ? 'fail' : 'pass'
  const contradicted = own.some((outcome) => outcome === contrary)
  return { outcome: contradicted ? 'inconclusive' : (figure.outcome ?? 'inconclusive'), message }
}

/** The runs' figures as one, with its interval over runs. */
function pooled(objective: Objective, figures: readonly ObjectiveFigure[]): ObjectiveFigure {
  const beyond = figures.every(({ kind }) => kind === 'beyond')
  const kind = beyond ? 'beyond' : 'figure'
  const values = figures.flatMap((figure) =>
    figure.kind === kind && figure.value !== null ? [figure.value] : [],
  )
  const limit = beyond ? figures[0]!.limit : objective.limit
  const n = figures.reduce((sum, figure) => sum + (figure.n ?? 0), 0)
  // Where most runs can't say, the others aren't a fair sample.
  if (values.length < 2 || 2 * values.length < figures.length) {
    return { kind, value: null, ci95: null, limit, outcome: 'inconclusive', n }
  }
  const share = beyond || objectiveKind(objective.metric) === 'share'
  const positive = values.every((value) => value > 0)
  const { value, ci95 } = share
    ? shareOverRuns(values.map((each) => ({ share: each, n: n / values.length })))
    : positive
      ? logMean(values)
      : { value: 0, ci95: null }
  const asked = beyond ? ({ comparison: '<=', limit } as const) : objective
  return { kind, value, ci95, limit, outcome: outcomeOf(decide(ci95, asked)), n }
}

function outcomeOf(status: ReturnType<typeof decide>): GateOutcome {
  return status === 'met' ? 'pass' : status === 'missed' ? 'fail' : 'inconclusive'
}

const units: Readonly<Record<ReturnType<typeof objectiveKind>, ComparedUnit>> = {
  latency: 'ms',
  rate: 'per_s',
  share: 'share',
}

function figureWords({ metric }: Objective, { kind, value, ci95, limit }: ObjectiveFigure, runs = 1): string {
  const over = runs === 1 ? '' : ` over ${runs} runs`
  if (value === null)
    return `${metric} isn’t resolvable: ${runs === 1 ? 'the run is' : 'most runs are'} too short`
  const within = (unit: ComparedUnit, interval: Ci95): string =>
    interval === null || (kind === 'beyond' && limit === 0)
      ? ''
      : ` (${threeDigits((unit === 'share' ? 100 : 1) * interval[0])} to ${valueWords(interval[1], unit)})`
  if (kind === 'figure') {
    const unit = units[objectiveKind(metric)]
    return `${valueWords(value, unit)}${within(unit, ci95)}${over}`
  }
  const allowed = limit === 0 ? 'none may be' : `${valueWords(limit, 'share')} may be`
  return `${valueWords(value, 'share')}${within('share', ci95)} beyond the limit${over}, ${allowed}`
}

/** Goodput is of requests that meet the objectives that the run itself was given. */
function refuseOtherGoodput({ path, summary }: ComparedRun, all: readonly Objective[]): void {
  const ofEach = (objectives: readonly Objective[]): string =>
    objectives
      .filter(({ statistic }) => statistic === 'each')
      .map(formatObjective)
      .sort()
      .join(', ')
  const [wanted, counted] = [
    ofEach(all),
    ofEach(summary.objectives.map((each) => parseObjective(each.objective))),
  ]
  if (wanted === counted) return
  throw new TareError(
    'usage',
    `the goodput of ${path} was counted by other limits: ${counted || 'none'}, not ${wanted || 'none'}`,
    {
      hint: 'Give the objectives that the run was measured with, or measure again with these.',
    },
  )
}

function cannotSay({ text }: Objective, { path }: ComparedRun): TareError {
  return new TareError(
    'usage',
    `the summary of ${path} can't say whether ${text} holds: it wasn't measured with that objective`,
    {
      hint: 'Measure with it in the plan (objectives), or ask for mean, p50, p90, p95, p99, p99.9 or max.',
    },
  )
}
