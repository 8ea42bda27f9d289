import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { registerSimulate, type SimulateOptions } from './simulate.ts'
import { checkClassicFlags, classicOptions } from './simulate-classic.ts'

/** What commander makes of these flags. */
function parsed(...flags: string[]): SimulateOptions {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  registerSimulate(program)
  const command = program.commands[0]!.exitOverride().action(() => undefined)
  program.parse(['simulate', '--classic', ...flags], { from: 'user' })
  return command.opts()
}

test('without more flags: three ports in a row, and one model', () => {
  expect(classicOptions(parsed())).toMatchObject({
    inferencePort: 8000,
    managementPort: 8001,
    metricsPort: 8002,
    law: undefined,
    contention: undefined,
    models: [{ name: 'tare-simulator', workers: undefined }],
    faults: [],
  })
})

test('beside a free port all are free ones', () => {
  expect(classicOptions(parsed('--port', '0'))).toMatchObject({ managementPort: 0, metricsPort: 0 })
  expect(classicOptions(parsed('--port', '0', '--metrics-port', '9'))).toMatchObject({ metricsPort: 9 })
})

test('the law, the model and the faults', () => {
  const law = ['--batch-law', 'exponential(5ms+1ms*n)', '--contention', '0.05,0.001', '--queue-limit', '7']
  const model = ['--model', 'm', '--workers', '3', '--batch-size', '4', '--batch-delay', '2.5ms']
  const rest = ['--worker-start', '1s', '--fault', 'ignores=batch_size', '--fault', 'metrics_slow=20']
  expect(classicOptions(parsed(...law, ...model, ...rest))).toMatchObject({
    law: { kind: 'exponential', baseNs: 5e6, perItemNs: 1e6 },
    contention: { sigma: 0.05, kappa: 0.001 },
    queueLimit: 7,
    workerStartMs: 1000,
    models: [{ name: 'm', workers: 3, batchSize: 4, maxBatchDelayMs: 2.5 }],
    faults: [
      { kind: 'ignores', setting: 'batch_size' },
      { kind: 'metrics_slow', ms: 20 },
    ],
  })
})

for (const flags of [
  ['--management-port', '70000'],
  ['--batch-law', 'gamma(1ms)'],
  ['--contention', '5'],
  ['--batch-size', '0'],
  ['--workers', '-1'],
  ['--worker-start', '5'],
  ['--fault', 'reset:0.1'],
  ['--fault', 'ignores=color'],
  ['--fault', 'predict_status=200'],
  ['--fault', 'never_ready=1'],
]) {
  test(`refuses ${flags.join(' ')}`, () => expect(() => classicOptions(parsed(...flags))).toThrow(TareError))
}

test('refuses flags that would be ignored', () => {
  const check = (...flags: string[]) => checkClassicFlags({ ...parsed(...flags) })
  expect(() => check('--station', 'exponential(1ms)')).toThrow('--station has no meaning with --classic')
  expect(() => checkClassicFlags({ batchLaw: 'deterministic(1ms)' })).toThrow('--batch-law needs --classic')
  expect(() => check('--batch-size', '2')).not.toThrow()
})

const main = fileURLToPath(new URL('main.ts', import.meta.url))

test('prints a line for each listener, serves until its input ends, then says how late it was', async () => {
  const flags = ['--classic', '--port', '0', '--batch-law', 'deterministic(1ms)', '--until-stdin-ends']
  const command = ['--import', 'tsx', main, 'simulate', ...flags]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      if (lines.push(line) !== 3) continue
      const url = /^inference on (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0]!)![1]
      // 503 until its worker has started.
      const served = async (): Promise<boolean> =>
        (await fetch(`${url}/predictions/tare-simulator`, { method: 'POST', body: 'x' })).ok
      await expect.poll(served, { timeout: 10_000 }).toBe(true)
      child.stdin.end()
    }
    expect(await ended).toBe(0)
    expect(lines[1]).toMatch(/^management on http:/)
    expect(lines[2]).toMatch(/^metrics on http:.*\/metrics$/)
    expect(lines[3]).toMatch(/^simulator lateness over 1 steps: p50 /)
  } finally {
    child.kill('SIGKILL')
  }
})
