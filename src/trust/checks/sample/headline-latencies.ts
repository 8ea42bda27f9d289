import type { Measurements, SampledDistribution } from '../../../metrics/summary.ts'

/** The latencies that a run is read for first, and that it has values of: from the plan in open loop. */
export function headlineLatencies({
  latency_ms,
  load,
}: Measurements): readonly (readonly [name: string, latency: SampledDistribution])[] {
  const isOpen = load.model === 'open'
  const names = isOpen ? (['ttft_from_plan', 'e2e_from_plan'] as const) : (['ttft', 'e2e'] as const)
  return ([...names, 'itl', 'tpot'] as const)
    .map((name) => [name, latency_ms[name]] as const)
    .filter(([, { n }]) => n > 0)
}
