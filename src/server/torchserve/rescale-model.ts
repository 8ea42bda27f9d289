import type { RescaleWatch } from '../managed-server.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import { refuseOtherSettings } from '../refuse-other-settings.ts'
import type { ManagementApi } from './management-api.ts'
import { workersCheck } from './workers-check.ts'

/** A version that was set up, and may be under load. */
export interface RescaledModel {
  readonly api: ManagementApi
  readonly model: string
  readonly version: string
  /** Longest wait for the workers after the server's answer. */
  readonly timeoutNs: number
}

/**
 * Scales a model to just so many workers, and resolves with their number when the server says that they are ready. Its record must say
 * already that the version is changed. Throws as ManagedServer.rescale.
 */
export async function rescaleModel(
  { api, model, version, timeoutNs }: RescaledModel,
  workers: number,
  { answered, signal }: RescaleWatch,
): Promise<number> {
  const where = `${model} ${version} on TorchServe at ${api.label}`
  await api.scale(model, version, workers, workers)
  answered()
  const described = async () => (await api.versions(model)).find((one) => one.version === version)
  const asked = await described()
  refuseOtherSettings(where, 'See logs/ts_log.log of TorchServe: the workers may have failed to start.', [
    ['min_workers', workers, asked?.minWorkers],
    ['max_workers', workers, asked?.maxWorkers],
  ])
  await waitUntilReady({
    what: where,
    checks: [workersCheck(api, model, version, { least: workers, most: workers })],
    timeoutNs,
    signal,
    hint: 'See logs/model_log.log of TorchServe; allow more with server.ready.timeout.',
    // It isn't what a person waits for: the run goes on.
    tell: () => {},
  })
  return workers
}
