import { expect, test } from 'vitest'
import { aClientQueue, aComparison, latencies } from '../fixtures/comparison.ts'
import { nsFigures } from '../ns-figures.ts'
import type { TruthComparison } from '../truth-comparison.ts'
import { biasFindings, biasSentence, type MeasuredBias } from './bias-findings.ts'
import { biasMarkdown } from './bias-markdown.ts'
import type { BiasRate } from './bias-report.ts'
import { biasRun } from './bias-run.ts'
import { biasTable } from './bias-table.ts'

type Parts = Partial<TruthComparison>

const saturated: Parts = { client: aClientQueue({ waitByHalfNs: [100e6, 300e6] }) }
const waits = (meanNs: number): ReturnType<typeof nsFigures> => nsFigures(Float64Array.of(meanNs))

function rate(tokensPerSecond: number, one: Parts = {}, several: Parts = {}): BiasRate {
  const achieved = { tokensPerSecond }
  return {
    tokens_per_s: tokensPerSecond,
    streams: tokensPerSecond / 50,
    gap_ms: 20,
    reply_tokens: 50,
    runs: [
      biasRun(aComparison({ ...achieved, ...one })),
      biasRun(aComparison({ ...achieved, workers: 2, ...several })),
    ],
  }
}

function measured(rates: readonly BiasRate[], parts: Partial<MeasuredBias> = {}): MeasuredBias {
  return {
    schema: 'tare.bias/1',
    tare_version: '0.1.0',
    measured_at: '2026-11-21T20:00:00.000Z',
    machine: { cpu: 'a processor', cores: 2, kernel: '6.1', node: 'v22' },
    pattern: 'own-phases',
    event_work_us: 30,
    processes: 2,
    duration_s: 4,
    seed: 1,
    rates,
    one_process_saturates_at_tokens_per_s:
      rates.find(({ runs }) => runs[0].client.saturated)?.tokens_per_s ?? null,
    ...parts,
  }
}

const user = (ttft: number): TruthComparison['user'] => ({
  ...aComparison().user,
  latencyMs: latencies(ttft, 25, 20.01, 20.3),
})

test('the sentence speaks of the highest rate that one process could keep up with', () => {
  const report = measured([
    rate(10_000),
    rate(20_000, { user: user(82) }, { user: user(24) }),
    rate(30_000, saturated),
  ])
  expect(biasSentence(report)).toBe(
    "At 20k tokens/s on this machine a single-process client with 30 us of work an event reports a median TTFT that is 4.10 times the server's; " +
      "with 2 processes it is 1.20 times the server's; by the kernel's stamps it is the server's to within 0.03 %.",
  )
})

test('where no rate could be kept up with it says so', () => {
  const report = measured([rate(30_000, saturated)])
  expect(biasSentence(report)).toContain('30 us of work an event, which can no longer keep up, reports')
  expect(biasFindings(report)).toContain(
    "One process can't keep up with 30k tokens/s, the lowest rate that was tried.",
  )
})

test('without added work none is spoken of', () => {
  expect(biasSentence(measured([rate(20_000)], { event_work_us: 0 }))).toContain(
    'a single-process client reports',
  )
})

test("the worse of the kernel's two figures is given", () => {
  const kernel = { ...aComparison().kernel, latencyMs: latencies(26, 20, 20, 20) }
  expect(biasSentence(measured([rate(20_000, {}, { kernel })]))).toContain(
    "by the kernel's stamps it is 1.30 times the server's",
  )
})

test('says between which rates one process saturates, or how busy it was at the last', () => {
  expect(biasFindings(measured([rate(20_000), rate(30_000, saturated)]))).toContain(
    'One process saturates between 20k and 30k tokens/s.',
  )
  expect(biasFindings(measured([rate(20_000)]))).toContain(
    'One process kept up to 20k tokens/s, where it was 74 % busy.',
  )
})

test('a model that agrees is said to agree', () => {
  const finding = biasFindings(measured([rate(20_000)])).find((each) => each.includes('in one process'))
  expect(finding).toBe(
    'At 20k tokens/s an event waits 60.0 us in one process, which is 74 % busy: Pollaczek-Khinchine (M/G/1) says 67.9 us, ' +
      'and agrees; a queue fed with the measured arrivals says 62.0 us, and agrees.',
  )
})

