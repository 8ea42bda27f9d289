import { describe, expect, it } from 'vitest'
import { describeCpu } from './cpu.ts'
import { writeTree } from './fixtures/write-tree.ts'

const cpus = 'sys/devices/system/cpu'

describe('describeCpu', () => {
  it('reads a two-core server', () => {
    const tree = writeTree({
      'proc/cpuinfo':
        'processor\t: 0\nmodel name\t: AMD EPYC 9355\n\nprocessor\t: 1\nmodel name\t: AMD EPYC 9355\n',
      'proc/self/status': 'Name:\tnode\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n',
      [`${cpus}/cpu0/cpufreq/scaling_governor`]: 'schedutil\n',
      [`${cpus}/cpu1/cpufreq/scaling_governor`]: 'performance\n',
      [`${cpus}/cpufreq/boost`]: '1\n',
      [`${cpus}/smt/active`]: '0\n',
      [`${cpus}/isolated`]: '\n',
    })
    expect(describeCpu(tree)).toEqual({
      model: 'AMD EPYC 9355',
      logical_cores: 2,
      allowed_cores: '0-1',
      governors: ['performance', 'schedutil'],
      boost: true,
      simultaneous_multithreading: false,
      isolated_cores: null,
    })
  })

  it('reads no_turbo the right way round', () => {
    expect(describeCpu(writeTree({ [`${cpus}/intel_pstate/no_turbo`]: '1' })).boost).toBe(false)
    expect(describeCpu(writeTree({ [`${cpus}/intel_pstate/no_turbo`]: '0' })).boost).toBe(true)
  })

  it('takes the board’s name where there is no model name', () => {
    expect(describeCpu(writeTree({ 'proc/cpuinfo': 'processor : 0\nModel\t: Raspberry Pi 5\n' })).model).toBe(
      'Raspberry Pi 5',
    )
  })

  it('knows nothing of a machine without files', () => {
    expect(describeCpu(writeTree({}))).toEqual({
      model: null,
      logical_cores: null,
      allowed_cores: null,
      governors: [],
      boost: null,
      simultaneous_multithreading: null,
      isolated_cores: null,
    })
  })
})
