import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CapacityAnswer } from '../../analysis/capacity/capacity-answer.ts'
import type { CapacityRequest } from '../../analysis/capacity/capacity-options.ts'
import type { ProbeOrder, ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import { resumeCapacitySearch } from '../../analysis/capacity/capacity-search.ts'
import { TareError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Progress } from '../../run/progress/progress.ts'
import { measureOnServer, type ServerPool } from '../measure-on-server.ts'
import { probePlan } from './probe-plan.ts'
import { probeResult } from './probe-result.ts'

/** Told how a search comes along. */
export interface CapacityProgress {
  /** Of the next run itself. */
  openRun(): Progress
  probeBegins(order: ProbeOrder): void
  probeEnded(result: ProbeResult): void
}

export interface CapacityRunOptions {
  readonly plan: Plan
  readonly request: CapacityRequest
  /** The folder of the search: runs, and a line a probe. */
  readonly folder: string
  readonly servers: ServerPool
  readonly env: NodeJS.ProcessEnv
  readonly commandLine: readonly string[]
  readonly progress: CapacityProgress
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Seconds on a steady clock. */
  readonly nowSeconds: () => number
}

/** Means over the requests of the latest run; null where tokens weren't counted. */
export interface TokensPerRequest {
  readonly input: number | null
  readonly output: number | null
}

export interface CapacityOutcome {
  /** Null when the search was interrupted. */
  readonly answer: CapacityAnswer | null
  readonly results: readonly ProbeResult[]
  readonly tokens: TokensPerRequest
}

/** A line a probe that was made. */
function probesPath(folder: string): string {
  return join(folder, 'probes.ndjson')
}

/** Makes the runs that a capacity search asks for until it has an answer. Each is a run folder; a search goes on where it was. */
export async function runCapacity(options: CapacityRunOptions): Promise<CapacityOutcome> {
  const { plan, request, folder, progress, stop, nowSeconds } = options
  if (plan.objectives.length === 0) {
    throw new TareError(
      'usage',
      'a capacity is the largest load at which objectives hold, and there are none',
      {
        hint: "Give one: --objective 'ttft.p99 < 300ms'.",
      },
    )
  }
  const search = resumeCapacitySearch(request, readProbes(folder))
  let tokens: TokensPerRequest = { input: null, output: null }
  const outcome = (answer: CapacityAnswer | null): CapacityOutcome => ({
    answer,
    results: search.results,
    tokens,
  })
  for (;;) {
    const step = search.next()
    if (step.kind === 'answer') return outcome(step.answer)
    if (stop.aborted) return outcome(null)
    const { order } = step
    progress.probeBegins(order)
    const begunSeconds = nowSeconds()
    const name = `${String(search.results.length).padStart(4, '0')}-${order.phase}-${order.load}`
    const { summary } = await measureOnServer(options.servers, {
      plan: probePlan(plan, order, join(folder, 'runs', name)),
      block: 0,
      logFile: join(folder, 'server.log'),
      env: options.env,
      commandLine: options.commandLine,
      progress: progress.openRun(),
      stop,
      abort: options.abort,
    })
    if (summary.state === 'interrupted') return outcome(null)
    tokens = { input: summary.tokens.input.mean, output: summary.tokens.output.mean }
    const result = probeResult(order, summary, nowSeconds() - begunSeconds)
    search.record(result)
    appendFileSync(probesPath(folder), `${JSON.stringify(result)}\n`)
    progress.probeEnded(result)
  }
}

/** A line that a crash cut short is a probe that wasn't made. */
function readProbes(folder: string): readonly ProbeResult[] {
  if (!existsSync(probesPath(folder))) return []
  const lines = readFileSync(probesPath(folder), 'utf8').split('\n')
  if (lines.at(-1) !== '') appendFileSync(probesPath(folder), '\n')
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as ProbeResult]
    } catch {
      return []
    }
  })
}