test('a model that is off is said to be off, by how much, and which of its assumptions fails', () => {
  const bursts = aClientQueue({
    batchEvents: { n: 100, mean: 400, secondMoment: 400 ** 2 },
    waitNs: waits(7e6),
    replayedWaitNs: 6.9e6,
  })
  const [, stepping] = biasFindings(measured([rate(20_000, { client: bursts })], { pattern: 'stepping' }))
  expect(stepping).toContain(
    'Pollaczek-Khinchine (M/G/1) says 67.9 us, 103 times too little (it has events come one by one, and here 400 come at once)',
  )
  expect(stepping).toMatch(/M\^\[X\]\/G\/1 says 28\.\d ms, 4\.\d\d times too much \(steps come at even times/)
  expect(stepping).toContain('batches at even times says 7.39 ms, and agrees')
  const even = aClientQueue({ waitNs: waits(20_000), replayedWaitNs: 200_000 })
  const found = biasFindings(measured([rate(20_000, { client: even })])).join('\n')
  expect(found).toContain('3.40 times too much (arrivals are more even than a Poisson process)')
  expect(found).toContain('10.0 times too much (so the arrivals are not all of it')
})

test('of a saturated client no model is asked', () => {
  expect(biasFindings(measured([rate(20_000, saturated, saturated)])).join('\n')).toContain(
    'no model has a steady state there',
  )
})

test('what was not achieved, failed, or is off by the kernel too is said', () => {
  const kernel = {
    ...aComparison().kernel,
    latencyMs: latencies(26, 20, 20, 20),
    outsideWriteNs: waits(30e3),
  }
  const findings = biasFindings(
    measured([rate(20_000, { tokensPerSecond: 14_500, failedRequests: 2, unmatchedRequests: 1, kernel })]),
  )
  expect(findings[0]).toContain('At 20k tokens/s with one process only 14.5k a second were sent')
  expect(findings[1]).toContain("3 requests failed or can't be compared")
  expect(findings.at(-1)).toContain("with one process the kernel's stamps are off too (median TTFT ×1.30")
  expect(findings.at(-1)).toContain("all get the last one's stamp")
  const heldUp = { ...kernel, outsideWriteNs: waits(0) }
  expect(biasFindings(measured([rate(20_000, { kernel: heldUp })])).at(-1)).toContain(
    'the simulator was held up',
  )
  expect(biasFindings(measured([rate(20_000)])).join()).not.toMatch(/were sent|failed|off too/)
})

test('a client that others kept from its core is said to be so', () => {
  const findings = (cores: number): string =>
    biasFindings(measured([rate(20_000, { clientCpuCoresPerWorker: cores })])).join('\n')
  expect(findings(0.4)).toContain('busy for 74 % of the time but had a core for 40 %')
  expect(findings(0.7)).not.toContain('had a core for')
  expect(biasSentence(measured([rate(20_000, {}, { clientCpuCoresPerWorker: 0.4 })]))).toMatch(
    /; but the machine did other work meanwhile, and all of this holds it too\.$/,
  )
})

test('TPOT is said to hide a wait when it does', () => {
  expect(biasFindings(measured([rate(20_000)])).join()).toContain(
    'TPOT hides it: at 20k tokens/s one process is off by ×1.50',
  )
  const shown = { ...aComparison().user, latencyMs: latencies(30, 25, 22, 22) }
  expect(biasFindings(measured([rate(20_000, { user: shown })])).join()).not.toContain('TPOT hides it')
})

test('the reports hold every rate, and nothing that is no number', () => {
  const bare = measured([rate(10_000), rate(30_000, { ...saturated, user: user(400) })])
  const report = { ...bare, findings: biasFindings(bare), sentence: biasSentence(bare) }
  const texts = [biasTable(report), biasMarkdown(report), JSON.stringify(report)]
  for (const text of texts) expect(text).not.toMatch(/NaN|Infinity|undefined/)
  expect(biasTable(report)).toMatch(/30k tokens\/s, about 600 streams\n/)
  expect(biasTable(report)).toContain('×20.0')
  for (const line of biasTable(report).split('\n')) expect(line.length).toBeLessThanOrEqual(97)
  expect(biasMarkdown(report).match(/^\| \d/gm)).toHaveLength(4)
})
