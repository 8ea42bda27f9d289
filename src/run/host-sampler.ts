import { throttledUs, throttleFiles } from './environment/cgroup.ts'
import type { HostTree } from './environment/host-tree.ts'

/** What the machine did since the sampler was made; null where it doesn't say. */
export interface HostFigures {
  readonly atNs: number
  /** Time of all cores, in whatever state. */
  readonly cpuTotalUs: number | null
  /** … that the hypervisor gave to others. */
  readonly stealUs: number | null
  /** Time for which a CPU limit held back this process's cgroup, or one above it. */
  readonly throttledUs: number | null
  /** Of all connections of the machine, or of the container. */
  readonly tcpRetransmits: number | null
  readonly tcpSegmentsSent: number | null
}

type HostCounters = Omit<HostFigures, 'atNs'>

/** /proc counts processor time in ticks of USER_HZ, which is 100 a second for all programs (time(7)). */
const usPerTick = 10_000

/** Samples the machine: each call gives what has happened since this one. */
export function createHostSampler(tree: HostTree): (atNs: number) => HostFigures {
  const cpuStats = throttleFiles(tree)
  const start = readCounters(tree, cpuStats)
  return (atNs) => {
    const now = readCounters(tree, cpuStats)
    const since = (key: keyof HostCounters): number | null => difference(now[key], start[key])
    return {
      atNs,
      cpuTotalUs: since('cpuTotalUs'),
      stealUs: since('stealUs'),
      throttledUs: since('throttledUs'),
      tcpRetransmits: since('tcpRetransmits'),
      tcpSegmentsSent: since('tcpSegmentsSent'),
    }
  }
}

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before
}

function readCounters(tree: HostTree, cpuStats: readonly string[]): HostCounters {
  const cpu = cpuTicks(tree.read('proc/stat') ?? '')
  const tcp = tcpCounters(tree.read('proc/net/snmp') ?? '')
  return {
    cpuTotalUs: cpu === null ? null : cpu.reduce((sum, ticks) => sum + ticks, 0) * usPerTick,
    stealUs: cpu?.[7] === undefined ? null : cpu[7] * usPerTick,
    throttledUs: totalThrottledUs(tree, cpuStats),
    tcpRetransmits: tcp.get('RetransSegs') ?? null,
    tcpSegmentsSent: tcp.get('OutSegs') ?? null,
  }
}

/** user, nice, system, idle, iowait, irq, softirq, steal: guest time, which follows, is in user already (proc_stat(5)). */
function cpuTicks(stat: string): readonly number[] | null {
  const [, numbers] = /^cpu +([\d ]+)$/m.exec(stat) ?? []
  return numbers?.trim().split(/ +/).slice(0, 8).map(Number) ?? null
}

/** The two lines of proc_net_snmp that begin with `Tcp:`: names, and their values. */
function tcpCounters(snmp: string): ReadonlyMap<string, number> {
  const [names = [], values = []] = Array.from(snmp.matchAll(/^Tcp: (.*)$/gm), ([, rest]) => rest!.split(' '))
  return new Map(names.map((name, i) => [name, Number(values[i])]))
}

/** A limit on any group above holds too. */
function totalThrottledUs(tree: HostTree, cpuStats: readonly string[]): number | null {
  const told = cpuStats.flatMap((path) => throttledUs(tree.read(path) ?? '') ?? [])
  return told.length === 0 ? null : told.reduce((sum, us) => sum + us, 0)
}
