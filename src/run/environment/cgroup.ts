import { posix } from 'node:path'
import { type HostTree, readNumber } from './host-tree.ts'

export interface CgroupLimits {
  readonly version: 1 | 2 | null
  /** CPU time that the group may use, in cores; null without a limit. */
  readonly cpu_limit_cores: number | null
  readonly memory_limit_bytes: number | null
}

const mount = 'sys/fs/cgroup'

/** Version 1 says "no limit" with the largest multiple of a page that fits 63 bits, whatever the page's size. */
const unlimitedBytes = 2 ** 62

/** `hierarchy:controllers:path` lines of /proc/self/cgroup; the path of one controller, '' being version 2's. */
function pathOf(tree: HostTree, controller: string): string | null {
  for (const line of (tree.read('proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, ...path] = line.split(':')
    if (controllers?.split(',').includes(controller)) return posix.normalize(`/${path.join(':')}`)
  }
  return null
}

/**
 * A group and all above it, up to the mount's root: the limit of each holds. Inside a container the path may be the
 * host's while the mount is the container's; then only the root is there, and it is the right one.
 */
function lineage(path: string): readonly string[] {
  const parent = posix.dirname(path)
  return parent === path ? [path] : [path, ...lineage(parent)]
}

function tightest(limits: readonly (number | null)[]): number | null {
  const finite = limits.filter((limit) => limit !== null && Number.isFinite(limit) && limit > 0)
  return finite.length === 0 ? null : Math.min(...(finite as number[]))
}

/** cpu.max: `max 100000` or `quota period`, in microseconds. */
function cpuMax(tree: HostTree, folder: string): number | null {
  const [quota, period] = (tree.read(posix.join(folder, 'cpu.max')) ?? '').split(' ').map(Number)
  return quota === undefined || period === undefined ? null : quota / period
}

function cfsQuota(tree: HostTree, folder: string): number | null {
  const quota = readNumber(tree, posix.join(folder, 'cpu.cfs_quota_us'))
  const period = readNumber(tree, posix.join(folder, 'cpu.cfs_period_us'))
  return quota === null || period === null ? null : quota / period
}

function memoryV1(tree: HostTree, folder: string): number | null {
  const bytes = readNumber(tree, posix.join(folder, 'memory.limit_in_bytes'))
  return bytes === null || bytes >= unlimitedBytes ? null : bytes
}

/** Where version 1 mounts a controller: alone, or with its neighbour as systemd does. */
function foldersV1(tree: HostTree, controller: string, together: string): readonly string[] {
  const names = tree.list(mount)
  const name = names.includes(controller) ? controller : names.includes(together) ? together : null
  const path = pathOf(tree, controller)
  return name === null || path === null ? [] : lineage(path).map((group) => posix.join(mount, name, group))
}

/** The files that say for how long CPU limits have held this process back: its group's, and those of all above it. */
export function throttleFiles(tree: HostTree): readonly string[] {
  const unified = pathOf(tree, '')
  const folders =
    unified !== null && tree.read(`${mount}/cgroup.controllers`) !== null
      ? lineage(unified).map((group) => posix.join(mount, group))
      : foldersV1(tree, 'cpu', 'cpu,cpuacct')
  return folders.map((folder) => posix.join(folder, 'cpu.stat'))
}

/** Time, in µs, that a cpu.stat says its group was held back; null for one that doesn't say, such as the root's. */
export function throttledUs(cpuStat: string): number | null {
  const [, v2] = /^throttled_usec (\d+)$/m.exec(cpuStat) ?? []
  if (v2 !== undefined) return Number(v2)
  const [, v1] = /^throttled_time (\d+)$/m.exec(cpuStat) ?? []
  return v1 === undefined ? null : Number(v1) / 1000
}

/** The limits that a container, a service manager or a batch system has put on this process. */
export function describeCgroup(tree: HostTree): CgroupLimits {
  const unified = pathOf(tree, '')
  if (unified !== null && tree.read(`${mount}/cgroup.controllers`) !== null) {
    const folders = lineage(unified).map((group) => posix.join(mount, group))
    return {
      version: 2,
      cpu_limit_cores: tightest(folders.map((folder) => cpuMax(tree, folder))),
      memory_limit_bytes: tightest(
        folders.map((folder) => readNumber(tree, posix.join(folder, 'memory.max'))),
      ),
    }
  }
  const version = pathOf(tree, 'cpu') === null && pathOf(tree, 'memory') === null ? null : 1
  return {
    version,
    cpu_limit_cores: tightest(foldersV1(tree, 'cpu', 'cpu,cpuacct').map((folder) => cfsQuota(tree, folder))),
    memory_limit_bytes: tightest(foldersV1(tree, 'memory', 'memory').map((folder) => memoryV1(tree, folder))),
  }
}
