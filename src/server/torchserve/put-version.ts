import { TareError } from '../../errors.ts'
import type { ManagementApi, Registration } from './management-api.ts'
import type { ModelVersion } from './model-version.ts'

/**
 * Registers a version anew: what TorchServe reads at registration (batch size, delays, timeouts) can't be changed
 * afterwards. The default version can't be unregistered while there are others, so another one is made the default first; the
 * caller sets it again.
 */
export async function replaceVersion(
  api: ManagementApi,
  model: string,
  version: Pick<ModelVersion, 'version' | 'url'>,
  registration: Omit<Registration, 'url'>,
): Promise<void> {
  const { url } = version
  if (url === null) {
    throw new TareError(
      'server',
      `${model} ${version.version} at ${api.label} has no archive that it could be registered from again`,
      {
        hint: 'Its batch size and delay can’t be changed: leave them as they are, or register the model from an archive.',
      },
    )
  }
  await removeVersion(api, model, version.version)
  await api.register(model, { ...registration, url })
}

export async function removeVersion(api: ManagementApi, model: string, version: string): Promise<void> {
  const others = (await api.versions(model)).filter((other) => other.version !== version)
  if (others[0] !== undefined && (await api.defaultVersion(model)) === version) {
    await api.setDefault(model, others[0].version)
  }
  await api.unregister(model, version)
}

/**
 * Leaves `count` workers running. With room between the least and the most, TorchServe keeps as many as there happen to be, so
 * that a cell would depend on the one before it.
 */
export async function scaleTo(
  api: ManagementApi,
  model: string,
  version: string,
  { minWorkers, maxWorkers, count }: { minWorkers: number; maxWorkers: number; count: number },
): Promise<void> {
  if (minWorkers !== maxWorkers) await api.scale(model, version, count, count)
  await api.scale(model, version, minWorkers, maxWorkers)
}
