import type { ReadyCheck } from '../ready/wait-until-ready.ts'
import type { ManagementApi } from './management-api.ts'

/** How many workers are to be ready, with none that isn't. */
export interface ExpectedWorkers {
  readonly least: number
  /** Left out: any more will do. */
  readonly most?: number
}

/** A worker that starts, or starts again after it has died, is shown as UNLOADING. */
export function workersCheck(
  api: ManagementApi,
  model: string,
  version: string,
  { least, most = Number.POSITIVE_INFINITY }: ExpectedWorkers,
): ReadyCheck {
  return async () => {
    const described = (await api.versions(model)).find((one) => one.version === version)
    if (described === undefined) return `${version} is not registered any more`
    const waiting = described.workers.filter(({ status }) => status !== 'READY')
    const ready = described.workers.length - waiting.length
    if (waiting.length === 0 && ready >= least && ready <= most) return null
    const states = waiting.map(({ id, status }) => `, worker ${id} is ${status}`).join('')
    return `${ready} of ${least} workers are READY${states}`
  }
}
