import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { comparedMetrics } from '../../analysis/comparison/compared-metric.ts'
import type { ComparedRun, MachineFacts, RunFacts } from '../../analysis/comparison/compared-run.ts'
import { shortened, TareError } from '../../errors.ts'
import type { Summary } from '../../metrics/summary.ts'
import { allowedCores } from '../../run/core-plan.ts'
import type { Environment } from '../../run/environment.ts'
import { runFolder } from '../../run/run-folder.ts'

/** What a comparison reads of each file: one without it was cut, or written by something else. */
const summarySections = ['verdict', 'load', 'latency_ms', 'throughput', 'tokens', 'target', 'instrument']
const environmentSections = ['cpu', 'memory', 'cgroup', 'host']
const planSections = ['load', 'workload', 'target']

/** Keys of plan.yaml that differ between repeats of one plan. */
const ofOneRun = new Set(['seed', 'dir', 'label'])

/**
 * A finished run, read from its folder; its cell's axes and its server's settings are known by its sweep. Throws TareError 'folder' when it isn't finished, is damaged, or is of a schema that this
 * version doesn't know.
 */
export function readComparedRun(
  path: string,
  axes: ComparedRun['axes'] = {},
  serverSettings: RunFacts['serverSettings'] = {},
): ComparedRun {
  const folder = runFolder(path)
  const summary = readJson<Summary>(folder.summary, path)
  const schema: unknown = summary?.schema
  if (typeof schema !== 'string') throw damaged(folder.summary, path, new Error('it has no schema'))
  if (schema !== 'tare.summary/1') {
    throw new TareError('folder', `${folder.summary} is of schema ${shortened(schema, 40)}`, {
      hint: 'This version of Tare reads tare.summary/1: make the summary again with tare report, or use the version that wrote it.',
    })
  }
  requireSections(summary, summarySections, folder.summary, path)
  if (!isWhole(summary)) throw damaged(folder.summary, path, new Error('a figure is missing, or is none'))
  const environment = readJson<Environment>(folder.environment, path)
  requireSections(environment, environmentSections, folder.environment, path)
  const plan = readPlan(folder.plan, path)
  requireSections(plan, planSections, folder.plan, path)
  const facts = { ...factsOf(summary, environment, plan), serverSettings }
  return { path, summary, facts, axes }
}

function factsOf(
  summary: Summary,
  environment: Environment,
  plan: Readonly<Record<string, unknown>>,
): Omit<RunFacts, 'serverSettings'> {
  return {
    tareVersion: summary.tare_version,
    load: canonical(plan.load),
    workload: canonical(plan.workload),
    target: canonical(plan.target),
    machine: machineOf(environment),
    calibratedAt: summary.instrument.calibration?.calibrated_at ?? null,
    commit: environment.git?.commit ?? null,
    branch: environment.git?.branch ?? null,
  }
}

function machineOf({ cpu, memory, cgroup, host }: Environment): MachineFacts {
  const allowed = allowedCores(`Cpus_allowed_list:\t${cpu.allowed_cores ?? ''}`).length
  const cores = allowed > 0 ? allowed : (cpu.logical_cores ?? 1)
  const gib = Math.round((memory.total_bytes ?? 0) / 2 ** 30)
  const inWords = `${cpu.model ?? 'unknown CPU'}, ${cores} cores, ${gib} GiB`
  const digest = createHash('sha256').update(JSON.stringify([inWords, host.arch, cgroup.cpu_limit_cores]))
  return { fingerprint: digest.digest('hex').slice(0, 12), inWords, hostId: host.id, kernel: host.kernel }
}

/** JSON with sorted keys, without what differs between repeats. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (key, inner: unknown) => {
    if (ofOneRun.has(key)) return undefined
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function readPlan(file: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return parse(readText(file, path)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    if (cause instanceof TareError) throw cause
    throw damaged(file, path, cause)
  }
}

function readJson<T>(file: string, path: string): T {
  try {
    return JSON.parse(readText(file, path)) as T
  } catch (cause) {
    if (cause instanceof TareError) throw cause
    throw damaged(file, path, cause)
  }
}

function requireSections(value: unknown, sections: readonly string[], file: string, path: string): void {
  const held = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const lost = sections.find((name) => typeof held[name] !== 'object' || held[name] === null)
  if (lost !== undefined) throw damaged(file, path, new Error(`it has no ${lost}`))
}

/** Whether all that comparisons read is there, and of its kind: what something else wrote, or has mended, may hold anything. */
function isWhole(summary: Summary): boolean {
  const { run_id, started_at, verdict, tokens, instrument } = summary
  const isFigure = (value: unknown): boolean => value === null || Number.isFinite(value)
  try {
    return (
      typeof run_id === 'string' &&
      !Number.isNaN(Date.parse(started_at)) &&
      verdict.checks.every(({ affects }) => Array.isArray(affects)) &&
      [tokens.input.mean, tokens.output.mean].every(isFigure) &&
      typeof instrument.calibration === 'object' &&
      comparedMetrics.every(({ read, unresolved, ci95, n }) =>
        [read(summary), unresolved(summary), n(summary), ...(ci95(summary) ?? [])].every(isFigure),
      )
    )
  } catch {
    return false
  }
}

function damaged(file: string, path: string, cause: unknown): TareError {
  return new TareError('folder', `${file} is damaged`, {
    hint: `If the run was killed, complete it with: tare recover ${path}`,
    cause,
  })
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const [what, hint] = existsSync(runFolder(path).summary)
      ? ['is not a whole run', 'Copy all of its folder, or measure it again.']
      : ['is not a finished run', `If it was killed, complete it with: tare recover ${path}`]
    throw new TareError('folder', `${path} ${what}: can't read ${file}`, { hint, cause })
  }
}
