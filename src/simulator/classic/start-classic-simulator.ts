import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TareError } from '../../errors.ts'
import { createDeadlineTimer, type DeadlineTimer } from '../deadline-timer.ts'
import { createLatenessRecorder, type Lateness, type LatenessRecorder } from '../lateness.ts'
import { answerOn } from './answer-on.ts'
import type { BatchLaw } from './batch-law.ts'
import type { ClassicContext } from './classic-context.ts'
import type { ClassicFault } from './classic-fault.ts'
import { createClassicServer } from './classic-http.ts'
import { createClassicModel, defaultSettings } from './classic-model.ts'
import { createClassicRegistry } from './classic-registry.ts'
import { type Contention, noContention } from './contention.ts'
import { openMetricsLog } from './metrics-log.ts'
import { scaleModel } from './scale-model.ts'
import { createTorchServeMetrics } from './torchserve-metrics.ts'

/** A model that is there from the start. */
export interface PreloadedModel {
  readonly name: string
  readonly batchSize?: number | undefined
  readonly maxBatchDelayMs?: number | undefined
  readonly workers?: number | undefined
}

/** Everything has a default: `startClassicSimulator()` has no models, and listens on free ports of 127.0.0.1. */
export interface ClassicOptions {
  readonly host?: string | undefined
  /** 0, the default, takes a free one; so do the other two. */
  readonly inferencePort?: number | undefined
  readonly managementPort?: number | undefined
  readonly metricsPort?: number | undefined
  /** How long a batch takes; 5 ms and 1 ms an item by default. */
  readonly law?: BatchLaw | undefined
  readonly contention?: Contention | undefined
  /** Most requests that wait, per model; 100 by default, as TorchServe's job_queue_size. */
  readonly queueLimit?: number | undefined
  /** From the start of a worker until it is READY; 50 ms by default. */
  readonly workerStartMs?: number | undefined
  /** Of the times that batches take. */
  readonly seed?: number | undefined
  readonly models?: readonly PreloadedModel[] | undefined
  readonly faults?: readonly ClassicFault[] | undefined
  /** Asked for as `authorization: Bearer …` by the management API, and /v2/repository. */
  readonly managementToken?: string | undefined
  /** The same, of the inference APIs. */
  readonly inferenceToken?: string | undefined
  /** File to which TorchServe's metrics are appended as its logs have them. */
  readonly metricsLog?: string | undefined
}

export interface RunningClassicSimulator {
  /** TorchServe's inference API, and the whole of /v2. */
  readonly inferenceUrl: string
  /** TorchServe's management API. */
  readonly managementUrl: string
  /** `/metrics` is below it. */
  readonly metricsUrl: string
  lateness(): Lateness
  /** Closes all connections, whatever they are doing. */
  close(): Promise<void>
}

const defaultLaw: BatchLaw = { kind: 'deterministic', baseNs: 5e6, perItemNs: 1e6, sigma: 0 }

/**
 * Starts a dynamic-batching server in this process and resolves once it listens and its preloaded models are ready. Throws a
 * TareError (usage) when a port can't be listened on.
 *
 * @example
 * const simulator = await startClassicSimulator({ models: [{ name: 'm', batchSize: 4, workers: 2 }] })
 * await fetch(`${simulator.inferenceUrl}/predictions/m`, { method: 'POST', body: 'anything' })
 * await simulator.close()
 */
export async function startClassicSimulator(options: ClassicOptions = {}): Promise<RunningClassicSimulator> {
  const lateness = createLatenessRecorder()
  const host = hostname()
  const log =
    options.metricsLog === undefined ? undefined : await openMetricsLog(options.metricsLog, host, unixMs)
  // Those of models that are gone from the registry, and not done, too.
  const timers: DeadlineTimer[] = []
  const metrics = createTorchServeMetrics(host, unixMs, (update) => log?.write(update))
  const context = createContext(options, { lateness, timers, metrics })
  const answer = answerOn(context, options)
  const servers: Server[] = []
  const open = async (api: keyof typeof answer, port = 0): Promise<string> => {
    const server = createClassicServer(randomUUID, answer[api])
    const flag = `--${api === 'inference' ? '' : `${api}-`}port`
    await listen(server, options.host ?? '127.0.0.1', port, flag)
    servers.push(server)
    return urlOf(server)
  }
  const close = async (): Promise<void> => {
    context.registry.stop()
    for (const timer of timers) timer.cancel()
    await Promise.all(servers.map(closeServer))
    // Those who have just got their replies may be why it closes: how late these were is told a turn later.
    await nextTurn()
    await log?.close()
  }
  try {
    const inferenceUrl = await open('inference', options.inferencePort)
    const managementUrl = await open('management', options.managementPort)
    if (context.faults.some(({ kind }) => kind === 'management_closed')) await closeServer(servers.at(-1)!)
    const metricsUrl = await open('metrics', options.metricsPort)
    await Promise.all((options.models ?? []).map((model) => preload(context, model)))
    return { inferenceUrl, managementUrl, metricsUrl, lateness: () => lateness.report(), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface ContextParts {
  readonly lateness: LatenessRecorder
  /** Gets every timer that is made. */
  readonly timers: DeadlineTimer[]
  readonly metrics: ClassicContext['metrics']
}

function createContext(options: ClassicOptions, { lateness, timers, metrics }: ContextParts): ClassicContext {
  const faults = options.faults ?? []
  return {
    registry: createClassicRegistry(),
    law: {
      law: options.law ?? defaultLaw,
      contention: options.contention ?? noContention,
      queueLimit: options.queueLimit ?? 100,
      seed: options.seed ?? 0,
      workerStartNs: (options.workerStartMs ?? 50) * 1e6,
      workersStart: !faults.some(({ kind }) => kind === 'never_ready'),
    },
    around: {
      nowNs: () => performance.now() * 1e6,
      unixMs,
      lateness,
      createTimer(nowNs, fire) {
        const timer = createDeadlineTimer(nowNs, fire)
        timers.push(timer)
        return timer
      },
      // Replies are written by promises, which are through before the next turn of the event loop.
      afterReplies: setImmediate,
      nextWorkerId: createCounter(firstWorkerId),
    },
    metrics,
    faults,
  }
}

function unixMs(): number {
  return Date.now()
}

/** TorchServe's workers are numbered by their ports. */
const firstWorkerId = 9000

function createCounter(first: number): () => number {
  let next = first
  return () => next++
}

async function preload(context: ClassicContext, options: PreloadedModel): Promise<void> {
  const { name, workers = 1, batchSize = 1, maxBatchDelayMs = defaultSettings.maxBatchDelayMs } = options
  const identity = { name, version: '1.0', url: `${name}.mar`, loadedAtStartup: true, ofWorkflow: false }
  const model = createClassicModel(
    { ...identity, delayRule: 'first-taken' },
    { ...defaultSettings, batchSize, maxBatchDelayMs },
    context.law,
    context.around,
  )
  context.registry.add(model)
  const ready = scaleModel(context, model, workers, workers)
  // Workers that never become ready are to be seen by who asks, not waited for.
  if (context.law.workersStart) await ready
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}

function listen(server: Server, host: string, port: number, flag: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const hint = `Stop what listens there, or give another ${flag} (0 takes a free one).`
      reject(new TareError('usage', `can't listen on ${host}:${port}: ${cause.message}`, { hint, cause }))
    })
    server.listen({ host, port, backlog: 4096 }, resolve)
  })
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
