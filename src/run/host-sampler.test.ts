import { expect, it } from 'vitest'
import type { HostTree } from './environment/host-tree.ts'
import { createHostSampler } from './host-sampler.ts'

/** A machine whose files may change: what isn't there can't be read. */
function machine(files: Record<string, string>): {
  readonly tree: HostTree
  readonly files: Record<string, string>
} {
  return {
    files,
    tree: {
      read: (path) => files[path]?.trim() || null,
      list: (path) => [
        ...new Set(
          Object.keys(files)
            .filter((file) => file.startsWith(`${path}/`))
            .map((file) => file.slice(path.length + 1).split('/')[0]!),
        ),
      ],
    },
  }
}

const stat = (idle: number, steal: number): string =>
  `cpu  100 1 20 ${idle} 5 0 3 ${steal} 40 7\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5 5\n`
const snmp = (sent: number, again: number): string =>
  `Ip: Forwarding OutSegs\nIp: 1 99\nTcp: MaxConn InSegs OutSegs RetransSegs\nTcp: -1 9 ${sent} ${again}\n`

it('counts from its making on: time of all cores, steal, segments', () => {
  const { tree, files } = machine({ 'proc/stat': stat(1000, 2), 'proc/net/snmp': snmp(500, 4) })
  const sample = createHostSampler(tree)
  expect(sample(7)).toEqual({
    atNs: 7,
    cpuTotalUs: 0,
    stealUs: 0,
    throttledUs: null,
    tcpRetransmits: 0,
    tcpSegmentsSent: 0,
  })
  files['proc/stat'] = stat(1090, 12)
  files['proc/net/snmp'] = snmp(600, 7)
  expect(sample(8)).toMatchObject({
    cpuTotalUs: 1_000_000,
    stealUs: 100_000,
    tcpRetransmits: 3,
    tcpSegmentsSent: 100,
  })
})

it('adds up the throttling of a version 2 group and of all above it', () => {
  const own = 'sys/fs/cgroup/user/bench/cpu.stat'
  const above = 'sys/fs/cgroup/user/cpu.stat'
  const { tree, files } = machine({
    'proc/self/cgroup': '0::/user/bench\n',
    'sys/fs/cgroup/cgroup.controllers': 'cpu',
    'sys/fs/cgroup/cpu.stat': 'usage_usec 5\n',
    [above]: 'usage_usec 5\nnr_throttled 1\nthrottled_usec 10\n',
    [own]: 'nr_throttled 2\nthrottled_usec 1000\n',
  })
  const sample = createHostSampler(tree)
  files[own] = 'nr_throttled 3\nthrottled_usec 1500\n'
  files[above] = 'throttled_usec 11\n'
  expect(sample(0).throttledUs).toBe(501)
})

it('reads version 1, which counts in nanoseconds', () => {
  const path = 'sys/fs/cgroup/cpu,cpuacct/docker/cpu.stat'
  const { tree, files } = machine({
    'proc/self/cgroup': '4:cpu,cpuacct:/docker\n',
    [path]: 'nr_periods 3\nnr_throttled 1\nthrottled_time 2000000\n',
  })
  const sample = createHostSampler(tree)
  files[path] = 'nr_periods 3\nnr_throttled 1\nthrottled_time 5000000\n'
  expect(sample(0).throttledUs).toBe(3000)
})

it.each([
  ['nothing', {}],
  [
    'files that say something else',
    { 'proc/stat': 'intr 5', 'proc/net/snmp': 'Tcp: A\n', 'proc/self/cgroup': 'x' },
  ],
])('says nothing where there is %s', (_, files) => {
  const { cpuTotalUs, stealUs, throttledUs, tcpRetransmits } = createHostSampler(machine(files).tree)(0)
  expect([cpuTotalUs, stealUs, throttledUs, tcpRetransmits]).toEqual([null, null, null, null])
})
