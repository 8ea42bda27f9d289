import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { TareError } from '../errors.ts'
import { createLineSplitter } from '../wire/line-splitter.ts'
import { decodeMessage, encodeMessage } from '../worker/message-line.ts'
import type { FromWorker, ToWorker, WorkerOrder } from '../worker/worker-messages.ts'

/** A worker as the conductor sees it. */
export interface WorkerProcess {
  readonly worker: number
  readonly pid: number | undefined
  send(message: ToWorker): void
  kill(): void
  /** When the worker has read its order and can start at once. Rejects like `ended`. */
  readonly ready: Promise<void>
  /** When the worker has ended in order. Rejects with what stopped it: its own error, or how its process died. */
  readonly ended: Promise<void>
}

const entry = fileURLToPath(new URL('../worker/main.js', import.meta.url))

/**
 * A worker's heap from the start as it will be after hours: a young generation that doesn't grow, and an old one that
 * is collected (in some 5 ms) before it has gathered much. The young one is collected by the loop's own thread: helpers
 * have to be woken for it on other cores, which took longer than the work, and made one send in a hundred late.
 */
const heapFlags = [
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--heap-growing-percent=30',
  '--no-parallel-scavenge',
]

/** Starts a worker process and gives it its order. */
export function startWorker(order: WorkerOrder, onMessage: (message: FromWorker) => void): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, [...heapFlags, entry], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  })
  const input = child.stdin as Writable
  input.on('error', () => {})
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000)
  })
  const ready = deferred()
  const ended = deferred()
  let failure: TareError | undefined
  let done = false
  const split = createLineSplitter((line) => {
    const message = decodeMessage<FromWorker>(line)
    if (message.kind === 'ready') ready.resolve()
    else if (message.kind === 'done') done = true
    else if (message.kind === 'failed') {
      failure = new TareError(
        message.code,
        message.message,
        message.hint === undefined ? {} : { hint: message.hint },
      )
    }
    onMessage(message)
  })
  const up = child.stdio[3] as Readable
  up.setEncoding('utf8').on('data', split)
  child.on('error', (cause) => {
    failure = new TareError('resources', `can't start worker ${order.worker}: ${cause.message}`, {
      hint: 'The system has run out of processes or memory: use fewer --workers, or raise the limit (ulimit -u).',
      cause,
    })
  })
  child.on('close', (code, signal) => {
    if (done) return ended.resolve()
    const how = signal === null ? `exited with status ${code}` : `was killed by ${signal}`
    const reason =
      failure ?? new TareError('internal', `worker ${order.worker} ${how}${complaint && `: ${complaint}`}`)
    ready.reject(reason)
    ended.reject(reason)
  })
  const send = (message: ToWorker): void => {
    if (input.writable) input.write(`${encodeMessage(message)}\n`)
  }
  ready.promise.catch(() => {})
  ended.promise.catch(() => {})
  send(order)
  return {
    worker: order.worker,
    pid: child.pid,
    send,
    kill: () => child.kill('SIGKILL'),
    ready: ready.promise,
    ended: ended.promise,
  }
}

/** Promise.withResolvers, which Node 20 lacks. */
function deferred(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve: () => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
