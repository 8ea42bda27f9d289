import { expect, test } from 'vitest'
import { TareError } from '../../errors.ts'
import { cite } from '../../trust/calibration/cite.ts'
import type { CalibrationPoint, Envelope } from '../../trust/calibration/envelope.ts'
import { key, loadOf } from '../../trust/calibration/fixtures/envelope-of.ts'
import { parseEnvelope } from '../../trust/calibration/parse-envelope.ts'
import { type CalibrateOptions, type CalibrationLoad, calibrate } from './calibrate.ts'
import { comparisonOf } from './fixtures/comparison-of.ts'

const second = 1e9

/** A machine whose measurements follow a law, on a clock that only they move. */
interface Machine {
  /** Tokens/s that a worker can take before its error is too large. */
  readonly perWorker?: number
  /** Tokens/s that the simulator can send. */
  readonly sender?: number
  /** What a measurement takes besides its time. */
  readonly overheadNs?: number
}

interface Calibrated {
  readonly envelope: Envelope
  readonly seen: readonly CalibrationPoint[]
  readonly tookNs: number
}

async function calibrated(
  { perWorker = 1e9, sender = 1e9, overheadNs = 1.5 * second }: Machine,
  more: Partial<CalibrateOptions> = {},
): Promise<Calibrated> {
  let clockNs = 0
  const seen: CalibrationPoint[] = []
  const measure = async (load: CalibrationLoad): Promise<ReturnType<typeof comparisonOf>> => {
    clockNs += load.warmupNs + load.measureNs + overheadNs
    const tokensPerSecond = Math.min(load.traffic.askedTokensPerSecond, sender)
    const errorNs = tokensPerSecond > perWorker * load.workers ? 5e6 : 20_000 + tokensPerSecond
    return comparisonOf({ tokensPerSecond, errorNs })
  }
  const envelope = await calibrate({
    key,
    workerCounts: [1],
    mostStreams: 1e6,
    budgetNs: 180 * second,
    measure,
    nowNs: () => clockNs,
    startedAt: new Date(0),
    onPoint: (point) => seen.push(point),
    stop: new AbortController().signal,
    ...more,
  })
  return { envelope, seen, tookNs: clockNs }
}

test('finds the client’s limit, and a run is inside below it and outside above', async () => {
  const { envelope } = await calibrated({ perWorker: 20_000 })
  expect(parseEnvelope(JSON.stringify(envelope))).toEqual({ state: 'found', envelope })
  expect(envelope).toMatchObject({ quick: false, calibrated_at: '1970-01-01T00:00:00.000Z', key })
  expect(envelope.limits).toHaveLength(2)
  for (const limit of envelope.limits) {
    expect(limit).toMatchObject({ workers: 1, tokens_limited_by: 'client' })
    expect(limit.tokens_per_s).toBeGreaterThan(13_000)
    expect(limit.tokens_per_s).toBeLessThanOrEqual(20_000)
  }
  expect(cite(envelope, loadOf({ tokensPerSecond: 12_000 })).state).toBe('inside')
  expect(cite(envelope, loadOf({ tokensPerSecond: 21_000 })).state).toBe('outside')
})

test('a failure is measured twice, and stays to be seen', async () => {
  const { envelope } = await calibrated({ perWorker: 20_000 })
  const failed = envelope.points.filter(({ outcome }) => outcome !== 'ok')
  expect(failed.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['repeated', 'client']))
})

test('where the simulator is the limit, the envelope says at least', async () => {
  const { envelope } = await calibrated({ sender: 10_000 })
  for (const limit of envelope.limits) {
    expect(limit).toMatchObject({ tokens_per_s: 10_000, tokens_limited_by: 'sender' })
  }
})

test('more workers begin where fewer failed', async () => {
  const { envelope } = await calibrated(
    { perWorker: 8_000 },
    { workerCounts: [1, 3], budgetNs: 1000 * second },
  )
  const [one, three] = [1, 3].map((workers) => envelope.points.filter((point) => point.workers === workers))
  expect(Math.min(...three!.map(({ streams }) => streams))).toBeGreaterThan(8)
  expect(three!.length).toBeLessThan(one!.length)
  const limit = envelope.limits.find(({ workers }) => workers === 3)!
  expect(limit.tokens_per_s).toBeGreaterThan(16_000)
  expect(limit.tokens_per_s).toBeLessThanOrEqual(24_000)
})

