import { describe, expect, it } from 'vitest'
import { flags, planError, planOf, yaml } from './fixtures/written-plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'

describe('writePlanYaml', () => {
  it('writes everything, defaults too, with units', () => {
    expect(yaml).toBe(`# The plan of a run. To run it again: tare run plan.yaml --out NEW-FOLDER
# Paths are relative to the folder that Tare is started in.
version: 1
target:
  url: http://localhost:8000
  api: openai-chat
  model: null
  stream: true
  headers:
    x-team: a
    authorization: Bearer \${env:TOKEN}
  api_key_env: null
  insecure: false
  ca_file: null
  extra_body:
    top_k: 5
    nested:
      a:
        - 1
        - "2"
        - null
  simulator_preset: default
server: null
load:
  seed: 42
  warmup: 5s
  requests: unbounded
  max_concurrency: 256
  stages:
    - kind: open
      duration: 30s
      start_rate_per_s: 10
      end_rate_per_s: 100
      arrival: poisson
      burstiness: 1
    - kind: closed
      duration: 1m30s
      start_concurrency: 4
      end_concurrency: 4
      query_size: 1
      think_time: 250ms
    - kind: unpaced
      duration: 5s
workload:
  seed: 42
  input_tokens: "512"
  output_tokens: "128"
  prompts_file: null
  ignore_eos: true
  body: null
  content_type: null
  shapes: null
  same_payload: false
measure:
  timeout: 1m
  drain: 30s
  scrape: null
client:
  workers: 3
  transport: kernel
  pin: false
  preflight: true
background: null
objectives: []
gate: null
output:
  dir: runs/20260131-235958-localhost-8000
  format: table
  label: null
`)
  })

  it('writes twice what is there twice', () => {
    const plan = planOf({ rate: '5' })
    const twice = { ...plan, load: { ...plan.load, stages: [plan.load.stages[0]!, plan.load.stages[0]!] } }
    expect(readPlanYaml(writePlanYaml(twice), 'plan.yaml')).toEqual(twice)
  })

  it('never writes a secret', () => {
    const secrets = [
      'Authorization: Bearer verysecret',
      'x-api-key: verysecret',
      'Cookie: session=verysecret',
    ]
    expect(writePlanYaml(planOf({ header: secrets }))).not.toContain('verysecret')
  })
})

describe('readPlanYaml', () => {
  it('reads what was written', () => {
    expect(readPlanYaml(yaml, 'plan.yaml')).toEqual(planOf(flags))
  })

  it('reads a plan from before there were servers, scraping, a background and objectives', () => {
    const older = yaml
      .replace('server: null\n', '')
      .replace('  scrape: null\n', '')
      .replace('background: null\n', '')
      .replace('objectives: []\n', '')
    expect(older).not.toMatch(/server:|scrape:|background:|objectives:/)
    expect(readPlanYaml(older, 'plan.yaml')).toEqual(planOf(flags))
  })

  it('reads a length that YAML takes for a number', () => {
    expect(readPlanYaml(yaml.replace('"512"', '512'), 'plan.yaml')).toEqual(planOf(flags))
  })

  it('refuses to run with a secret that was not stored, and says what to do', () => {
    const text = writePlanYaml(planOf({ header: ['X-Api-Key: abc'] }))
    const error = planError(text)
    expect(error.message).toContain(
      'plan.yaml:10:16: target.headers.x-api-key: the value of x-api-key was given literally',
    )
    expect(error.message).toContain('--api-key-env')
    expect(readPlanYaml(text, 'plan.yaml', { redactedHeaders: 'keep' }).target.headers).toEqual({
      'x-api-key': '<redacted>',
    })
  })
})
