import { TareError } from '../errors.ts'
import type { TargetPlan } from '../plan/plan.ts'
import { listModels, modelListPath } from './model-list.ts'
import type { TargetAddress } from './target-address.ts'

/** The first model that the target lists. Throws TareError when it lists none, or has no list. */
export async function firstModel(
  plan: Pick<TargetPlan, 'api' | 'apiKeyEnv'>,
  target: TargetAddress,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
): Promise<string> {
  const path = modelListPath(plan.api)
  if (path === null) {
    throw new TareError(
      'target',
      `${target.label} doesn't say which models it has: ${plan.api} has no list`,
      {
        hint: 'Say which to measure with --model. TorchServe lists them on its management port: GET :8081/models.',
      },
    )
  }
  const models = await listModels(plan, target, headers, stop)
  if (models[0] !== undefined) return models[0]
  throw new TareError('target', `${target.label} lists no models under ${path}`, {
    hint: 'Say which to measure with --model.',
  })
}
