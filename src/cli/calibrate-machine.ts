import { availableParallelism, loadavg } from 'node:os'
import { TareError } from '../errors.ts'
import { calibrate } from '../experiment/calibration/calibrate.ts'
import { loadPlan, measureLoad } from '../experiment/calibration/measure-load.ts'
import { traffic } from '../experiment/calibration/traffic.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { forFlag } from '../plan/for-flag.ts'
import { numberRules, parseNumber } from '../plan/number-rule.ts'
import { parseChoice } from '../plan/parse-choice.ts'
import { type Plan, transports } from '../plan/plan.ts'
import { calibrationProgressLine, renderCalibration } from '../report/calibration-report.ts'
import { styleFor } from '../report/style.ts'
import { envelopeKey } from '../run/calibration/envelope-key.ts'
import { writeEnvelope } from '../run/calibration/envelope-store.ts'
import { describeEnvironment } from '../run/environment.ts'
import { readResourceLimits } from '../run/resource-limits.ts'
import type { EnvelopeKey } from '../trust/calibration/envelope.ts'
import { kernelTransportFailure } from '../wire/kernel/kernel-reactor.ts'

/** Flags of `tare calibrate`, as commander hands them over. */
export interface CalibrateFlags {
  readonly quick?: boolean
  readonly budget?: string
  readonly workers?: string
  readonly transport?: string
  readonly format: string
}

const budgets = { full: '3m', quick: '30s' } as const
const leastBudgetNs = 5e9
/** Open files that the simulator and a worker need besides their connections. */
const otherFiles = 128

/** Calibrates this machine, keeps and prints the result, and returns the exit status. Ctrl-C keeps the older result. */
export async function calibrateMachine(flags: CalibrateFlags): Promise<number> {
  const budgetNs = budgetOf(flags)
  const mostWorkers = workersOf(flags)
  const transport = transportOf(flags)
  const style = styleFor(process.stderr, process.env)
  warnOfOtherWork()
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  const startedNs = performance.now() * 1e6
  const elapsed = (): string => `${((performance.now() * 1e6 - startedNs) / 1e9).toFixed(0)} s`
  try {
    const envelope = await calibrate({
      key: instrumentKey(transport),
      workerCounts: mostWorkers === 1 ? [1] : [1, mostWorkers],
      mostStreams: streamLimit(),
      budgetNs,
      measure: (load) => measureLoad(load, transport),
      nowNs: () => performance.now() * 1e6,
      startedAt: new Date(),
      onPoint: (point) =>
        process.stderr.write(`${elapsed().padStart(6)}  ${calibrationProgressLine(point, style)}\n`),
      stop: stop.signal,
    })
    const path = writeEnvelope(envelope)
    process.stdout.write(
      flags.format === 'json'
        ? `${JSON.stringify(envelope, null, 2)}\n`
        : renderCalibration(envelope, path, styleFor(process.stdout, process.env)),
    )
    return 0
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

function budgetOf({ budget, quick }: CalibrateFlags): number {
  if (budget !== undefined && quick === true) {
    throw new TareError('usage', '--quick and --budget say the same thing', {
      hint: 'Leave one of them out.',
    })
  }
  const budgetNs = forFlag('--budget', () =>
    parseDurationNs(budget ?? (quick === true ? budgets.quick : budgets.full)),
  )
  if (budgetNs >= leastBudgetNs) return budgetNs
  throw new TareError('usage', `--budget ${budget} is too short to measure anything`, {
    hint: 'Give at least 5s; ten seconds measure the smallest loads.',
  })
}

function workersOf({ workers }: CalibrateFlags): number {
  if (workers !== undefined) return forFlag('--workers', () => parseNumber(workers, numberRules.workers))
  return Math.max(1, Math.min(availableParallelism() - 1, numberRules.workers.max))
}

/** The transport that is calibrated: the kernel's where it works. What was asked for by name has to work. */
function transportOf({ transport }: CalibrateFlags): Plan['client']['transport'] {
  const asked =
    transport === undefined ? undefined : forFlag('--transport', () => parseChoice(transport, transports))
  if (asked === 'portable') return asked
  const failure = kernelTransportFailure()
  if (failure === undefined) return 'kernel'
  if (asked === 'kernel') {
    throw new TareError('usage', `--transport kernel doesn't work on this machine: ${failure}`, {
      hint: 'Calibrate the portable transport: --transport portable.',
    })
  }
  process.stderr.write(
    `The kernel transport doesn't work on this machine (${failure}).\n` +
      'Calibrating the portable one: it holds for runs with --transport portable, whose stamps are made in user space.\n',
  )
  return 'portable'
}

/** A load average of the last minute that something else must be behind. */
const idleLoad = 0.5

function warnOfOtherWork(): void {
  const [lastMinute = 0] = loadavg()
  if (lastMinute < idleLoad) return
  process.stderr.write(
    `Something else has been running on this machine (load average ${lastMinute.toFixed(1)}): what it takes is missing from the result.\n`,
  )
}

function instrumentKey(transport: Plan['client']['transport']): EnvelopeKey {
  const smallest = traffic({ kind: 'tokens', burstiness: 'stepping', streams: 1 })
  const plan = loadPlan({ workers: 1, traffic: smallest, warmupNs: 1e9, measureNs: 1e9 }, transport)
  return envelopeKey(describeEnvironment({ plan, commandLine: process.argv }), transport)
}

/** The simulator has an open file for each stream. Node raises its soft limit to the hard one. */
function streamLimit(): number {
  const limit = readResourceLimits().openFilesHard ?? Number.POSITIVE_INFINITY
  return Math.max(1, limit - otherFiles)
}
