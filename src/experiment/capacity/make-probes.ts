import { join } from 'node:path'
import type { CapacityAnswer } from '../../analysis/capacity/capacity-answer.ts'
import type { ProbeOrder, ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import { resumeCapacitySearch } from '../../analysis/capacity/capacity-search.ts'
import type { TokensPerRequest } from '../../analysis/capacity/size-deployment.ts'
import type { Summary } from '../../metrics/summary.ts'
import { silentProgress } from '../../run/progress/silent-progress.ts'
import { freshFolder } from '../fresh-folder.ts'
import { measureOnServer, type ServerPool } from '../measure-on-server.ts'
import type { CapacityTask } from './capacity-folder.ts'
import type { CapacityProgress } from './capacity-progress.ts'
import { probePlan } from './probe-plan.ts'
import { probeResult } from './probe-result.ts'
import { appendProbe, readProbes } from './probes-file.ts'

export interface MakeProbesOptions {
  readonly task: CapacityTask
  /** The folder of the search: runs, and a line a probe. */
  readonly folder: string
  readonly servers: ServerPool
  readonly env: NodeJS.ProcessEnv
  readonly commandLine: readonly string[]
  readonly progress: CapacityProgress
  readonly tell: (line: string) => void
  /** Aborted with `abort` at the latest. */
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Seconds on a steady clock. */
  readonly nowSeconds: () => number
}

export interface MadeProbes {
  /** Null when the search was interrupted. */
  readonly answer: CapacityAnswer | null
  readonly results: readonly ProbeResult[]
  /** Of the latest run. */
  readonly tokens: TokensPerRequest
}

/** Makes the runs that a capacity search asks for until it has an answer. Each is a run folder; a search goes on where it was. */
export async function makeProbes(options: MakeProbesOptions): Promise<MadeProbes> {
  const { task, folder, progress, stop } = options
  const made = readProbes(folder)
  const search = resumeCapacitySearch(
    task.request,
    made.map(({ result }) => result),
  )
  let tokens = made.at(-1)?.tokens ?? { input: null, output: null }
  for (;;) {
    const step = search.next()
    if (step.kind === 'answer') return { answer: step.answer, results: search.results, tokens }
    const probe = stop.aborted ? null : await makeProbe(options, step.order, search.results.length)
    if (probe === null) return { answer: null, results: search.results, tokens }
    search.record(probe.result)
    appendProbe(folder, probe)
    tokens = probe.tokens
    progress.probeEnded?.(probe.result)
  }
}

/** Null when it was interrupted. */
async function makeProbe(
  { task, folder, servers, env, commandLine, progress, tell, stop, abort, nowSeconds }: MakeProbesOptions,
  order: ProbeOrder,
  index: number,
): Promise<{ readonly result: ProbeResult; readonly tokens: TokensPerRequest } | null> {
  progress.probeBegins?.(order)
  const begunSeconds = nowSeconds()
  const name = `${String(index).padStart(4, '0')}-${order.phase}-${order.load}`
  let summary: Summary
  try {
    const outcome = await measureOnServer(servers, {
      plan: probePlan(task.plan, order, freshFolder(join(folder, 'runs'), name)),
      block: 0,
      logFile: join(folder, 'server.log'),
      env,
      commandLine,
      progress: progress.openRun?.() ?? silentProgress,
      tell,
      stop,
      abort,
    })
    summary = outcome.summary
  } catch (error) {
    if (stop.aborted) return null
    throw error
  }
  if (summary.state === 'interrupted') return null
  const tokens = { input: summary.tokens.input.mean, output: summary.tokens.output.mean }
  return { result: probeResult(order, summary, nowSeconds() - begunSeconds), tokens }
}
