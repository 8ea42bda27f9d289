import type { PlanContent } from './authored/plan-content.ts'

/** A kind of benchmark, as a fragment of a plan. */
export interface Preset {
  /** What it shows, and what is to be added to it. */
  readonly description: string
  readonly plan: PlanContent
}

/** MLPerf's least duration of a run, and its least number of samples in the offline scenario. */
const mlperfDuration = '10m'
const mlperfOfflineSamples = 24_576

export const presetNames = [
  'latency',
  'throughput',
  'ping-floor',
  'soak',
  'spike',
  'ramp',
  'cold-start',
  'scale-storm',
  'multi-model',
  'mlperf-single-stream',
  'mlperf-multi-stream',
  'mlperf-server',
  'mlperf-offline',
] as const
export type PresetName = (typeof presetNames)[number]

export const presets: Readonly<Record<PresetName, Preset>> = {
  latency: {
    description: 'One request at a time: what a user alone on the server gets.',
    plan: { load: { concurrency: 1, warmup: '10s', duration: '2m' } },
  },
  throughput: {
    description: 'Enough requests in flight to keep the server busy: the most it does.',
    plan: { load: { concurrency: 100, warmup: '20s', duration: '2m' } },
  },
  'ping-floor': {
    description:
      'The least request, one at a time: what network, HTTP and the queue cost before any model does.',
    plan: {
      workload: { input_tokens: 1, output_tokens: 1 },
      load: { concurrency: 1, warmup: '5s', duration: '30s' },
    },
  },
  soak: {
    description: 'The same moderate load for hours: leaks, drift, and what happens once an hour.',
    plan: { load: { concurrency: 10, warmup: '1m', duration: '4h' } },
  },
  spike: {
    description:
      'A calm, ten times the rate for half a minute, and a calm again: how deep it falls, how fast it recovers.',
    plan: {
      load: {
        warmup: '10s',
        stages: [
          { duration: '1m', rate: 2 },
          { duration: '30s', rate: 20 },
          { duration: '2m', rate: 2 },
        ],
      },
    },
  },
  ramp: {
    description: 'A rate that rises steadily: where latency begins to climb.',
    plan: { load: { rate: '1..50', warmup: '10s', duration: '5m' } },
  },
  'cold-start': {
    description:
      'The first requests after a start, five times: nothing warms up, and no request is sent before. For a server that Tare starts or registers.',
    plan: {
      load: { concurrency: 1, warmup: '0s', requests: 10 },
      client: { preflight: false },
      repeat: 5,
    },
  },
  'scale-storm': {
    description:
      'Workers scaled up and down again and again, with load after each change: what scaling breaks. For TorchServe.',
    plan: {
      server: { kind: 'torchserve' },
      load: { concurrency: 16, warmup: '0s', duration: '20s' },
      matrix: { axes: { 'server.min_workers': [16, 2] }, order: 'fixed' },
      repeat: 5,
    },
  },
  'multi-model': {
    description:
      'What it costs a model that another of the same server is busy: measured without and with 8 requests in flight on the other. Give target.model and background.target.model; for models that take turns make target.model an axis instead.',
    plan: {
      load: { concurrency: 8, warmup: '5s', duration: '30s' },
      matrix: { axes: { 'background.load.concurrency': [0, 8] }, order: 'blocked' },
      repeat: 3,
    },
  },
  'mlperf-single-stream': {
    description:
      "One request after another, as in MLPerf's SingleStream; its figure is e2e p90. No MLPerf score.",
    plan: { load: { concurrency: 1, warmup: '10s', duration: mlperfDuration } },
  },
  'mlperf-multi-stream': {
    description:
      "Queries of eight requests sent together, each when all of the one before have ended, as in MLPerf's MultiStream; its figure is query p99, of as many queries as end in time: MLPerf asks for 662 at least, and no run is held to that here. No MLPerf score.",
    plan: { load: { concurrency: 1, query_size: 8, warmup: '10s', duration: mlperfDuration } },
  },
  'mlperf-server': {
    description:
      "Poisson arrivals and any number in flight, as in MLPerf's Server, with its bounds for Llama 2 70B; raise load.rate until they fail. No MLPerf score.",
    plan: {
      load: { rate: 1, arrival: 'poisson', warmup: '10s', duration: mlperfDuration },
      objectives: ['ttft.p99 < 2000ms', 'tpot.p99 < 200ms'],
    },
  },
  'mlperf-offline': {
    description:
      "Everything at once, as in MLPerf's Offline: requests wait for one of 1024 slots. Its figure is output tokens a second. No MLPerf score.",
    plan: { load: { rate: 'max', max_concurrency: 1024, requests: mlperfOfflineSamples } },
  },
}
