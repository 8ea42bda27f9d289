import type { ExistingServer } from '../../plan/server-plan.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { readyChecks } from '../ready/ready-checks.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { targetClient } from '../target-client.ts'

/** Waits until the server is ready, and leaves it as it is. */
export function createExistingServer(around: ServerSurroundings): ServerAdapter<ExistingServer> {
  const client = targetClient(around)
  return {
    async apply({ ready }, signal) {
      await waitUntilReady({
        what: `the server at ${client.label}`,
        checks: readyChecks(ready, around, client, around.model),
        timeoutNs: ready.timeoutNs,
        signal,
        hint: 'Start it, allow more with server.ready.timeout, or change what is asked under server.ready.',
        tell: around.tell,
      })
      return { settings: {}, pid: null }
    },
    async restore() {},
  }
}
