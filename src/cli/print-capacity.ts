import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planReplicas, type ReplicaPlan } from '../analysis/capacity/plan-replicas.ts'
import { type ServingCost, servingCost } from '../analysis/capacity/serving-cost.ts'
import type { CapacityTask } from '../experiment/capacity/capacity-folder.ts'
import type { CapacityOutcome, TokensPerRequest } from '../experiment/capacity/run-capacity.ts'
import { type CapacityReport, capacityMarkdown, renderCapacity } from '../report/capacity-report.ts'
import { styleFor } from '../report/style.ts'
import type { CapacityFlags } from './capacity-flags.ts'
import { numberOf, shareOf } from './number-flags.ts'

export interface CapacityPrint {
  readonly task: CapacityTask
  readonly outcome: CapacityOutcome
  readonly folder: string
  readonly flags: CapacityFlags
}

/** Prints the answer of a search and what follows from it, and leaves it in the search's folder as JSON and Markdown. */
export function printCapacity({ task, outcome, folder, flags }: CapacityPrint): void {
  const { answer, results, tokens } = outcome
  const replicas = replicasFor(outcome, task, flags)
  const cost = costFor(outcome, replicas, tokens, flags)
  const report: CapacityReport = { objectives: task.plan.objectives, answer, results, replicas, cost }
  const json = `${JSON.stringify({ schema: 'tare.capacity/1', folder, ...report }, null, 2)}\n`
  writeFileSync(join(folder, 'answer.json'), json)
  writeFileSync(join(folder, 'answer.md'), capacityMarkdown(report))
  process.stdout.write(
    flags.format === 'json' ? json : `\n${renderCapacity(report, styleFor(process.stdout, process.env))}`,
  )
}

function replicasFor(
  { answer }: CapacityOutcome,
  { request }: CapacityTask,
  { targetRate, headroom, spare }: CapacityFlags,
): ReplicaPlan | null {
  if (targetRate === undefined || answer?.verified == null || request.axis !== 'rate') return null
  return planReplicas({
    verifiedPerSecond: answer.verified,
    targetPerSecond: numberOf('--target-rate', targetRate),
    ...(headroom === undefined ? {} : { headroom: shareOf('--headroom', headroom) }),
    ...(spare === undefined ? {} : { spare: Number(spare) }),
  })
}

/** Of the replicas at the target rate, or of one at what it is verified to serve. */
function costFor(
  { answer }: CapacityOutcome,
  replicas: ReplicaPlan | null,
  tokens: TokensPerRequest,
  { price }: CapacityFlags,
): ServingCost | null {
  if (price === undefined || answer?.verified == null || answer.axis !== 'rate') return null
  return servingCost({
    pricePerHour: numberOf('--price', price),
    replicas: replicas?.replicas ?? 1,
    requestsPerSecond: replicas?.targetPerSecond ?? answer.verified,
    inputTokensPerRequest: tokens.input,
    outputTokensPerRequest: tokens.output,
  })
}
