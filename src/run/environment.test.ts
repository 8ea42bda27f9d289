import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { writeTree } from './environment/fixtures/write-tree.ts'
import { hostTree } from './environment/host-tree.ts'
import { describeEnvironment, type Environment } from './environment.ts'

const plan = { load: { seed: 7 }, workload: { seed: 11 } } as Plan
const startedAt = new Date('2026-11-21T17:50:01Z')

function describeTree(
  files: Readonly<Record<string, string>>,
  commandLine: readonly string[] = [],
): Environment {
  return describeEnvironment({ plan, commandLine, tree: writeTree(files), folder: tmpdir(), startedAt })
}

describe('describeEnvironment', () => {
  it('describes a Linux machine from its files', () => {
    const environment = describeTree({
      'etc/machine-id': '0123456789abcdef\n',
      'etc/os-release': 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
      'proc/sys/kernel/osrelease': '6.12.0\n',
      'proc/meminfo': 'MemTotal:  1024 kB\nMemFree: 12 kB\nMemAvailable:  512 kB\nSwapTotal: 0 kB\n',
      'proc/self/timerslack_ns': '50000\n',
      'proc/self/limits': 'Max open files            unlimited   unlimited  files\n',
      'proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
      'sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc\n',
    })
    expect(environment).toMatchObject({
      run_id: expect.stringMatching(/^20261121-175001-[0-9a-f]{6}$/),
      started_at: '2026-11-21T17:50:01.000Z',
      tare_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      load_seed: 7,
      workload_seed: 11,
      git: null,
      host: { kernel: '6.12.0', distribution: 'Debian GNU/Linux 13 (trixie)' },
      memory: { total_bytes: 1_048_576, available_bytes: 524_288, swap_bytes: 0 },
      clock: { source: 'tsc', timer_slack_ns: 50_000 },
      limits: {
        open_files_soft: null,
        ephemeral_port_first: 32_768,
        ephemeral_port_last: 60_999,
        somaxconn: null,
      },
    })
  })

  it('never gives the machine’s name or id away, but tells machines apart', () => {
    const one = describeTree({ 'etc/machine-id': 'aaaa1111' })
    const other = describeTree({ 'etc/machine-id': 'bbbb2222' })
    expect(JSON.stringify(one)).not.toContain('aaaa1111')
    expect(one.host.id).toMatch(/^[0-9a-f]{12}$/)
    expect(one.host.id).toBe(describeTree({ 'etc/machine-id': 'aaaa1111' }).host.id)
    expect(one.host.id).not.toBe(other.host.id)
  })

  it('keeps secrets out of the command line', () => {
    const { command_line } = describeTree({}, [
      'run',
      'http://me:pass@host',
      '--header',
      'authorization: Bearer sk-1',
    ])
    expect(command_line[0]).toBe('run')
    expect(command_line.join(' ')).not.toMatch(/pass|sk-1/)
  })

  it('describes a machine without files, and this one, as JSON that loses nothing', () => {
    for (const tree of [writeTree({}), hostTree()]) {
      const environment = describeEnvironment({ plan, commandLine: [], tree, startedAt })
      expect(JSON.parse(JSON.stringify(environment))).toEqual(environment)
      expect(environment.cpu.logical_cores).toBeGreaterThan(0)
      expect(environment.memory.total_bytes).toBeGreaterThan(0)
    }
  })
})
