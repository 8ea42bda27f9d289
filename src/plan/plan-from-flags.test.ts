import { describe, expect, it } from 'vitest'
import { planFromFlags } from './plan-from-flags.ts'
import type { RunFlags, RunSurroundings } from './run-flags.ts'

const around: RunSurroundings = {
  cores: 8,
  platform: 'linux',
  now: new Date('2026-01-31T23:59:58.123Z'),
  randomSeed: 42,
}
const noPayload = { body: null, contentType: null, shapes: null, samePayload: false }
const unlimited = Number.POSITIVE_INFINITY
const plan = (flags: RunFlags, changes: Partial<RunSurroundings> = {}) =>
  planFromFlags(flags, { ...around, ...changes })

describe('planFromFlags', () => {
  it('fills in every default', () => {
    expect(plan({})).toEqual({
      version: 1,
      target: {
        url: null,
        api: 'openai-chat',
        model: null,
        stream: true,
        headers: {},
        apiKeyEnv: null,
        insecure: false,
        caFile: null,
        extraBody: null,
        simulatorPreset: 'default',
      },
      load: {
        seed: 42,
        stages: [
          {
            kind: 'closed',
            startConcurrency: 1,
            endConcurrency: 1,
            querySize: 1,
            thinkTimeNs: 0,
            durationNs: 30e9,
          },
        ],
        warmupNs: 5e9,
        requests: unlimited,
        maxConcurrency: unlimited,
      },
      workload: {
        ...noPayload,
        seed: 42,
        inputTokens: '512',
        outputTokens: '128',
        promptsFile: null,
        ignoreEos: true,
      },
      server: null,
      background: null,
      measure: { timeoutNs: 60e9, drainNs: 30e9 },
      scrape: null,
      objectives: [],
      gate: null,
      client: { workers: 1, transport: 'kernel', pin: false, preflight: true },
      output: { dir: 'runs/20260131-235958-simulator', format: 'table', label: null },
    })
  })

  it('takes every flag', () => {
    const flags: Required<
      Omit<
        RunFlags,
        | 'concurrency'
        | 'thinkTime'
        | 'querySize'
        | 'stage'
        | 'insecure'
        | 'simulator'
        | 'inputTokens'
        | 'body'
        | 'contentType'
        | 'shape'
      >
    > = {
      url: 'https://api.example.com/v1',
      api: 'openai-completions',
      model: 'm/n',
      rate: '10..100',
      arrival: 'gamma',
      burstiness: '0.5',
      duration: '1m',
      requests: '1000',
      warmup: '2s',
      maxConcurrency: '64',
      outputTokens: 'normal(96,16)',
      ignoreEos: true,
      prompts: 'p.jsonl',
      samePayload: true,
      stream: false,
      workers: '3',
      pin: true,
      transport: 'portable',
      timeout: '10s',
      drain: '0',
      scrape: 'http://h:8002/metrics',
      scrapeInterval: '500ms',
      objective: ['e2e.p99 < 2s', 'goodput > 99%'],
      header: ['X-A: 1', 'Authorization: Bearer ${env:T}'],
      apiKeyEnv: 'KEY',
      ca: 'ca.pem',
      extraBody: '{"top_k":5}',
      seed: '7',
      out: 'o',
      label: 'l',
      format: 'json',
      preflight: false,
    }
    const { header, ...withoutHeader } = flags
    expect(plan({ ...withoutHeader, header: header.slice(0, 1) })).toEqual({
      version: 1,
      target: {
        url: 'https://api.example.com',
        api: 'openai-completions',
        model: 'm/n',
        stream: false,
        headers: { 'x-a': '1' },
        apiKeyEnv: 'KEY',
        insecure: false,
        caFile: 'ca.pem',
        extraBody: { top_k: 5 },
        simulatorPreset: 'default',
      },
      load: {
        seed: 7,
        stages: [
          {
            kind: 'open',
            arrival: 'gamma',
            burstiness: 0.5,
            startRatePerSecond: 10,
            endRatePerSecond: 100,
            durationNs: 60e9,
          },
        ],
        warmupNs: 2e9,
        requests: 1000,
        maxConcurrency: 64,
      },
      workload: {
        body: null,
        contentType: null,
        shapes: null,
        samePayload: true,
        seed: 7,
        inputTokens: null,
        outputTokens: 'normal(96,16)',
        promptsFile: 'p.jsonl',
        ignoreEos: true,
      },
      server: null,
      background: null,
      measure: { timeoutNs: 10e9, drainNs: 0 },
      scrape: { url: 'http://h:8002/metrics', intervalNs: 0.5e9 },
      objectives: ['e2e.p99 < 2s', 'goodput > 99%'],
      gate: null,
      client: { workers: 3, transport: 'portable', pin: true, preflight: false },
      output: { dir: 'o', format: 'json', label: 'l' },
    })
  })

  it('leaves lengths and the end of replies to a file of prompts', () => {
    expect(plan({ prompts: 'p.jsonl' }).workload).toEqual({
      ...noPayload,
      seed: 42,
      inputTokens: null,
      outputTokens: null,
      promptsFile: 'p.jsonl',
      ignoreEos: false,
    })
  })

  it.each([
    ['one for each core but one', { rate: '10' }, 7],
    ['no more than a closed loop has slots', { concurrency: '3' }, 3],
    ['as many as the peak of a ramp has slots', { concurrency: '1..5' }, 5],
    [
      'as many as the highest stage has slots',
      { stage: ['1s concurrency=2', '1s concurrency=6', '1s concurrency=3'] },
      6,
    ],
    ['no more than may be in flight', { rate: '10', maxConcurrency: '2' }, 2],
    ['what it was given', { concurrency: '1', workers: '4' }, 4],
  ])('has workers: %s', (_what, flags, workers) => {
    expect(plan(flags).client.workers).toBe(workers)
  })

  it('has one worker on one core, and no more than is allowed on many', () => {
    expect(plan({ rate: '10' }, { cores: 1 }).client.workers).toBe(1)
    expect(plan({ rate: '10' }, { cores: 1000 }).client.workers).toBe(256)
  })

  it('uses the portable transport where there is no other', () => {
    expect(plan({}, { platform: 'darwin' }).client.transport).toBe('portable')
    expect(plan({ transport: 'kernel' }).client.transport).toBe('kernel')
  })

  it("takes the API from the URL's path unless one is given", () => {
    expect(plan({ url: 'http://h/v1/completions' }).target).toMatchObject({
      url: 'http://h',
      api: 'openai-completions',
    })
    expect(plan({ url: 'http://h/v1/chat/completions', api: 'openai-chat' }).target.api).toBe('openai-chat')
  })

  it('names the folder after the model or the host', () => {
    expect(plan({ url: 'http://h:8000' }).output.dir).toBe('runs/20260131-235958-h-8000')
    expect(plan({ url: 'http://h:8000', model: 'meta-llama/Llama-3.1-8B' }).output.dir).toBe(
      'runs/20260131-235958-Llama-3.1-8B',
    )
  })
})
