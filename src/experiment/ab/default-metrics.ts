import { type Plan, unaryApis } from '../../plan/plan.ts'

/** What an experiment is decided on where nobody says: what such a load shows of a server with the least noise. */
export function defaultMetrics({ target, load, workload }: Plan): readonly string[] {
  const [stage] = load.stages
  const hasTokens = !unaryApis.includes(target.api)
  // As fast as possible, latency is what the queue makes of it.
  if (stage?.kind === 'unpaced') return [hasTokens ? 'output_tokens_per_s' : 'requests_per_s']
  if (stage?.kind === 'closed' && stage.querySize > 1) return ['query.p50']
  if (!hasTokens || !target.stream) return ['e2e.p50']
  return workload.outputTokens === '1' ? ['ttft.p50'] : ['ttft.p50', 'tpot.p50']
}
