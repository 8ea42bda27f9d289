import { TareError } from '../errors.ts'
import type { ClosedStage, LoadPlan, LoadStage } from './load-plan.ts'
import { peakConcurrency } from './stage-span.ts'

/** Beyond this the plan is a slip of the keyboard: no machine holds as many sockets. */
const mostInFlight = 1_000_000
const highestRatePerSecond = 1e9
/** Below this shape most gamma gaps are smaller than a double can hold: thousands of sends at one instant. */
const lowestBurstiness = 0.01

/**
 * Throws TareError('plan') for a plan that can't be carried out as it says, naming the field and what to change.
 */
export function checkLoadPlan(plan: LoadPlan): void {
  requireThat(plan.stages.length > 0, 'stages', 'is empty', 'Give at least one stage.')
  requireThat(Number.isSafeInteger(plan.seed), 'seed', `is ${plan.seed}`, 'Give a whole number.')
  requireThat(isTime(plan.warmupNs), 'warmup', `is ${plan.warmupNs} ns`, 'Give a duration from 0 up.')
  const isCount = isWholeOrInfinite(plan.requests)
  requireThat(isCount, 'requests', `is ${plan.requests}`, 'Give a whole number from 1 up.')
  const isLimit = isWholeOrInfinite(plan.maxConcurrency)
  requireThat(isLimit, 'max_concurrency', `is ${plan.maxConcurrency}`, 'Give a whole number from 1 up.')
  plan.stages.forEach((stage, number) => {
    checkStage(stage, `stages[${number}]`)
    checkDuration(plan, stage, number)
  })
  checkQueries(plan)
  if (Number.isFinite(plan.requests)) checkEndByRequests(plan)
  checkUnpaced(plan)
}

function checkStage(stage: LoadStage, where: string): void {
  if (stage.kind === 'open') {
    for (const rate of [stage.startRatePerSecond, stage.endRatePerSecond]) {
      const isRate = rate >= 0 && rate <= highestRatePerSecond
      requireThat(isRate, `${where}.rate`, `is ${rate}/s`, `Give a rate from 0 to ${highestRatePerSecond}.`)
    }
    const isShape =
      stage.arrival !== 'gamma' || (stage.burstiness >= lowestBurstiness && isTime(stage.burstiness))
    const remedy = `Give a number from ${lowestBurstiness} up.`
    requireThat(isShape, `${where}.burstiness`, `is ${stage.burstiness}`, remedy)
  }
  if (stage.kind === 'closed') {
    for (const concurrency of [stage.startConcurrency, stage.endConcurrency]) {
      const isConcurrency = Number.isInteger(concurrency) && concurrency >= 0 && concurrency <= mostInFlight
      const remedy = `Give a whole number from 0 to ${mostInFlight}.`
      requireThat(isConcurrency, `${where}.concurrency`, `is ${concurrency}`, remedy)
    }
    checkQuerySize(stage, where)
    const { thinkTimeNs } = stage
    requireThat(
      isTime(thinkTimeNs),
      `${where}.think_time`,
      `is ${thinkTimeNs} ns`,
      'Give a duration from 0 up.',
    )
  }
}

function checkQuerySize({ querySize, ...stage }: ClosedStage, where: string): void {
  const isSize = Number.isSafeInteger(querySize) && querySize >= 1
  requireThat(isSize, `${where}.query_size`, `is ${querySize}`, 'Give a whole number from 1 up.')
  const most = peakConcurrency({ querySize, ...stage }) * querySize
  const what = `makes ${most} requests in flight`
  requireThat(most <= mostInFlight, `${where}.query_size`, what, `Keep below ${mostInFlight}.`)
}

/** A run's queries are of one size, or no figure of them would mean anything; and it sends whole ones. */
function checkQueries({ stages, requests }: LoadPlan): void {
  const sizes = new Set(stages.flatMap((stage) => (stage.kind === 'closed' ? [stage.querySize] : [])))
  const all = Array.from(sizes).join(' and ')
  requireThat(sizes.size <= 1, 'query_size', `differs between stages: ${all}`, 'Give all the same.')
  const [size = 1] = sizes
  const isWhole = !Number.isFinite(requests) || requests % size === 0
  const remedy = `Give ${Math.ceil(requests / size) * size}.`
  requireThat(isWhole, 'requests', `is ${requests}, which isn't a multiple of query_size ${size}`, remedy)
}

/** Only the last stage may have no end, only if something else ends the run, and only if it sends and doesn't ramp. */
function checkDuration(plan: LoadPlan, stage: LoadStage, number: number): void {
  const where = `stages[${number}].duration`
  requireThat(stage.durationNs > 0, where, `is ${stage.durationNs} ns`, 'Give a duration above 0.')
  if (Number.isFinite(stage.durationNs)) return
  const isLast = number === plan.stages.length - 1
  const isEnded = Number.isFinite(plan.requests)
  requireThat(isLast && isEnded, where, 'never ends', 'Give it a duration, or end the run by requests.')
  if (stage.kind === 'unpaced') return
  const [start, end] =
    stage.kind === 'open'
      ? [stage.startRatePerSecond, stage.endRatePerSecond]
      : [stage.startConcurrency, stage.endConcurrency]
  requireThat(start === end, where, 'never ends, and so has no ramp', 'Give it a duration, or no ramp.')
  requireThat(start > 0, where, 'never ends, and nothing is sent in it', 'Give it a load above 0.')
}

/**
 * How many requests the workers have sent between them is known beforehand in open stages only. Elsewhere each has its
 * share from the start, which comes out even if nothing takes a worker's slots away.
 */
function checkEndByRequests(plan: LoadPlan): void {
  const remedy = 'End the run by the durations of its stages.'
  const last = plan.stages.at(-1)!
  const isUniform = plan.stages.every((stage) => stage.kind === last.kind)
  requireThat(isUniform, 'requests', 'cannot end a run whose stages differ in kind', remedy)
  if (last.kind !== 'closed') return
  const isHighest = plan.stages.every(
    (stage) => stage.kind !== 'closed' || peakConcurrency(stage) <= peakConcurrency(last),
  )
  requireThat(isHighest, 'requests', 'cannot end a run whose last stage is not its most concurrent', remedy)
}

/** An unpaced stage without a limit sends until the machine gives up, unless the number of requests stops it. */
function checkUnpaced(plan: LoadPlan): void {
  if (!plan.stages.some((stage) => stage.kind === 'unpaced')) return
  const isHeld =
    Number.isFinite(plan.maxConcurrency) || (Number.isFinite(plan.requests) && plan.warmupNs === 0)
  requireThat(
    isHeld,
    'max_concurrency',
    'is missing',
    'Give the most requests in flight as fast as possible.',
  )
}

const isTime = (value: number): boolean => value >= 0 && value < Number.POSITIVE_INFINITY

const isWholeOrInfinite = (value: number): boolean =>
  value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 1)

function requireThat(holds: boolean, field: string, what: string, hint: string): void {
  if (!holds) throw new TareError('plan', `load.${field} ${what}`, { hint })
}
