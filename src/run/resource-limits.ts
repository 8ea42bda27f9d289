import { TareError } from '../errors.ts'
import { type HostTree, hostTree, readNumber } from './environment/host-tree.ts'

/** What the kernel lets a run have. Null where it can't be read. */
export interface ResourceLimits {
  /** Open files of this process: now, and the most it may ask for. Infinity for `unlimited`. */
  readonly openFilesSoft: number | null
  readonly openFilesHard: number | null
  /** First and last local port of outgoing connections. */
  readonly portRange: readonly [first: number, last: number] | null
  /** Connections that a server here may have waiting to be accepted. */
  readonly somaxconn: number | null
}

function openFiles(tree: HostTree): readonly [soft: number | null, hard: number | null] {
  const line = (tree.read('proc/self/limits') ?? '').match(/^Max open files\s+(\S+)\s+(\S+)/m)
  const parse = (text: string | undefined): number | null => {
    if (text === 'unlimited') return Number.POSITIVE_INFINITY
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : null
  }
  return [parse(line?.[1]), parse(line?.[2])]
}

function portRange(tree: HostTree): readonly [number, number] | null {
  const match = /^(\d+)\s+(\d+)$/.exec(tree.read('proc/sys/net/ipv4/ip_local_port_range') ?? '')
  return match === null ? null : [Number(match[1]), Number(match[2])]
}

export function readResourceLimits(tree: HostTree = hostTree()): ResourceLimits {
  const [openFilesSoft, openFilesHard] = openFiles(tree)
  const somaxconn = readNumber(tree, 'proc/sys/net/core/somaxconn')
  return { openFilesSoft, openFilesHard, portRange: portRange(tree), somaxconn }
}

/** Local ports for connections to one address; null where the range can't be read. */
export function localPorts({ portRange: range }: ResourceLimits): number | null {
  return range === null ? null : Math.max(0, range[1] - range[0] + 1)
}

/**
 * The error for too few open files, with which limit it is and what one worker needs. Node raises the soft limit to
 * the hard one as it starts, so the hard one is what is to be changed.
 */
export function tooFewOpenFiles(neededPerWorker: number, limits: ResourceLimits): TareError {
  const limit = limits.openFilesHard ?? limits.openFilesSoft
  const has = limit === null ? '' : `, and the limit is ${limit}`
  return new TareError('resources', `out of open files: a worker needs ${neededPerWorker}${has}`, {
    hint: `Raise the hard limit (ulimit -Hn ${neededPerWorker}, or LimitNOFILE= of the service, or --ulimit nofile= of the container), use more --workers, or lower the concurrency.`,
  })
}

/** Throws TareError 'resources' when a process may not have this many open files. */
export function requireOpenFiles(needed: number, limits: ResourceLimits): void {
  if (needed > (limits.openFilesHard ?? Number.POSITIVE_INFINITY)) throw tooFewOpenFiles(needed, limits)
}

/** The error for too few local ports: every connection to one address needs one, over all workers. */
export function tooFewPorts(needed: number, limits: ResourceLimits): TareError {
  const ports = localPorts(limits)
  const has =
    ports === null || limits.portRange === null
      ? ''
      : `, and net.ipv4.ip_local_port_range ${limits.portRange.join('-')} holds ${ports}`
  return new TareError('resources', `out of local ports: the run needs ${needed}${has}`, {
    hint: 'Widen the range (sysctl net.ipv4.ip_local_port_range="1024 65535"), or lower the concurrency.',
  })
}
