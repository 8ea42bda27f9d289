import { describe, expect, it } from 'vitest'
import { contentOfFlags } from '../authored/content-of-flags.ts'
import { contentProblems } from '../authored/content-problems.ts'
import { flagsOfContent } from '../authored/flags-of-content.ts'
import { withValue } from '../authored/plan-content.ts'
import type { RunFlags } from '../run-flags.ts'
import { planKeys } from './plan-keys.ts'

describe('every key of the table', () => {
  it.each(planKeys.map((key) => [key.path, key] as const))('%s takes its own example', (path, key) => {
    const content = withValue({}, path.split('.'), key.example)
    expect(contentProblems(content)).toEqual([])
    expect(key.description).toMatch(/^[A-Z`].*\.$/)
    expect(key.default).not.toMatch(/[.]$/)
  })

  it('has one path, and one flag', () => {
    const paths = planKeys.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    const fields = planKeys.flatMap(({ field }) => (field === null ? [] : [field]))
    expect(new Set(fields).size).toBe(fields.length)
  })
})

it('has a key for every flag of a run', () => {
  // Every field must be here for this to compile.
  const flags: Required<RunFlags> = {
    url: 'http://h',
    api: 'openai-chat',
    model: 'm',
    rate: '1',
    arrival: 'gamma',
    burstiness: '2',
    concurrency: '3',
    thinkTime: '1s',
    querySize: '2',
    stage: ['1s rate=1'],
    duration: '2s',
    requests: '4',
    warmup: '3s',
    maxConcurrency: '5',
    inputTokens: '6',
    outputTokens: '7',
    ignoreEos: true,
    prompts: 'p',
    body: 'b',
    contentType: 'a/b',
    shape: ['x:1,2', 'y:3'],
    samePayload: true,
    stream: false,
    workers: '8',
    pin: true,
    transport: 'portable',
    timeout: '4s',
    drain: '5s',
    header: ['a: b', 'c: d'],
    apiKeyEnv: 'KEY',
    insecure: true,
    ca: 'ca',
    extraBody: '{"a":1}',
    scrape: 'http://m',
    scrapeInterval: '6s',
    objective: ['e2e < 1s'],
    seed: '9',
    out: 'o',
    label: 'l',
    format: 'json',
    preflight: false,
    simulator: 's',
  }
  expect(flagsOfContent(contentOfFlags(flags))).toEqual(flags)
})
