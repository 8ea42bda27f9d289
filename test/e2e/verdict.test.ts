import { readdirSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { readSummary, scratch, simulate, startTare, tare, underWay } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

const load = ['--no-preflight', '--warmup', '0s', '--rate', '20', '--output-tokens', '5']

test('a run without one success is INVALID: its first line says so, and its exit status', async () => {
  const simulator = await simulate(['--fault', 'http_error=503'])
  try {
    const out = space.run()
    const run = await tare(['run', simulator.url, ...load, '--duration', '1s', '--out', out])
    expect(run.status, run.stderr).toBe(3)
    expect(run.stdout).toMatch(/^INVALID {2}\d+ checks? failed, /)
    expect(run.stdout).toMatch(/^ {2}! failures: all \d+ requests failed\. Touches every number\.$/m)
    const { schema, verdict } = readSummary(out)
    expect([schema, verdict.status]).toEqual(['tare.summary/1', 'INVALID'])

    const again = await tare(['report', out])
    expect(again.status).toBe(3)
    expect(again.stdout.split('\n')[0]).toBe(run.stdout.split('\n')[0])

    const json = await tare(['report', out, '--format', 'json'])
    expect(json.status).toBe(3)
    expect(Object.keys(JSON.parse(json.stdout) as object).slice(0, 2)).toEqual(['schema', 'verdict'])
    expect(json.stderr).toMatch(/^INVALID: .*failures.*tare explain CHECK\)\n$/)
  } finally {
    await simulator.stop()
  }
})

test('Ctrl-C comes before INVALID, and a run that is recovered says INVALID too', async () => {
  const simulator = await simulate(['--fault', 'http_error=503'])
  try {
    const out = space.run()
    const running = startTare(['run', simulator.url, ...load, '--duration', '60s', '--out', out])
    await underWay(out, running)
    running.child.kill('SIGINT')
    const { status, stdout } = await running.result
    expect(status).toBe(130)
    expect(stdout).toMatch(/^INVALID /)

    const killed = space.run()
    const dying = startTare(['run', simulator.url, ...load, '--duration', '60s', '--out', killed])
    await underWay(killed, dying)
    dying.child.kill('SIGKILL')
    await dying.result
    expect(readdirSync(killed)).toContain('spool')
    const recovered = await tare(['recover', killed])
    expect(recovered.status, recovered.stderr).toBe(3)
    expect(recovered.stdout).toMatch(/^INVALID /)
  } finally {
    await simulator.stop()
  }
})
