import { TareError } from '../errors.ts'
import { runWorker } from './run-worker.ts'
import { tellConductor, waitForMessage } from './worker-channel.ts'

/** Entry of a worker process: takes its order, waits for the start, runs, and says how it went. */
async function main(): Promise<void> {
  // Ctrl-C, a closed terminal and a stopped service reach every process of the group; the conductor decides what they
  // mean. A worker whose conductor has died sees its standard input end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  const order = waitForMessage()
  if (order?.kind !== 'order') return
  // What the portable loop's sockets throw has no caller.
  process.on('uncaughtException', fail)
  await runWorker(order)
}

/** Tells the conductor why, and ends whatever is still open. */
function fail(error: unknown): never {
  if (error instanceof TareError) {
    tellConductor({ kind: 'failed', code: error.code, message: error.message, hint: error.hint })
  } else {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    tellConductor({ kind: 'failed', code: 'internal', message, hint: undefined })
  }
  process.exit(1)
}

await main().catch(fail)
