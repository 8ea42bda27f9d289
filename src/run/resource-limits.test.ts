import { describe, expect, it } from 'vitest'
import { exitStatusFor } from '../errors.ts'
import { writeTree } from './environment/fixtures/write-tree.ts'
import { localPorts, readResourceLimits, tooFewOpenFiles, tooFewPorts } from './resource-limits.ts'

const files = {
  'proc/self/limits':
    'Limit                     Soft Limit           Hard Limit           Units     \n' +
    'Max processes             unlimited            unlimited            processes \n' +
    'Max open files            1024                 524288               files     \n',
  'proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  'proc/sys/net/core/somaxconn': '4096\n',
}
const nothing = { openFilesSoft: null, openFilesHard: null, portRange: null, somaxconn: null }

describe('readResourceLimits', () => {
  it('reads what Linux allows', () => {
    const limits = readResourceLimits(writeTree(files))
    expect(limits).toEqual({
      openFilesSoft: 1024,
      openFilesHard: 524_288,
      portRange: [32_768, 60_999],
      somaxconn: 4096,
    })
    expect(localPorts(limits)).toBe(28_232)
  })

  it('reads unlimited as infinite', () => {
    const tree = writeTree({ 'proc/self/limits': 'Max open files            unlimited   unlimited  files\n' })
    expect(readResourceLimits(tree)).toMatchObject({ openFilesSoft: Infinity, openFilesHard: Infinity })
  })

  it('knows nothing where there are no files, or other ones', () => {
    expect(readResourceLimits(writeTree({}))).toEqual(nothing)
    const strange = {
      'proc/self/limits': 'Max open files some many',
      'proc/sys/net/ipv4/ip_local_port_range': '1 2 3',
    }
    expect(readResourceLimits(writeTree(strange))).toEqual(nothing)
  })
})

describe('errors', () => {
  const limits = readResourceLimitsOf()

  function readResourceLimitsOf(): ReturnType<typeof readResourceLimits> {
    return { openFilesSoft: 1024, openFilesHard: 4096, portRange: [32_768, 32_867], somaxconn: null }
  }

  it('say what is needed, what there is, and what to change', () => {
    const error = tooFewOpenFiles(5064, limits)
    expect(error.message).toBe('out of open files: a worker needs 5064, and the limit is 4096')
    expect(error.hint).toContain('ulimit -Hn 5064')
    expect(exitStatusFor(error)).toBe(1)
    expect(tooFewPorts(101, limits).message).toBe(
      'out of local ports: the run needs 101, and net.ipv4.ip_local_port_range 32768-32867 holds 100',
    )
  })

  it('leave out a limit that nobody knows', () => {
    expect(tooFewOpenFiles(5064, nothing).message).toBe('out of open files: a worker needs 5064')
    expect(tooFewPorts(9, nothing).message).toBe('out of local ports: the run needs 9')
  })
})
