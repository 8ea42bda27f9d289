import type { ProbeOrder } from '../../analysis/capacity/capacity-probe.ts'
import type { LoadStage } from '../../load/load-plan.ts'
import type { Plan } from '../../plan/plan.ts'

/** The plan of a probe: the base plan's work and server at the load that is ordered, with the seed that is. */
export function probePlan(base: Plan, order: ProbeOrder, dir: string): Plan {
  return {
    ...base,
    load: {
      ...base.load,
      seed: order.seed,
      requests: Number.POSITIVE_INFINITY,
      stages: [probeStage(base, order)],
    },
    workload: { ...base.workload, seed: order.seed },
    output: { ...base.output, dir, label: null },
  }
}

/** An open loop keeps the base plan's arrival process, a closed one its think time and the size of its queries. */
function probeStage({ load }: Plan, { axis, load: amount, durationSeconds }: ProbeOrder): LoadStage {
  const durationNs = durationSeconds * 1e9
  const [first] = load.stages
  if (axis === 'concurrency') {
    const { thinkTimeNs, querySize } = first?.kind === 'closed' ? first : { thinkTimeNs: 0, querySize: 1 }
    const concurrency = { startConcurrency: amount, endConcurrency: amount }
    return { kind: 'closed', durationNs, ...concurrency, querySize, thinkTimeNs }
  }
  const { arrival, burstiness } =
    first?.kind === 'open' ? first : ({ arrival: 'poisson', burstiness: 1 } as const)
  return {
    kind: 'open',
    durationNs,
    startRatePerSecond: amount,
    endRatePerSecond: amount,
    arrival,
    burstiness,
  }
}
