import { type HostTree, readField } from './host-tree.ts'

export interface Virtualisation {
  /** What the machine says that it runs on; 'unnamed' when it only says that it is virtual; null on bare metal. */
  readonly hypervisor: string | null
  readonly container: 'docker' | 'podman' | 'kubernetes' | 'unnamed' | null
}

function hypervisor(tree: HostTree): string | null {
  if (/microsoft/i.test(tree.read('proc/sys/kernel/osrelease') ?? '')) return 'WSL'
  const flags = readField(tree, 'proc/cpuinfo', 'flags')?.split(' ') ?? []
  const kind = tree.read('sys/hypervisor/type')
  if (kind === null && !flags.includes('hypervisor')) return null
  const names = [tree.read('sys/class/dmi/id/sys_vendor'), tree.read('sys/class/dmi/id/product_name')]
  return kind ?? (names.filter((name) => name !== null).join(' ') || 'unnamed')
}

function container(tree: HostTree): Virtualisation['container'] {
  const groups = tree.read('proc/1/cgroup') ?? ''
  if (tree.list('var/run/secrets/kubernetes.io').length > 0 || groups.includes('kubepods'))
    return 'kubernetes'
  if (tree.list('run').includes('.containerenv')) return 'podman'
  if (tree.list('').includes('.dockerenv') || groups.includes('docker')) return 'docker'
  return tree.read('run/systemd/container') === null ? null : 'unnamed'
}

/** What stands between this process and the hardware, as far as it shows. */
export function describeVirtualisation(tree: HostTree): Virtualisation {
  return { hypervisor: hypervisor(tree), container: container(tree) }
}
