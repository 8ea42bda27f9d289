import { expect, it } from 'vitest'
import { planKeys } from '../keys/plan-keys.ts'
import { contentProblems } from './content-problems.ts'
import { valueAt } from './plan-content.ts'
import type { PlanFileContent } from './plan-file-content.ts'

type Whole<Content> = {
  [Key in keyof Content]-?: NonNullable<Content[Key]> extends infer Value
    ? Value extends string | number | boolean | readonly unknown[]
      ? Value
      : Whole<Value>
    : never
}

// Every key of these types must be here for this to compile, and no other may.
const background: Whole<PlanFileContent>['background'] = {
  target: {
    url: 'http://h',
    api: 'openai-chat',
    model: 'm',
    stream: true,
    headers: { a: 'b' },
    api_key_env: 'K',
    insecure: false,
    ca_file: 'c',
    extra_body: {},
  },
  workload: {
    input_tokens: 1,
    output_tokens: 1,
    ignore_eos: true,
    prompts_file: 'p',
    body: 'b',
    content_type: 'a/b',
    shapes: {},
    same_payload: false,
  },
  load: {
    rate: 1,
    concurrency: 1,
    arrival: 'poisson',
    burstiness: 1,
    think_time: '1s',
    max_concurrency: 1,
    seed: 1,
  },
  workers: 1,
}

const whole: Whole<PlanFileContent> = {
  preset: 'latency',
  target: { ...background.target, simulator_preset: 'default' },
  server: {
    kind: 'command',
    command: ['x'],
    environment: {},
    directory: 'd',
    restart: 'cell',
    stop_timeout: '1s',
    management_url: 'http://h',
    token_env: 'T',
    model_url: 'm',
    workflow: false,
    batch_size: 1,
    max_batch_delay_ms: 1,
    max_batch_delay_us: 1,
    min_workers: 1,
    max_workers: 1,
    response_timeout_s: 1,
    instances: 1,
    config: {},
    lora: { name: 'n', path: 'p' },
    reset_cache: false,
    profile: false,
    ready: { health_path: '/h', model: true, timeout: '1s' },
  },
  workload: { ...background.workload, seed: 1 },
  load: {
    ...background.load,
    query_size: 8,
    stages: [{ duration: '1s', rate: '1..2' }, '1s rate=3'],
    duration: '1s',
    requests: 1,
    warmup: '1s',
  },
  background,
  measure: { timeout: '1s', drain: '1s', scrape: { url: 'http://h', interval: '1s' } },
  client: { workers: 1, transport: 'kernel', pin: false, preflight: true },
  objectives: ['e2e < 1s'],
  gate: { baseline: 'b', max_regression: ['e2e.p50 5%'], inconclusive: 'warn', missing_baseline: 'seed' },
  matrix: { axes: { a: 1 }, include: [{ a: 1 }], exclude: [{ a: 1 }], order: 'fixed' },
  repeat: 1,
  budget: '1h',
  output: { dir: 'd', label: 'l', format: 'json' },
}

it('has the keys of the table, but for include, which is about files', () => {
  expect(contentProblems(whole)).toEqual([])
  const lacking = planKeys.filter(({ path }) => valueAt({ ...whole }, path.split('.')) === undefined)
  expect(lacking.map(({ path }) => path)).toEqual(['include'])
})
