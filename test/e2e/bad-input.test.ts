import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished, readSummary, type SimulatorServer, scratch, simulate, tare } from '../support/tare.ts'

const space = scratch()
let simulator: SimulatorServer
let secured: SimulatorServer
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../src/wire/fixtures/${name}`, import.meta.url))

beforeAll(async () => {
  simulator = await simulate(['--api-key', 'the-key'])
  secured = await simulate(['--tls-cert', fixture('localhost.pem'), '--tls-key', fixture('localhost.key')])
})
afterAll(async () => {
  await Promise.all([simulator.stop(), secured.stop()])
  space.remove()
})

/** Runs with bad input: one error, that says what to change, and no run folder. */
async function refused(args: readonly string[], status: number, ...said: readonly RegExp[]): Promise<void> {
  const out = args.includes('--out') ? [] : ['--out', space.run()]
  const result = await tare(['run', ...args, ...out, '--requests', '2'])
  for (const text of said) expect(result.stderr).toMatch(text)
  expect(result.stderr.match(/^error/gm)).toHaveLength(1)
  expect(result.stderr).not.toContain('    at ')
  expect(result.status).toBe(status)
  if (out[1] !== undefined) expect(existsSync(out[1])).toBe(false)
}

describe('flags', () => {
  test.each([
    [['--rat', '5'], /unknown option '--rat'[\s\S]*--rate/],
    [['--rate', '-3'], /--rate/],
    [['--rate', '5', '--concurrency', '3'], /--rate[\s\S]*--concurrency|--concurrency[\s\S]*--rate/],
    [['--workers', '100000'], /--workers/],
    [['--timeout', '60'], /60s/],
    [['--api', 'openai-chats'], /openai-chat/],
    [['--transport', 'kernal'], /kernel/],
    [['--input-tokens', 'unifrom(1,2)'], /uniform/],
    [['--header', 'no colon here'], /--header/],
    [['--prompts', '/no/such/prompts.jsonl'], /no\/such\/prompts/],
    [['--ca', '/no/such/ca.pem', 'https://127.0.0.1:1'], /no\/such\/ca\.pem/],
    [['--api-key-env', 'TARE_NO_SUCH_VARIABLE'], /TARE_NO_SUCH_VARIABLE/],
    [['ftp://127.0.0.1'], /http/],
    [['/no/such/plan.yaml'], /no\/such\/plan\.yaml/],
    [['--simulator', 'no-such-preset'], /no-such-preset/],
  ])('%j', (args, said) => refused(args, 2, said))

  test('an unknown command names the nearest', async () => {
    const { status, stderr } = await tare(['simulat'])
    expect(status).toBe(2)
    expect(stderr).toContain('simulate')
  })

  test('an unknown format of export is refused', async () => {
    const { status, stderr } = await tare(['export', space.folder, '--format', 'xml'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/jsonl/)
  })
})

test.each(['export', 'report', 'recover'])('%s of a folder that is no run says so', async (command) => {
  const { status, stderr } = await tare([command, join(space.folder, 'no-such-run')])
  expect(status).toBe(2)
  expect(stderr).toMatch(/no-such-run is not a (finished )?run/)
})

describe('the target', () => {
  test('a refused port', () =>
    refused(['http://127.0.0.1:1'], 2, /nothing listens there[\s\S]*Start the server/))
  test('a name that does not resolve', () =>
    refused(['http://no-such-host.invalid'], 2, /no-such-host\.invalid[\s\S]*resolve/))
  test('a missing unix socket', () => refused(['unix:/no/such.sock'], 2, /no\/such\.sock/))
  test('TLS spoken to a port without it', () =>
    refused([simulator.url.replace('http:', 'https:')], 2, /TLS|SSL|EPROTO/))
  test('a TLS name that is not the certificate’s', () =>
    refused([secured.url, '--ca', fixture('ca.pem')], 2, /(?:ALTNAME|altnames)[\s\S]*--insecure/))
  test('an authority that is not trusted', () =>
    refused([secured.url.replace('127.0.0.1', 'localhost')], 2, /certificate[\s\S]*--ca/i))
  test('no key: 401', () =>
    refused([simulator.url, '--model', 'tare-simulator'], 2, /401[\s\S]*--api-key-env/))
  test('an unknown model: 404 with the list of models', async () => {
    const open = await simulate()
    await refused([open.url, '--model', 'gpt-nothing'], 2, /gpt-nothing[\s\S]*tare-simulator[\s\S]*--model/)
    await open.stop()
  })
  test('HTML in place of an event stream', async () => {
    const server = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<html>'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await refused([`http://127.0.0.1:${port}`, '--model', 'm'], 2, /html[\s\S]*web page/)
    server.close()
  })
  test('a reply that never ends', async () => {
    const endless = await simulate(['--fault', 'never_ends'])
    await refused([endless.url, '--timeout', '400ms'], 2, /no end within 0\.4 s[\s\S]*--no-preflight/)
    await endless.stop()
  })
  test('gigabyte headers', async () => {
    const huge = await simulate(['--fault', 'huge_headers'])
    await refused([huge.url], 2, /head/)
    await huge.stop()
  })
  test('--insecure and --ca are accepted where they apply', async () => {
    const byName = secured.url.replace('127.0.0.1', 'localhost')
    const ways = [
      [secured.url, '--insecure'],
      [byName, '--ca', fixture('ca.pem')],
    ]
    for (const transport of ['kernel', 'portable']) {
      for (const way of ways) {
        const run = space.run()
        const args = [
          ...way,
          '--transport',
          transport,
          '--requests',
          '4',
          '--output-tokens',
          '3',
          '--out',
          run,
        ]
        const { status, stderr } = await tare(['run', ...args])
        expect(status, stderr).toBeOneOf(finished)
        expect(readSummary(run).load.ok).toBe(4)
      }
    }
  })
})

