import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CalibrationCitation } from '../../src/metrics/summary.ts'
import type { Envelope } from '../../src/trust/calibration/envelope.ts'
import { parseEnvelope } from '../../src/trust/calibration/parse-envelope.ts'
import { readSummary, scratch, startTare, type TareResult, tare } from '../support/tare.ts'

const space = scratch()
const cache = join(space.folder, 'cache')
const env = { XDG_CACHE_HOME: cache }
afterAll(() => space.remove())

/** The one file that is kept. */
function keptFile(): string {
  const names = readdirSync(join(cache, 'tare'))
  expect(names).toHaveLength(1)
  return join(cache, 'tare', names[0]!)
}

async function citationOfRun(cacheHome = cache): Promise<CalibrationCitation> {
  const run = space.run()
  const args = ['run', '--simulator', 'fast', '--rate', '20', '--requests', '20', '--output-tokens', '4']
  const { status, stderr } = await tare([...args, '--out', run], { env: { XDG_CACHE_HOME: cacheHome } })
  expect(stderr).not.toContain('error')
  expect([0, 3]).toContain(status)
  return readSummary(run).instrument.calibration
}

test('a run on a machine that wasn’t calibrated says so', async () => {
  expect(await citationOfRun(join(space.folder, 'nothing'))).toEqual({
    state: 'none',
    error_us: null,
    calibrated_at: null,
    message: 'not calibrated on this machine: tare calibrate',
  })
})

describe('a calibration', () => {
  let result: TareResult
  let envelope: Envelope

  beforeAll(async () => {
    result = await tare(['calibrate', '--budget', '10s', '--format', 'json'], { env })
    envelope = JSON.parse(result.stdout) as Envelope
  })

  test('prints the envelope that it keeps, and a line for each load', () => {
    expect(result.status).toBe(0)
    expect(readFileSync(keptFile(), 'utf8')).toBe(result.stdout)
    expect(parseEnvelope(result.stdout)).toEqual({ state: 'found', envelope })
    expect(result.stderr.match(/^ +\d+ s .* streams /gm)).toHaveLength(envelope.points.length)
  })

  test('is of this machine, by the simulator’s truth', () => {
    expect(envelope).toMatchObject({ quick: true, key: { node: process.version } })
    expect(envelope.points.length).toBeGreaterThan(0)
    for (const point of envelope.points) {
      expect(point.tokens).toBeGreaterThan(100)
      expect(point.tokens_per_s).toBeGreaterThan(0)
      // Both are of the same reads: the kernel had each before the process did.
      if (point.kernel_error_us !== null)
        expect(point.kernel_error_us.p50).toBeLessThanOrEqual(point.user_error_us.p50)
    }
  })

  test('is cited by the runs that follow', async () => {
    const citation = await citationOfRun()
    expect(['inside', 'outside']).toContain(citation.state)
    expect(citation.calibrated_at).toBe(envelope.calibrated_at)
  })

  test('a run is inside or outside by what was kept', async () => {
    const [point] = envelope.points
    const loads = (more: object): string => {
      const points = ['own-phases', 'stepping'].map((burstiness) => ({
        ...point,
        ...more,
        burstiness,
        workers: 1,
        outcome: 'ok',
      }))
      return JSON.stringify({ ...envelope, points: [...points, { ...points[0], workers: 512 }] })
    }
    const file = keptFile()
    writeFileSync(file, loads({ streams: 4096, tokens_per_s: 1e6, requests_per_s: 1e6 }))
    expect((await citationOfRun()).message).toMatch(
      /^inside the calibrated envelope: ≤ \d+ µs at p99.9 \(quick calibration\)$/,
    )
    writeFileSync(file, loads({ tokens_per_s: 1 }))
    expect((await citationOfRun()).message).toMatch(
      /^outside the calibrated envelope.* tok\/s, calibrated up to 1$/,
    )
    writeFileSync(file, '{"schema":')
    expect((await citationOfRun()).message).toContain('the envelope that was kept is damaged')
    writeFileSync(file, result.stdout)
  })

  test('Ctrl-C ends another one, and what was kept stays', async () => {
    const running = startTare(['calibrate'], { env })
    const begun = new Promise<void>((resolve) => {
      running.child.stderr!.on('data', (text: string) => {
        if (text.includes(' streams ')) resolve()
      })
    })
    await Promise.race([begun, running.result])
    running.child.kill('SIGINT')
    const { status, stdout, stderr } = await running.result
    expect(status).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toContain('What was calibrated before is kept as it was.')
    expect(readFileSync(keptFile(), 'utf8')).toBe(result.stdout)
  })
})

test.each([
  [['--budget', '1s'], '--budget 1s is too short'],
  [['--budget', '20s', '--quick'], '--quick and --budget say the same thing'],
  [['--budget', 'soon'], '--budget'],
  [['--transport', 'pigeon'], '--transport'],
  [['--workers', '0'], '--workers'],
  [['--format', 'xml'], '--format'],
])('%j is refused before anything is measured', async (args, message) => {
  const { status, stdout, stderr } = await tare(['calibrate', ...args], { env })
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
})
