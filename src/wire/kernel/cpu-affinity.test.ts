import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runProcessOnCores } from './cpu-affinity.ts'

const coresOf = (pid: number | 'self'): string =>
  /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!

test.skipIf(process.platform !== 'linux')(
  'confines a process, and only that one, to the cores given',
  async () => {
    const child = spawn('sleep', ['60'])
    await new Promise((resolve) => child.once('spawn', resolve))
    const before = coresOf('self')
    const last = Number(before.split(/[-,]/).at(-1))
    runProcessOnCores([last], child.pid!)
    expect(coresOf(child.pid!)).toBe(String(last))
    expect(coresOf('self')).toBe(before)
    child.kill()
  },
)
