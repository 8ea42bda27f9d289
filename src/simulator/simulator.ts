import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TareError } from '../errors.ts'
import type { EpochUnixNs } from '../time/clock.ts'
import { createRealtimeClock, realtimeUnixNs } from '../time/realtime-clock.ts'
import type { Backend } from './backend.ts'
import type { EngineConfig } from './engine.ts'
import { createEngineBackend } from './engine-backend.ts'
import type { Fault } from './fault.ts'
import { createGenerationService } from './generation-service.ts'
import { createHttpServer, type TlsIdentity } from './http-server.ts'
import { createLatenessRecorder, type Lateness, type LatenessRecorder } from './lateness.ts'
import { createMetrics } from './metrics.ts'
import { presetNamed } from './presets.ts'
import { createStationBackend, type StationConfig } from './station-backend.ts'
import { createTruthLog } from './truth-log.ts'

const defaultModel = 'tare-simulator'

/** Everything has a default: `startSimulator({})` serves the `default` preset on a free port of 127.0.0.1. */
export interface SimulatorOptions {
  readonly host?: string | undefined
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined
  /** Listens on this unix socket instead. */
  readonly unixPath?: string | undefined
  readonly tls?: TlsIdentity | undefined
  readonly preset?: string | undefined
  /** Replaces parts of the preset. */
  readonly engine?: Partial<EngineConfig> | undefined
  /** A station of known law instead of the engine. */
  readonly station?: StationConfig | undefined
  readonly model?: string | undefined
  /** Asked for as `authorization: Bearer …` under /v1. */
  readonly apiKey?: string | undefined
  /** Words, lengths, service times and faults are functions of it and of a request's place in order of arrival. */
  readonly seed?: number | undefined
  readonly faults?: readonly Fault[] | undefined
  /** Median length of a reply whose request sets none. */
  readonly replyMedianTokens?: number | undefined
  /** File for the truth log; see truth-log.ts. */
  readonly truthLog?: string | undefined
  /** What the truth log's times count from; the start by default. */
  readonly epochUnixNs?: EpochUnixNs | undefined
}

/** What `/simulator/status` says. */
export interface SimulatorStatus {
  readonly model: string
  readonly generated_tokens: number
  readonly cpu_s: number
  readonly cpu_us_per_token: number | null
  readonly lateness_us: {
    readonly steps: number
    readonly p50: number
    readonly p99: number
    readonly max: number
  }
  readonly queued_writes: number
  readonly stalls: number
}

export interface RunningSimulator {
  /** `http://127.0.0.1:PORT`, or https, or `unix:/path`. */
  readonly url: string
  /** 0 on a unix socket. */
  readonly port: number
  readonly model: string
  lateness(): Lateness
  status(): SimulatorStatus
  /** Closes all connections, whatever they are doing, and completes the truth log. */
  close(): Promise<void>
}

/**
 * Starts a simulator in this process and resolves once it listens. Throws a TareError (usage) when an option doesn't
 * make sense or the address can't be listened on.
 *
 * @example
 * const simulator = await startSimulator({ preset: 'fast', truthLog: 'truth.ndjson' })
 * console.log(simulator.url)
 * await simulator.close()
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const model = options.model ?? defaultModel
  const seed = options.seed ?? 0
  const monotonicNs = (): number => performance.now() * 1e6
  const epochUnixNs = options.epochUnixNs ?? realtimeUnixNs()
  const realtime = createRealtimeClock(epochUnixNs)
  const realtimeNs = (): number => realtime.nowNs()
  const lateness = createLatenessRecorder()
  const metrics = createMetrics()
  const backend = createBackend(options, seed, monotonicNs, lateness)
  const truthLog = options.truthLog === undefined ? undefined : createTruthLog(options.truthLog, epochUnixNs)
  const cpuAtStart = process.cpuUsage()

  function status(): SimulatorStatus {
    const { steps, p50Us, p99Us, maxUs, queuedWrites, stalls } = lateness.report()
    const { user, system } = process.cpuUsage(cpuAtStart)
    const tokens = metrics.generatedTokens()
    return {
      model,
      generated_tokens: tokens,
      cpu_s: (user + system) / 1e6,
      cpu_us_per_token: tokens === 0 ? null : (user + system) / tokens,
      lateness_us: { steps, p50: p50Us, p99: p99Us, max: maxUs },
      queued_writes: queuedWrites,
      stalls,
    }
  }

  const serviceOptions = {
    model,
    seed,
    faults: options.faults ?? [],
    replyMedianTokens: options.replyMedianTokens ?? 128,
  }
  const server = createHttpServer(
    {
      apiKey: options.apiKey,
      generate: createGenerationService(serviceOptions, backend, {
        metrics,
        lateness,
        truthLog,
        monotonicNs,
        realtimeNs,
      }),
      modelsBody: () => modelsBody(model, backend.maxSequenceTokens),
      metricsText: () => metrics.expose(model, backend.figures()),
      statusBody: () => JSON.stringify(status()),
      monotonicNs,
      realtimeNs,
    },
    options.tls,
  )
  try {
    await listen(server, options)
  } catch (error) {
    await truthLog?.close()
    throw error
  }
  const port = options.unixPath === undefined ? (server.address() as AddressInfo).port : 0
  return {
    url: urlOf(options, port),
    port,
    model,
    lateness: () => lateness.report(),
    status,
    async close() {
      backend.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await truthLog?.close()
    },
  }
}

function createBackend(
  options: SimulatorOptions,
  seed: number,
  nowNs: () => number,
  lateness: LatenessRecorder,
): Backend {
  const engine = { ...presetNamed(options.preset ?? 'default').engine, ...options.engine }
  if (options.station === undefined) return createEngineBackend(engine, nowNs, lateness)
  const { maxModelTokens } = engine
  return createStationBackend({ ...options.station, maxModelTokens, seed }, nowNs, lateness)
}

function modelsBody(model: string, maxModelTokens: number): string {
  const entry = { id: model, object: 'model', created: 0, owned_by: 'tare', max_model_len: maxModelTokens }
  return JSON.stringify({ object: 'list', data: [entry] })
}

function listen(server: Server, options: SimulatorOptions): Promise<void> {
  const { host = '127.0.0.1', port = 0, unixPath } = options
  const place = unixPath === undefined ? { host, port, backlog: 4096 } : { path: unixPath, backlog: 4096 }
  const name = unixPath ?? `${host}:${port}`
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void =>
      reject(
        new TareError('usage', `can't listen on ${name}: ${cause.message}`, {
          hint: listenHint(cause.code, unixPath),
          cause,
        }),
      )
    server.once('error', fail)
    server.listen(place, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

function listenHint(code: string | undefined, unixPath: string | undefined): string {
  if (unixPath !== undefined) {
    return existsSync(unixPath)
      ? 'Remove the file, or name another.'
      : 'Name a file in a folder that you may write to.'
  }
  if (code === 'EADDRINUSE') return 'Stop what listens there, or give another --port (0 takes a free one).'
  if (code === 'EACCES') return 'Ports below 1024 need a privilege; give a higher --port.'
  return 'Give an address of this machine as --host.'
}

function urlOf(options: SimulatorOptions, port: number): string {
  if (options.unixPath !== undefined) return `unix:${options.unixPath}`
  const host = options.host ?? '127.0.0.1'
  return `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
