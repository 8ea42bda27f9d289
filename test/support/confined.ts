import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A cgroup made for a test; what runs in it may be held back by a CPU limit. */
export interface Cgroup {
  /** Command that another is run under, to be in the group. */
  readonly under: readonly string[]
  limit(cores: number): void
  /** When everything that ran in it has ended. */
  remove(): void
}

const periodUs = 100_000

/** Null where this user may make none, as in most containers. Of version 2 or 1. */
export function makeCgroup(): Cgroup | null {
  const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers')
  const folder = join(isV2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpu', `tare-test-${process.pid}`)
  const write = (quotaUs: number): void =>
    isV2
      ? writeFileSync(join(folder, 'cpu.max'), `${quotaUs} ${periodUs}`)
      : writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quotaUs))
  try {
    mkdirSync(folder)
  } catch {
    return null
  }
  try {
    write(periodUs)
  } catch {
    rmdirSync(folder)
    return null
  }
  return {
    under: ['sh', '-c', `echo $$ > '${folder}/cgroup.procs' && exec "$@"`, 'sh'],
    limit: (cores) => write(cores * periodUs),
    remove: () => rmdirSync(folder),
  }
}

/** Commands that another is run under, in a network of its own that has nothing but a loopback. */
export interface Networks {
  readonly good: readonly string[]
  /** The queue holds so few segments that a burst of them loses its last. */
  readonly lossy: readonly string[]
}

/** Null where this user may make no network namespace or shape its traffic. */
export function ownNetworks(): Networks | null {
  const up = 'ip link set lo mtu 1500 up'
  const shaped = `${up} && tc qdisc add dev lo root tbf rate 20mbit burst 10kb limit 14kb`
  const within = (setUp: string): readonly string[] => [
    'unshare',
    '--map-root-user',
    '--net',
    'sh',
    '-c',
    `${setUp} && exec "$@"`,
    'sh',
  ]
  const [command, ...rest] = [...within(shaped), 'true']
  try {
    execFileSync(command!, rest, { stdio: 'ignore' })
    return { good: within(up), lossy: within(shaped) }
  } catch {
    return null
  }
}
