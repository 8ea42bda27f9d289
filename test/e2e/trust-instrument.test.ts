import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CheckResult, Summary } from '../../src/metrics/summary.ts'
import { readSummary, scratch, tare } from '../support/tare.ts'

/*
 * A client that is starved: one worker, some 10k tokens a second, and a core that it shares with loops that do nothing.
 * How starved it is depends on the machine; what follows from it must be said wherever it is true.
 */
const space = scratch()
const runs: { portable?: Summary; kernel?: Summary } = {}

beforeAll(async () => {
  // They end by themselves should this process die.
  const busyLoop = 'for (const start = Date.now(); Date.now() - start < 60e3; );'
  const busy = Array.from({ length: 2 }, () => spawn(process.execPath, ['-e', busyLoop], { stdio: 'ignore' }))
  try {
    for (const transport of ['portable', 'kernel'] as const) {
      const run = space.run()
      const lengths = ['--input-tokens', '8', '--output-tokens', '60']
      const load = [
        '--simulator',
        'fast',
        '--concurrency',
        '64',
        '--requests',
        '500',
        ...lengths,
        '--workers',
        '1',
      ]
      const { status, stderr } = await tare(['run', ...load, '--transport', transport, '--out', run])
      expect([0, 3], stderr).toContain(status)
      runs[transport] = readSummary(run)
    }
  } finally {
    for (const loop of busy) loop.kill('SIGKILL')
  }
}, 60_000)

afterAll(() => space.remove())

function check(summary: Summary | undefined, id: string): CheckResult {
  const found = summary?.verdict.checks.find((result) => result.id === id)
  if (found === undefined) throw new Error(`no check ${id}`)
  return found
}

test('stamped by the process, it is INVALID, and each of the reasons is named', () => {
  const { portable } = runs
  expect(portable?.verdict.status).toBe('INVALID')
  const statuses = ['timestamp-error', 'loop-turns', 'run-queue'].map((id) => check(portable, id).status)
  expect(statuses).toContain('invalid')
  expect(check(portable, 'timestamp-error')).toMatchObject({
    status: 'invalid',
  })
  expect(check(portable, 'timestamp-error').affects).toContain('itl')
  expect(check(portable, 'timestamp-source').status).toBe('ok')
  expect(check(portable, 'read-delay').status).toBe('not_applicable')
})

test('stamped by the kernel, what held the client up is in no latency', () => {
  const { kernel } = runs
  for (const id of ['timestamp-source', 'loop-turns', 'run-queue', 'gc-pauses']) {
    expect(check(kernel, id)).toMatchObject({ id, status: 'ok' })
  }
  expect(check(kernel, 'retransmits').n).toBeGreaterThan(0)
  const error = check(kernel, 'timestamp-error')
  // A kernel stamp is exact unless events pile up: where it isn't, as on a machine busy enough, that is said too.
  if (error.status !== 'ok') expect(check(kernel, 'events-per-read').statistic).toBeGreaterThan(0.01)
})

test('every check of the group has an answer from a real run', () => {
  const answered = ['timestamp-error', 'events-per-read', 'loop-turns', 'gc-pauses', 'run-queue', 'cpu-steal']
  for (const id of answered) {
    if (process.platform === 'linux') expect([id, check(runs.kernel, id).statistic]).not.toEqual([id, null])
  }
})
