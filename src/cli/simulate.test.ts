import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { presetNamed } from '../simulator/presets.ts'
import { registerSimulate, type SimulateOptions, simulatorOptions } from './simulate.ts'

/** What commander makes of these flags. */
function parsed(...flags: string[]): SimulateOptions {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  registerSimulate(program)
  const command = program.commands[0]!.exitOverride().action(() => undefined)
  program.parse(['simulate', ...flags], { from: 'user' })
  return command.opts()
}

test('without flags: port 8000 of 127.0.0.1, the default preset, no faults', () => {
  expect(simulatorOptions(parsed())).toMatchObject({
    host: '127.0.0.1',
    port: 8000,
    preset: 'default',
    seed: 0,
    model: 'tare-simulator',
    faults: [],
    engine: presetNamed('default').engine,
    station: undefined,
  })
})

test('flags replace parts of the preset', () => {
  const flags = [
    '--preset',
    'laptop',
    '--step-base',
    '5ms',
    '--max-num-seqs',
    '9',
    '--kv-blocks',
    '77',
    '--no-prefix-caching',
  ]
  const { cost, ...limits } = presetNamed('laptop').engine
  expect(simulatorOptions(parsed(...flags)).engine).toEqual({
    ...limits,
    cost: { ...cost, baseNs: 5e6 },
    maxSequences: 9,
    blocks: 77,
    prefixCaching: false,
  })
})

test('a station, faults and an epoch', () => {
  const flags = [
    '--station',
    'exponential(20ms)',
    '--servers',
    '3',
    '--fault',
    'reset:0.1',
    '--fault',
    'crlf',
  ]
  expect(simulatorOptions(parsed(...flags, '--epoch-unix-ns', '1795284730556635904'))).toMatchObject({
    station: { law: { kind: 'exponential', meanNs: 20e6 }, servers: 3 },
    faults: [
      { kind: 'reset', rate: 0.1 },
      { kind: 'crlf', rate: 1 },
    ],
    epochUnixNs: 1795284730556635904n,
  })
})

const refused: readonly (readonly string[])[] = [
  ['--port', '70000'],
  ['--port', '-1'],
  ['--port', 'http'],
  ['--servers', '0', '--station', 'exponential(1ms)'],
  ['--seed', '1.5'],
  ['--preset', 'gpt'],
  ['--station', 'uniform(1ms)'],
  ['--fault', 'fire'],
  ['--step-base', '12'],
  ['--kv-blocks', '0'],
  ['--epoch-unix-ns', 'now'],
  ['--tls-cert', 'only.pem'],
  ['--tls-cert', '/no/such.pem', '--tls-key', '/no/such.key'],
]

for (const flags of refused) {
  test(`refuses ${flags.join(' ')}`, () =>
    expect(() => simulatorOptions(parsed(...flags))).toThrow(TareError))
}

const main = fileURLToPath(new URL('main.ts', import.meta.url))

for (const [what, flags, stop] of [
  ['SIGTERM', [], (child: ReturnType<typeof spawn>) => child.kill('SIGTERM')],
  ['the end of its input', ['--until-stdin-ends'], (child: ReturnType<typeof spawn>) => child.stdin!.end()],
] as const) {
  test(`serves until ${what}, then says how late it was and exits 0`, async () => {
    const command = ['--import', 'tsx', main, 'simulate', '--port', '0', '--preset', 'fast', ...flags]
    const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      const lines: string[] = []
      for await (const line of createInterface(child.stdout)) {
        if (lines.push(line) > 1) continue
        const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)![1]
        const body = JSON.stringify({ prompt: 'a b', max_tokens: 3, ignore_eos: true })
        await (await fetch(`${url}/v1/completions`, { method: 'POST', body })).text()
        stop(child)
      }
      expect(await ended).toBe(0)
      expect(lines[1]).toMatch(/^simulator lateness over 3 steps: p50 /)
      expect(lines[2]).toMatch(/^3 tokens, .* us a token$/)
    } finally {
      child.kill('SIGKILL')
    }
  })
}
