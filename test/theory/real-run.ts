import { readFileSync } from 'node:fs'
import type { Summary } from '../../src/metrics/summary.ts'
import type { RequestRecord } from '../../src/record/request-record.ts'
import { allowedCores, planCores } from '../../src/run/core-plan.ts'
import type { ServiceLaw } from '../../src/simulator/service-law.ts'
import type { TruthRecord } from '../../src/simulator/truth-log.ts'
import { runProcessOnCores } from '../../src/wire/kernel/cpu-affinity.ts'
import {
  type ExportedRecord,
  exportRecords,
  readSummary,
  type Scratch,
  simulate,
  tare,
} from '../support/tare.ts'
import { type KnownQueue, relaxationSeconds } from './known-queue.ts'
import { stationRecord } from './station-record.ts'

/** A run of `tare run` against `tare simulate --station`, each in a process of its own, over loopback. */
export interface RealRun {
  readonly summary: Summary
  /** The same requests by the truth log: arrived when the server had read them, served when they were due. */
  readonly atServer: readonly RequestRecord[]
  readonly added: AddedTime
}

/** What the way from the law to the client's number adds, in the mean over a run's measured requests. */
export interface AddedTime {
  /** The simulator's lateness with the last token. */
  readonly simulatorUs: number
  /** From the client's send until the server had read the request, and from the last write until it arrived. */
  readonly wayUs: number
}

const warmupRelaxations = 10

/** Exit status 3 is a verdict of INVALID: the run was measured all the same. */
const measuredStatuses = [0, 3]

export async function realRun(
  queue: KnownQueue,
  seconds: number,
  seed: number,
  space: Scratch,
): Promise<RealRun> {
  const run = space.run()
  const truthLog = `${run}.truth`
  const station = ['--station', lawFlag(queue.law), '--servers', String(queue.servers)]
  const simulator = await simulate([...station, '--seed', String(seed), '--truth-log', truthLog])
  // On a core of their own, since the system puts two processes that wake each other over loopback onto one.
  const cores = planCores(1, allowedCores())
  if (cores !== null) runProcessOnCores(cores.others, simulator.pid)
  const warmupMs = Math.ceil(warmupRelaxations * relaxationSeconds(queue) * 1e3)
  const load = ['--rate', String(queue.load.arrivalsPerSecond), '--duration', `${seconds}s`]
  // Two tokens: the first leaves at half of the service time, which tells when service began.
  const work = ['--input-tokens', '8', '--output-tokens', '2', '--workers', '1', '--pin', '--no-preflight']
  const rest = ['--warmup', `${warmupMs}ms`, '--seed', String(seed), '--out', run]
  const { status, stderr } = await tare(['run', simulator.url, ...load, ...work, ...rest])
  await simulator.stop()
  if (!measuredStatuses.includes(status ?? 1)) throw new Error(`tare run ended with ${status}: ${stderr}`)
  return { summary: readSummary(run), ...againstTruth(await exportRecords(run), readTruth(truthLog)) }
}

function lawFlag(law: ServiceLaw): string {
  if (law.kind === 'deterministic') return `deterministic(${law.timeNs / 1e3}us)`
  if (law.kind === 'exponential') return `exponential(${law.meanNs / 1e3}us)`
  throw new RangeError(`no closed form is known here for a ${law.kind} law`)
}

function readTruth(path: string): ReadonlyMap<string, TruthRecord> {
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const records = lines.map((line) => JSON.parse(line) as TruthRecord)
  return new Map(records.map((record) => [record.request_id, record]))
}

function againstTruth(
  measured: readonly ExportedRecord[],
  truth: ReadonlyMap<string, TruthRecord>,
): Pick<RealRun, 'atServer' | 'added'> {
  const atServer: RequestRecord[] = []
  let simulatorNs = 0
  let wayNs = 0
  for (const { request_id, index, phase, sent_ns, last_token_ns } of measured) {
    if (phase !== 'measure') continue
    const { received_ns, due_ns, token_ns } = truth.get(request_id)!
    const [halfNs, endNs] = due_ns as [number, number]
    const startNs = Math.max(received_ns, halfNs - (endNs - halfNs))
    atServer.push(stationRecord({ index: Number(index), phase, arrivedNs: received_ns, startNs, endNs }))
    simulatorNs += token_ns[1]! - endNs
    wayNs += Number(last_token_ns) - Number(sent_ns) - (token_ns[1]! - received_ns)
  }
  const perRequestUs = 1e-3 / atServer.length
  return { atServer, added: { simulatorUs: simulatorNs * perRequestUs, wayUs: wayNs * perRequestUs } }
}
