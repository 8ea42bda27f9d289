import { TareError } from '../errors.ts'
import { runWorker } from './run-worker.ts'
import { tellConductor, waitForMessage } from './worker-channel.ts'

/** Entry of a worker process: takes its order, waits for the start, runs, and says how it went. */
async function main(): Promise<void> {
  // Ctrl-C reaches every process of the terminal's group; the conductor decides what it means.
  process.on('SIGINT', () => {})
  const order = waitForMessage()
  if (order?.kind !== 'order') return
  try {
    await runWorker(order)
  } catch (error) {
    const known = error instanceof TareError
    const message = known
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
    const code = known ? error.code : 'internal'
    tellConductor({ kind: 'failed', code, message, hint: known ? error.hint : undefined })
    process.exitCode = 1
  }
}

await main()
