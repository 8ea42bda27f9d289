import { describe, expect, it } from 'vitest'
import { describeCgroup } from './cgroup.ts'
import { writeTree } from './fixtures/write-tree.ts'

const mount = 'sys/fs/cgroup'

describe('describeCgroup', () => {
  it('takes the tightest limit from a version 2 group up to the root', () => {
    const tree = writeTree({
      'proc/self/cgroup': '0::/user.slice/bench.service\n',
      [`${mount}/cgroup.controllers`]: 'cpu memory',
      [`${mount}/user.slice/cpu.max`]: '150000 100000',
      [`${mount}/user.slice/memory.max`]: '4294967296',
      [`${mount}/user.slice/bench.service/cpu.max`]: '250000 100000',
      [`${mount}/user.slice/bench.service/memory.max`]: '2147483648',
    })
    expect(describeCgroup(tree)).toEqual({
      version: 2,
      cpu_limit_cores: 1.5,
      memory_limit_bytes: 2_147_483_648,
    })
  })

  it('finds a container’s version 2 limits at its own root', () => {
    const tree = writeTree({
      'proc/self/cgroup': '0::/\n',
      [`${mount}/cgroup.controllers`]: 'cpu memory',
      [`${mount}/cpu.max`]: '50000 100000',
    })
    expect(describeCgroup(tree)).toEqual({ version: 2, cpu_limit_cores: 0.5, memory_limit_bytes: null })
  })

  it('reads version 1, with the host’s path that a container sees', () => {
    const tree = writeTree({
      'proc/self/cgroup': '9:memory:/docker/0123\n4:cpu,cpuacct:/docker/0123\n0::/\n',
      [`${mount}/cpu,cpuacct/cpu.cfs_quota_us`]: '200000',
      [`${mount}/cpu,cpuacct/cpu.cfs_period_us`]: '100000',
      [`${mount}/memory/memory.limit_in_bytes`]: '1073741824',
    })
    expect(describeCgroup(tree)).toEqual({
      version: 1,
      cpu_limit_cores: 2,
      memory_limit_bytes: 1_073_741_824,
    })
  })

  it('reads version 1 without limits as none', () => {
    const tree = writeTree({
      'proc/self/cgroup': '4:memory:/job\n1:cpu:/\n',
      [`${mount}/cpu/cpu.cfs_quota_us`]: '-1',
      [`${mount}/cpu/cpu.cfs_period_us`]: '100000',
      [`${mount}/memory/memory.limit_in_bytes`]: '9223372036854771712',
      [`${mount}/memory/job/memory.limit_in_bytes`]: '9223372036854771712',
    })
    expect(describeCgroup(tree)).toEqual({ version: 1, cpu_limit_cores: null, memory_limit_bytes: null })
  })

  it('stays below the mount, and survives nonsense', () => {
    const tree = writeTree({
      'proc/self/cgroup': '0::/../../..\nnonsense\n',
      [`${mount}/cgroup.controllers`]: 'cpu',
      [`${mount}/cpu.max`]: 'lots',
      [`${mount}/memory.max`]: '-',
    })
    expect(describeCgroup(tree)).toEqual({ version: 2, cpu_limit_cores: null, memory_limit_bytes: null })
  })

  it('knows nothing of a machine without files', () => {
    expect(describeCgroup(writeTree({}))).toEqual({
      version: null,
      cpu_limit_cores: null,
      memory_limit_bytes: null,
    })
  })
})
