import { type HostTree, readField, readNumber } from './host-tree.ts'

export interface CpuDescription {
  readonly model: string | null
  readonly logical_cores: number | null
  /** Cores that the process may run on, as the kernel lists them: `0-3,8`. */
  readonly allowed_cores: string | null
  /** Frequency governors in use; several where cores differ. */
  readonly governors: readonly string[]
  /** Whether the clock may rise above its nominal frequency. */
  readonly boost: boolean | null
  readonly simultaneous_multithreading: boolean | null
  /** Cores kept free of the scheduler by isolcpus. */
  readonly isolated_cores: string | null
}

const cpus = 'sys/devices/system/cpu'

function governors(tree: HostTree): readonly string[] {
  const names = tree
    .list(cpus)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => tree.read(`${cpus}/${name}/cpufreq/scaling_governor`))
    .filter((name) => name !== null)
  return [...new Set(names)].sort()
}

function boost(tree: HostTree): boolean | null {
  const enabled = readNumber(tree, `${cpus}/cpufreq/boost`)
  if (enabled !== null) return enabled !== 0
  const disabled = readNumber(tree, `${cpus}/intel_pstate/no_turbo`)
  return disabled === null ? null : disabled === 0
}

function smt(tree: HostTree): boolean | null {
  const active = readNumber(tree, `${cpus}/smt/active`)
  return active === null ? null : active !== 0
}

function logicalCores(tree: HostTree): number | null {
  const count = (tree.read('proc/cpuinfo') ?? '').match(/^processor\s*:/gm)?.length
  return count ?? null
}

/** The processor, as Linux describes it. */
export function describeCpu(tree: HostTree): CpuDescription {
  return {
    // Arm's cpuinfo has no model name; its device tree names the board.
    model: readField(tree, 'proc/cpuinfo', 'model name') ?? readField(tree, 'proc/cpuinfo', 'Model'),
    logical_cores: logicalCores(tree),
    allowed_cores: readField(tree, 'proc/self/status', 'Cpus_allowed_list'),
    governors: governors(tree),
    boost: boost(tree),
    simultaneous_multithreading: smt(tree),
    isolated_cores: tree.read(`${cpus}/isolated`),
  }
}
