import { execFileSync, spawn } from 'node:child_process'
import { constants, openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { realtimeUnixNs } from '../time/realtime-clock.ts'
import { describeReactors, driveReactor } from './fixtures/drive-reactor.ts'
import { stopReactor } from './reactor.ts'

const pathIn = temporaryFolder()

describeReactors('reactor’s loop', (name, create) => {
  test('wakes at the due time, never before', async () => {
    const reactor = create(realtimeUnixNs())
    const due: number[] = []
    const woken: number[] = []
    let next = reactor.nowNs() + 5e6
    await reactor.run((nowNs) => {
      if (nowNs >= next) {
        due.push(next)
        woken.push(nowNs)
        next += 3.3e6
      }
      return woken.length === 10 ? stopReactor : next
    })
    reactor.close()
    expect(woken.every((atNs, i) => atNs >= due[i]!)).toBe(true)
  })

  test('waits for the due time without turning', async () => {
    const reactor = create(realtimeUnixNs())
    const dueNs = reactor.nowNs() + 40e6
    let early = 0
    await reactor.run((nowNs) => {
      if (nowNs < dueNs - 5e6) early++
      return nowNs >= dueNs ? stopReactor : dueNs
    })
    reactor.close()
    expect(early).toBeLessThan(4)
  })

  test('reads lines from a descriptor, whole, and says once that it is closed', async () => {
    const path = pathIn(`${name}.fifo`)
    execFileSync('mkfifo', [path])
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const writer = spawn('sh', [
      '-c',
      `{ printf 'first\\nsec'; sleep 0.05; printf 'ond\\n\\nlast\\n'; } > ${path}`,
    ])
    const lines: string[] = []
    let ended = 0
    await new Promise((resolve) => writer.once('spawn', resolve))
    await driveReactor(
      create,
      (reactor) =>
        reactor.readLines(
          fd,
          (line) => lines.push(line),
          () => ended++,
        ),
      () => ended > 0 && lines.length > 0,
    )
    expect(lines).toEqual(['first', 'second', '', 'last'])
    expect(ended).toBe(1)
  })
})