describe('the machine', () => {
  test('a run folder that exists', async () => {
    const folder = space.run()
    mkdirSync(folder)
    await refused(['--out', folder], 2, /exists already[\s\S]*--out/)
  })

  test('an unwritable folder', async () => {
    const parent = space.run()
    writeFileSync(parent, 'a file where a folder should be')
    await refused(
      ['--simulator', 'fast', '--out', join(parent, 'run')],
      2,
      /can't create the run folder[\s\S]*--out/,
    )
    chmodSync(parent, 0o600)
  })

  const hasPrlimit = commandExists('prlimit')
  test.skipIf(!hasPrlimit)(
    'open files that run out during an open loop fail requests, not the run',
    async () => {
      const run = space.run()
      const load = [
        '--rate',
        '300',
        '--duration',
        '1s',
        '--warmup',
        '0s',
        '--output-tokens',
        '400',
        '--drain',
        '10s',
      ]
      const args = ['run', '--simulator', 'fast', ...load, '--out', run]
      const { status, stdout, stderr } = await tare(args, { under: ['prlimit', '--nofile=256:256'] })
      expect(status, stderr).toBeOneOf(finished)
      const { load: counts, errors } = readSummary(run)
      expect(errors.connect_error).toBeGreaterThan(0)
      expect(counts.ok + counts.failed).toBe(counts.sent)
      expect(stdout).toMatch(/EMFILE[\s\S]*ulimit/)
    },
  )

  test.skipIf(!hasPrlimit)('too few open files to start with is said, not called a bug', async () => {
    const args = ['run', '--simulator', 'fast', '--requests', '1', '--out', space.run()]
    const { status, stderr } = await tare(args, { under: ['prlimit', '--nofile=40:40'] })
    expect(status).toBe(1)
    expect(stderr).toMatch(/open files/)
    expect(stderr).not.toContain('This is a bug')
  })

  test.skipIf(!hasPrlimit)(
    'too few open files for the concurrency: which limit, and what it needs',
    async () => {
      const args = [
        'run',
        '--simulator',
        'fast',
        '--concurrency',
        '500',
        '--requests',
        '500',
        '--out',
        space.run(),
      ]
      const { status, stderr } = await tare(args, { under: ['prlimit', '--nofile=240:240'] })
      expect(status).toBe(1)
      expect(stderr).toMatch(/open files[\s\S]*564[\s\S]*240[\s\S]*ulimit/)
    },
  )

  describe.skipIf(!hasPrlimit).each(['kernel', 'portable'])('by the %s transport', (transport) => {
    test('a disk that is full ends the run, keeps what it had, and recovers', async () => {
      const run = space.run()
      const long = ['--concurrency', '4', '--duration', '20s', '--warmup', '0s', '--output-tokens', '20']
      const args = ['run', '--simulator', 'fast', '--transport', transport, ...long, '--out', run]
      // A limit on file size stands in for a full disk: the same write fails in the same way (EFBIG for ENOSPC).
      const { status, stderr } = await tare(args, { under: ['prlimit', '--fsize=30000:30000'] })
      expect(status).toBe(1)
      expect(stderr).toMatch(/^error: can't write .*worker-0\.bin[\s\S]*tare recover/m)
      expect(stderr).not.toContain('    at ')
      const recovered = await tare(['recover', run])
      expect(recovered.status, recovered.stderr).toBeOneOf(finished)
      expect(readSummary(run).load.ok).toBeGreaterThan(10)
    })
  })
})

function commandExists(name: string): boolean {
  try {
    execFileSync('which', [name])
    return true
  } catch {
    return false
  }
}
