import type { ClassicContext } from './classic-context.ts'
import type { ClassicModel } from './classic-model.ts'

/** Scales a model's workers, and tells the metrics of those that become ready. Resolves to whether all did. */
export async function scaleModel(
  context: ClassicContext,
  model: ClassicModel,
  minWorkers: number,
  maxWorkers: number,
): Promise<boolean> {
  const before = new Set(model.backend.workers())
  const areReady = await model.scale(minWorkers, maxWorkers)
  for (const worker of model.backend.workers())
    if (worker.isReady && !before.has(worker))
      context.metrics.workerReady(model, worker.id, context.law.workerStartNs / 1e6)
  return areReady
}
