import { describe, expect, it } from 'vitest'
import { writeTree } from './fixtures/write-tree.ts'
import { describeVirtualisation } from './virtualisation.ts'

const virtual = { 'proc/cpuinfo': 'flags\t: fpu vme hypervisor lahf_lm\n' }

describe('describeVirtualisation', () => {
  it.each([
    ['bare metal', { 'proc/cpuinfo': 'flags : fpu\n', 'sys/class/dmi/id/sys_vendor': 'Dell Inc.' }, null],
    ['a virtual machine without a name', virtual, 'unnamed'],
    [
      'a cloud',
      {
        ...virtual,
        'sys/class/dmi/id/sys_vendor': 'Amazon EC2\n',
        'sys/class/dmi/id/product_name': 'c7i.metal\n',
      },
      'Amazon EC2 c7i.metal',
    ],
    ['Xen', { 'sys/hypervisor/type': 'xen\n' }, 'xen'],
    ['WSL', { 'proc/sys/kernel/osrelease': '5.15.1-microsoft-standard-WSL2\n' }, 'WSL'],
  ])('on %s', (_name, files, hypervisor) => {
    expect(describeVirtualisation(writeTree(files)).hypervisor).toBe(hypervisor)
  })

  it.each([
    ['nothing', {}, null],
    ['Docker', { '.dockerenv': '' }, 'docker'],
    ['Docker, by its groups', { 'proc/1/cgroup': '4:memory:/docker/0123' }, 'docker'],
    ['Podman', { 'run/.containerenv': 'engine="podman"' }, 'podman'],
    [
      'Kubernetes',
      { '.dockerenv': '', 'var/run/secrets/kubernetes.io/serviceaccount/token': 'x' },
      'kubernetes',
    ],
    ['another', { 'run/systemd/container': 'lxc' }, 'unnamed'],
  ])('in %s', (_name, files, container) => {
    expect(describeVirtualisation(writeTree(files)).container).toBe(container)
  })
})