test('more workers are seen to keep the largest load that fewer kept, where these weren’t the limit', async () => {
  const { envelope } = await calibrated({ sender: 10_000 }, { workerCounts: [1, 3], budgetNs: 1000 * second })
  expect(cite(envelope, loadOf({ workers: 3, tokensPerSecond: 9000 })).state).toBe('inside')
})

test('however short the time, each number of workers has some of it', async () => {
  const { envelope, tookNs } = await calibrated({}, { workerCounts: [1, 3], budgetNs: 30 * second })
  expect(tookNs).toBeLessThanOrEqual(30 * second)
  for (const workers of [1, 3]) {
    const loads = envelope.points.filter((point) => point.workers === workers)
    expect(new Set(loads.map((point) => `${point.burstiness} ${point.reply_tokens}`)).size).toBe(4)
  }
})

test.each([30, 60, 180])('ends within its %i s, with the small loads of every kind', async (seconds) => {
  const { envelope, tookNs } = await calibrated({}, { budgetNs: seconds * second })
  expect(tookNs).toBeLessThanOrEqual(seconds * second)
  expect(tookNs).toBeGreaterThan(seconds * second * 0.6)
  expect(envelope.quick).toBe(seconds < 60)
  const kinds = envelope.points.map((point) => `${point.burstiness} ${point.reply_tokens}`)
  expect(new Set(kinds).size).toBe(4)
  expect(envelope.limits.every((limit) => limit.tokens_limited_by !== 'client')).toBe(true)
})

test('a machine on which a measurement takes longer is measured less, not longer', async () => {
  const slow = await calibrated({ overheadNs: 12 * second }, { budgetNs: 60 * second })
  expect(slow.tookNs).toBeLessThanOrEqual(75 * second)
  expect(slow.envelope.points.length).toBeLessThan(6)
})

test('no load is larger than the machine allows', async () => {
  const { envelope } = await calibrated({}, { mostStreams: 100 })
  expect(Math.max(...envelope.points.map(({ streams }) => streams))).toBe(100)
  expect(envelope.limits[0]).toMatchObject({ streams: 100, tokens_limited_by: 'range' })
})

test('a measurement that the end of the time cut short is left out', async () => {
  let clockNs = 0
  let finished = 0
  let cut = 0
  const measure = ({ stop }: CalibrationLoad): Promise<ReturnType<typeof comparisonOf>> => {
    if (finished < 4) {
      finished++
      // Quick at first, and then there is little time, but more than that.
      clockNs = finished === 4 ? 9.95 * second : clockNs + 0.001 * second
      return Promise.resolve(comparisonOf({ tokensPerSecond: 1e5 }))
    }
    return new Promise((_, reject) => {
      stop.addEventListener('abort', () => {
        cut++
        reject(new TareError('interrupted', 'interrupted before the measurement was over'))
      })
    })
  }
  const { envelope } = await calibrated({}, { measure, nowNs: () => clockNs, budgetNs: 10 * second })
  expect(cut).toBeGreaterThan(0)
  expect(envelope.points).toHaveLength(4)
})

test('without time for anything there is no envelope', async () => {
  await expect(calibrated({}, { budgetNs: 2 * second })).rejects.toThrow('no time to measure anything')
})

test('Ctrl-C ends it, whatever was measured by then', async () => {
  const stop = new AbortController()
  const measure = async (): Promise<ReturnType<typeof comparisonOf>> => {
    stop.abort()
    throw new TareError('interrupted', 'interrupted before the measurement was over')
  }
  const error = await calibrated({}, { measure, stop: stop.signal }).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'interrupted', hint: expect.stringContaining('kept as it was') })
})

test('what stops a measurement for another reason stops the calibration', async () => {
  const measure = (): Promise<never> => Promise.reject(new TareError('resources', 'out of open files'))
  await expect(calibrated({}, { measure })).rejects.toThrow('out of open files')
})
