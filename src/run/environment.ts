import { createHash } from 'node:crypto'
import os from 'node:os'
import type { Plan } from '../plan/plan.ts'
import { redactCommandLine } from '../plan/redact-command-line.ts'
import { tareVersion } from '../version.ts'
import { type CgroupLimits, describeCgroup } from './environment/cgroup.ts'
import { type CpuDescription, describeCpu } from './environment/cpu.ts'
import { type GitState, readGitState } from './environment/git-state.ts'
import { type HostTree, hostTree, readField, readNumber } from './environment/host-tree.ts'
import { describeVirtualisation, type Virtualisation } from './environment/virtualisation.ts'
import { readResourceLimits } from './resource-limits.ts'
import { createRunId } from './run-id.ts'

/** environment.json: what the numbers of a run depend on besides its plan. Null is what the machine wouldn't say. */
export interface Environment {
  readonly schema: 'tare.environment/1'
  readonly run_id: string
  readonly started_at: string
  readonly tare_version: string
  /** As typed, without its secrets. */
  readonly command_line: readonly string[]
  /** Of the load; the workload has its own. */
  readonly load_seed: number
  readonly workload_seed: number
  /** Of the folder that the run was started in: often the one that holds what is measured. */
  readonly git: GitState | null
  readonly node: {
    readonly version: string
    readonly v8: string
    readonly openssl: string | null
    readonly uv: string | null
  }
  readonly host: {
    /**
     * Tells whether two runs were on one machine, without naming it: run folders are shown to others. A hash of
     * the machine's id, which machine-id(5) asks never to be given away plain.
     */
    readonly id: string
    readonly platform: string
    readonly arch: string
    readonly kernel: string
    readonly distribution: string | null
    readonly time_zone: string
    readonly locale: string
  }
  readonly cpu: CpuDescription
  readonly memory: {
    readonly total_bytes: number
    readonly available_bytes: number | null
    readonly swap_bytes: number | null
  }
  readonly cgroup: CgroupLimits
  readonly virtualisation: Virtualisation
  readonly clock: {
    readonly source: string | null
    /** How late a sleep may wake by the kernel's leave, before a worker asks for less. */
    readonly timer_slack_ns: number | null
  }
  readonly limits: {
    /** Null is also no limit. */
    readonly open_files_soft: number | null
    readonly open_files_hard: number | null
    readonly ephemeral_port_first: number | null
    readonly ephemeral_port_last: number | null
    readonly somaxconn: number | null
  }
}

export interface EnvironmentOptions {
  readonly plan: Plan
  /** With its secrets. */
  readonly commandLine: readonly string[]
  /** Files of the machine to describe. */
  readonly tree?: HostTree
  readonly folder?: string
  readonly startedAt?: Date
}

function hostId(tree: HostTree): string {
  const id = tree.read('etc/machine-id') ?? os.hostname()
  return createHash('sha256').update(`tare:${id}`).digest('hex').slice(0, 12)
}

function kibibytes(tree: HostTree, key: string): number | null {
  const match = /^(\d+) kB$/.exec(readField(tree, 'proc/meminfo', key) ?? '')
  return match === null ? null : Number(match[1]) * 1024
}

function describeHost(tree: HostTree): Environment['host'] {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return {
    id: hostId(tree),
    platform: os.platform(),
    arch: os.arch(),
    kernel: tree.read('proc/sys/kernel/osrelease') ?? os.release(),
    distribution: readField(tree, 'etc/os-release', 'PRETTY_NAME')?.replace(/^"(.*)"$/, '$1') ?? null,
    time_zone: timeZone,
    locale,
  }
}

/** Where there is no /proc, as on macOS, Node knows the processor's name and the number of cores. */
function describeProcessor(tree: HostTree): CpuDescription {
  const cpu = describeCpu(tree)
  const cores = os.cpus()
  return {
    ...cpu,
    model: cpu.model ?? cores[0]?.model ?? null,
    logical_cores: cpu.logical_cores ?? cores.length,
  }
}

function describeLimits(tree: HostTree): Environment['limits'] {
  const limits = readResourceLimits(tree)
  const finite = (limit: number | null): number | null => (limit === Number.POSITIVE_INFINITY ? null : limit)
  return {
    open_files_soft: finite(limits.openFilesSoft),
    open_files_hard: finite(limits.openFilesHard),
    ephemeral_port_first: limits.portRange?.[0] ?? null,
    ephemeral_port_last: limits.portRange?.[1] ?? null,
    somaxconn: limits.somaxconn,
  }
}

/** Describes this machine and this process, and gives the run its id. Reads only; what can't be read is null. */
export function describeEnvironment(options: EnvironmentOptions): Environment {
  const { plan, commandLine, tree = hostTree(), folder = process.cwd(), startedAt = new Date() } = options
  return {
    schema: 'tare.environment/1',
    run_id: createRunId(startedAt, Math.random()),
    started_at: startedAt.toISOString(),
    tare_version: tareVersion,
    command_line: redactCommandLine(commandLine),
    load_seed: plan.load.seed,
    workload_seed: plan.workload.seed,
    git: readGitState(folder),
    node: {
      version: process.version,
      v8: process.versions.v8,
      openssl: process.versions.openssl ?? null,
      uv: process.versions.uv ?? null,
    },
    host: describeHost(tree),
    cpu: describeProcessor(tree),
    memory: {
      total_bytes: kibibytes(tree, 'MemTotal') ?? os.totalmem(),
      available_bytes: kibibytes(tree, 'MemAvailable'),
      swap_bytes: kibibytes(tree, 'SwapTotal'),
    },
    cgroup: describeCgroup(tree),
    virtualisation: describeVirtualisation(tree),
    clock: {
      source: tree.read('sys/devices/system/clocksource/clocksource0/current_clocksource'),
      timer_slack_ns: readNumber(tree, 'proc/self/timerslack_ns'),
    },
    limits: describeLimits(tree),
  }
}
