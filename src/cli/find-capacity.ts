import { type CapacityRequest, capacityOptions } from '../analysis/capacity/capacity-options.ts'
import type { ProbeOrder, ProbeResult } from '../analysis/capacity/capacity-probe.ts'
import { invalidRunStatus, TareError } from '../errors.ts'
import {
  type CapacityTask,
  createCapacityFolder,
  readCapacityFolder,
} from '../experiment/capacity/capacity-folder.ts'
import { type CapacityOutcome, runCapacity } from '../experiment/capacity/run-capacity.ts'
import { createServerPool } from '../experiment/measure-on-server.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { planOfAuthored } from '../plan/expand-plan.ts'
import { forFlag } from '../plan/for-flag.ts'
import type { Plan } from '../plan/plan.ts'
import { planFromFlags } from '../plan/plan-from-flags.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import type { CapacityFlags } from './capacity-flags.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { numberOf, shareOf } from './number-flags.ts'
import { printCapacity } from './print-capacity.ts'
import { readPlanFile } from './read-plan-file.ts'
import { surroundings } from './surroundings.ts'

const defaults = { from: '1', to: '10000', budget: '30m', width: '5%', shortest: '10s' } as const

/** Searches, prints the answer, and returns the exit status: 3 when INVALID runs left it open. */
export async function findCapacity(
  target: string | undefined,
  flags: CapacityFlags,
  given: RunFlags,
): Promise<number> {
  const { resume } = flags
  const folder = resume ?? given.out ?? `capacity/${stamp(new Date())}`
  const task = resume === undefined ? taskOf(target, flags, given) : readCapacityFolder(resume)
  if (resume === undefined) createCapacityFolder(folder, task)
  const { outcome, interrupted } = await search(task, folder)
  printCapacity({ task, outcome, folder, flags })
  if (interrupted) return interruptedStatus
  return outcome.answer?.outcome === 'open' && outcome.results.some(({ invalid }) => invalid)
    ? invalidRunStatus
    : 0
}

function search(
  { plan, request }: CapacityTask,
  folder: string,
): Promise<{ readonly outcome: CapacityOutcome; readonly interrupted: boolean }> {
  return withInterrupts(async ({ stop, abort }) => {
    const servers = createServerPool()
    const outcome = await runCapacity({
      plan,
      request,
      folder,
      servers,
      env: process.env,
      commandLine: process.argv,
      progress: {
        openRun: () => openProgress(process.stderr, process.env),
        probeBegins: (order) => void process.stderr.write(`${orderInWords(order)}\n`),
        probeEnded: (result) => void process.stderr.write(`  ${resultInWords(result)}\n`),
      },
      stop,
      abort,
      nowSeconds: () => performance.now() / 1e3,
    }).finally(() => servers.close())
    return { outcome, interrupted: stop.aborted }
  })
}

function orderInWords({ phase, axis, load, durationSeconds }: ProbeOrder): string {
  const amount = axis === 'rate' ? `${load} req/s` : `${load} in flight`
  return `${phase}: ${amount} for ${durationSeconds} s`
}

function resultInWords({ overloaded, invalid, objectives }: ProbeResult): string {
  if (overloaded) return 'overloaded: the objectives fail'
  if (invalid) return 'INVALID: decides nothing'
  const share = (value: number): string => `${(100 * value).toPrecision(2)} %`
  return objectives
    .map(({ beyond, ci95, allowed }) => {
      const interval = ci95 === null ? 'too short to tell' : `${share(ci95[0])} to ${share(ci95[1])}`
      return `${share(beyond)} beyond (${interval}), ${share(allowed)} allowed`
    })
    .join('; ')
}

function taskOf(target: string | undefined, flags: CapacityFlags, given: RunFlags): CapacityTask {
  const plan = planOf(target, given, flags.set ?? [])
  if (plan.objectives.length === 0) {
    throw new TareError(
      'usage',
      'a capacity is the largest load at which objectives hold, and there are none',
      {
        hint: "Give one: --objective 'ttft.p99 < 300ms'.",
      },
    )
  }
  const request = requestOf(flags, plan)
  // Refuses what makes no search, before a folder is made for it.
  capacityOptions(request)
  return { plan, request }
}

function planOf(target: string | undefined, given: RunFlags, sets: readonly string[]): Plan {
  const around = surroundings()
  if (target === undefined || !/\.ya?ml$/.test(target)) {
    return planFromFlags(target === undefined ? given : { ...given, url: target }, around)
  }
  const file = readPlanFile(target, given, sets)
  return file.kind === 'authored' ? planOfAuthored(file.authored, around) : file.plan
}

function requestOf(flags: CapacityFlags, plan: Plan): CapacityRequest {
  const seconds = (flag: string, text: string): number => forFlag(flag, () => parseDurationNs(text)) / 1e9
  return {
    axis: flags.closed === true ? 'concurrency' : 'rate',
    floor: numberOf('--from', flags.from ?? defaults.from),
    ceiling: numberOf('--to', flags.to ?? defaults.to),
    width: shareOf('--width', flags.width ?? defaults.width),
    budgetSeconds: seconds('--budget', flags.budget ?? defaults.budget),
    shortestSeconds: seconds('--shortest', flags.shortest ?? defaults.shortest),
    seed: plan.load.seed,
  }
}

function stamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}
