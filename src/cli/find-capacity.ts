import type { CapacityOptions } from '../analysis/capacity/capacity-options.ts'
import { capacityResult } from '../analysis/capacity/capacity-result.ts'
import type { Deployment } from '../analysis/capacity/size-deployment.ts'
import { invalidRunStatus } from '../errors.ts'
import { type CapacityOutcome, resumeCapacity, runCapacity } from '../experiment/capacity/run-capacity.ts'
import { freshFolder } from '../experiment/fresh-folder.ts'
import { surroundings } from '../experiment/surroundings.ts'
import { valueAt } from '../plan/authored/plan-content.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { planOfAuthored } from '../plan/expand-plan.ts'
import { folderTime } from '../plan/folder-time.ts'
import { forFlag } from '../plan/for-flag.ts'
import type { Plan } from '../plan/plan.ts'
import { planFromFlags } from '../plan/plan-from-flags.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { renderCapacity } from '../report/capacity-report.ts'
import { styleFor } from '../report/style.ts'
import type { CapacityFlags } from './capacity-flags.ts'
import { capacityProgress } from './capacity-progress.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { numberOf, shareOf } from './number-flags.ts'
import { readPlanFile } from './read-plan-file.ts'
import { tell } from './tell.ts'
import { wholeNumber } from './whole-number.ts'

const mostSpare = 1000

/** Searches, prints the answer, and returns the exit status: 3 when INVALID runs left it open. */
export async function findCapacity(
  target: string | undefined,
  flags: CapacityFlags,
  given: RunFlags,
): Promise<number> {
  const deployment = deploymentOf(flags)
  const outcome = await withInterrupts((signals) => {
    const options = { ...signals, deployment, progress: capacityProgress, tell }
    if (flags.resume !== undefined) return resumeCapacity(flags.resume, options)
    return runCapacity(planOf(target, given, flags.set ?? []), { ...options, search: searchOf(flags) })
  })
  print(outcome, flags.format)
  const { answer, results, folder } = outcome
  if (answer === null) {
    tell(`Interrupted. To go on: tare capacity --resume ${folder}`)
    return interruptedStatus
  }
  return answer.outcome === 'open' && results.some(({ invalid }) => invalid) ? invalidRunStatus : 0
}

function print({ folder, ...report }: CapacityOutcome, format: string | undefined): void {
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify(capacityResult(folder, report), null, 2)}\n`
      : `\n${renderCapacity(report, styleFor(process.stdout, process.env))}`,
  )
}

/** The plan whose load is sought; its folder is the search's. */
function planOf(target: string | undefined, given: RunFlags, sets: readonly string[]): Plan {
  const around = surroundings()
  const inFolder = (plan: Plan, dir: unknown): Plan => ({
    ...plan,
    output: {
      ...plan.output,
      dir: typeof dir === 'string' ? dir : freshFolder('capacity', folderTime(around.now)),
    },
  })
  if (target === undefined || !/\.ya?ml$/.test(target)) {
    const flags = target === undefined ? given : { ...given, url: target }
    return inFolder(planFromFlags(flags, around), given.out)
  }
  const file = readPlanFile(target, given, sets)
  if (file.kind === 'resolved') return inFolder(file.plan, given.out)
  return inFolder(planOfAuthored(file.authored, around), valueAt(file.authored.content, ['output', 'dir']))
}

/** What the flags say of the search; what they don't is as `runCapacity` has it. */
function searchOf(flags: CapacityFlags): Partial<CapacityOptions> {
  const seconds = (flag: string, text: string): number => forFlag(flag, () => parseDurationNs(text)) / 1e9
  const { closed, from, to, width, budget, shortest } = flags
  return {
    ...(closed === true && { axis: 'concurrency' }),
    ...(from !== undefined && { floor: numberOf('--from', from) }),
    ...(to !== undefined && { ceiling: numberOf('--to', to) }),
    ...(width !== undefined && { width: shareOf('--width', width) }),
    ...(budget !== undefined && { budgetSeconds: seconds('--budget', budget) }),
    ...(shortest !== undefined && { shortestSeconds: seconds('--shortest', shortest) }),
  }
}

function deploymentOf({ targetRate, headroom, spare, price }: CapacityFlags): Deployment {
  return {
    ...(targetRate !== undefined && { targetPerSecond: numberOf('--target-rate', targetRate) }),
    ...(headroom !== undefined && { headroom: shareOf('--headroom', headroom) }),
    ...(spare !== undefined && { spare: wholeNumber('--spare', spare, 0, mostSpare)! }),
    ...(price !== undefined && { pricePerHour: numberOf('--price', price) }),
  }
}
