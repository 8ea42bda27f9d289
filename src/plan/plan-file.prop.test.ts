// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a plan's references to variables look like templates.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import type { LoadPlan, LoadStage } from '../load/load-plan.ts'
import { longestDurationNs } from './duration.ts'
import { apiNames, type Plan, unaryApis } from './plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'
import { planProblems } from './plan-problems.ts'
import { restartScopes, type ServerPlan } from './server-plan.ts'

const duration = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: longestDurationNs }))
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 10 }),
    fc.constantFrom(
      'null',
      'true',
      '12',
      '0x1F',
      '~',
      '- a',
      'a: b',
      '# c',
      '&a',
      '*a',
      '!!str x',
      '{',
      '"',
      '1_000',
      '.inf',
      '2026-01-01',
      '%a',
      '<<',
    ),
  )
  .map((given) => given.trim())
  .filter((given) => given !== '' && !/\p{Cc}/u.test(given))
const seed = fc.nat(Number.MAX_SAFE_INTEGER)
const rate = fc.double({ min: 0.001, max: 1e6, noNaN: true })
const concurrency = fc.integer({ min: 1, max: 100_000 })

const stage: fc.Arbitrary<LoadStage> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    arrival: fc.constant('gamma' as const),
    burstiness: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    startRatePerSecond: rate,
    endRatePerSecond: rate,
    durationNs: duration,
  }),
  fc.record({
    kind: fc.constant('closed' as const),
    startConcurrency: concurrency,
    endConcurrency: concurrency,
    thinkTimeNs: fc.nat(1e9),
    durationNs: duration,
  }),
  fc.record({ kind: fc.constant('unpaced' as const), durationNs: duration }),
)

const load: fc.Arbitrary<LoadPlan> = fc.oneof(
  fc.record({
    seed,
    stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
    warmupNs: fc.nat(1e10),
    requests: fc.constant(Number.POSITIVE_INFINITY),
    maxConcurrency: fc.integer({ min: 256, max: 100_000 }),
  }),
  fc.record({
    seed,
    stages: fc.constant<LoadStage[]>([
      {
        kind: 'open',
        arrival: 'poisson',
        burstiness: 1,
        startRatePerSecond: 3,
        endRatePerSecond: 3,
        durationNs: Number.POSITIVE_INFINITY,
      },
    ]),
    warmupNs: fc.nat(1e10),
    requests: fc.integer({ min: 1, max: 1e9 }),
    maxConcurrency: fc.constant(Number.POSITIVE_INFINITY),
  }),
)

const headers = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'x-a',
        'x-b',
        'host',
        'accept',
        '__proto__',
        'constructor',
        'null',
        '1',
        'authorization',
        'x-api-key',
      ),
      fc.constantFrom(
        '',
        'a',
        'a: b',
        '# no comment',
        'Bearer ${env:TOKEN}',
        '${env:A_1}',
        '- 1',
        '{}',
        "it's",
        '"',
      ),
    ),
    { maxLength: 5 },
  )
  .map((pairs) => pairs.map(([name, value]) => [name, isSecret(name) ? '${env:SECRET}' : value] as const))
  .map((pairs): Record<string, string> => Object.fromEntries(pairs))

function isSecret(name: string): boolean {
  return name === 'authorization' || name === 'x-api-key'
}

/** What JSON can carry: no -0. */
const extraBody = fc
  .dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
  .map((given) => JSON.parse(JSON.stringify(given)) as Record<string, unknown>)
  .filter((given) => !Object.hasOwn(given, 'stream'))

const ready = fc.record({
  healthPath: fc.constantFrom(null, '/health', '/v2/health/ready'),
  model: fc.boolean(),
  timeoutNs: duration,
})
const managementUrl = fc.constantFrom('http://127.0.0.1:8081', 'https://h/base')
const count = fc.integer({ min: 1, max: 10_000 })
const server: fc.Arbitrary<ServerPlan> = fc.oneof(
  fc.record({ kind: fc.constant('existing' as const), ready }),
  fc.record({
    kind: fc.constant('command' as const),
    command: fc.array(fc.oneof(text, fc.constant('')), { minLength: 1, maxLength: 4 }),
    environment: fc.dictionary(fc.constantFrom('A', 'B_1', 'null'), text, { noNullPrototype: true }),
    directory: fc.option(text),
    restart: fc.constantFrom(...restartScopes),
    stopTimeoutNs: duration,
    ready,
  }),
  fc
    .record({
      kind: fc.constant('torchserve' as const),
      managementUrl,
      tokenEnv: fc.constantFrom(null, 'TOKEN'),
      modelUrl: fc.option(text),
      workflow: fc.boolean(),
      batchSize: count,
      maxBatchDelayMs: fc.nat(1000),
      minWorkers: count,
      maxWorkers: count,
      responseTimeoutS: count,
      ready,
    })
    .map((given) => ({ ...given, maxWorkers: Math.max(given.minWorkers, given.maxWorkers) })),
  fc.record({
    kind: fc.constant('kserve-v2' as const),
    managementUrl: fc.option(managementUrl),
    config: fc.option(extraBody),
    batchSize: fc.option(count),
    maxBatchDelayUs: fc.option(fc.nat(1000)),
    instances: fc.option(count),
    ready,
  }),
  fc.record({
    kind: fc.constant('openai' as const),
    lora: fc.option(fc.record({ name: text, path: text })),
    resetCache: fc.boolean(),
    profile: fc.boolean(),
    ready,
  }),
)

const payload = fc.record({
  seed,
  inputTokens: fc.constant(null),
  outputTokens: fc.constant(null),
  promptsFile: fc.constant(null),
  ignoreEos: fc.constant(false),
  body: fc.option(text),
  contentType: fc.constantFrom(null, 'text/plain; charset=utf-8'),
  shapes: fc.option(
    fc.dictionary(
      fc.constantFrom('image', 'a:b', 'null', '1', '__proto__'),
      fc.array(count, { maxLength: 4 }),
      {
        noNullPrototype: true,
      },
    ),
  ),
  samePayload: fc.boolean(),
})

const noPayload = {
  body: fc.constant(null),
  contentType: fc.constant(null),
  shapes: fc.constant(null),
  samePayload: fc.boolean(),
}

const prompts = fc.oneof(
  fc.record({
    seed,
    inputTokens: fc.constantFrom<(string | null)[]>('512', 'uniform(1,2)', 'empirical(my: file, #1.txt)'),
    outputTokens: fc.constantFrom(null, '7', 'normal(5,1.5)'),
    promptsFile: fc.constant(null),
    ignoreEos: fc.boolean(),
    ...noPayload,
  }),
  fc.record({
    seed,
    inputTokens: fc.constant(null),
    outputTokens: fc.constant(null),
    promptsFile: text,
    ignoreEos: fc.boolean(),
    ...noPayload,
  }),
)

const plan: fc.Arbitrary<Plan> = fc
  .record({
    version: fc.constant(1 as const),
    target: fc.record({
      url: fc.constantFrom(null, 'https://h', 'https://[::1]:8000/p', 'https://xn--bcher-kva.example'),
      api: fc.constantFrom(...apiNames),
      model: fc.option(text),
      stream: fc.boolean(),
      headers,
      apiKeyEnv: fc.constantFrom(null, 'KEY', 'null'),
      insecure: fc.boolean(),
      caFile: fc.option(text),
      extraBody: fc.option(extraBody),
      simulatorPreset: text,
    }),
    server: fc.option(server),
    load,
    prompts,
    payload,
    measure: fc.record({ timeoutNs: duration, drainNs: fc.nat(1e12) }),
    scrape: fc.option(
      fc.record({ url: managementUrl, intervalNs: fc.integer({ min: 1e8, max: longestDurationNs }) }),
    ),
    objectives: fc.subarray(['ttft.p99 < 300ms', 'goodput > 99%', 'e2e < 2s']),
    client: fc.record({
      workers: fc.integer({ min: 1, max: 256 }),
      transport: fc.constantFrom('kernel' as const, 'portable' as const),
      pin: fc.boolean(),
      preflight: fc.boolean(),
    }),
    output: fc.record({
      dir: text,
      format: fc.constantFrom('table' as const, 'json' as const),
      label: fc.option(text),
    }),
  })
  // Most of what would contradict itself is left out here, so that the filter isn't asked in vain too often.
  .map(({ prompts, payload, ...given }): Plan => {
    const unary = unaryApis.includes(given.target.api)
    const target = { ...given.target, stream: given.target.stream && !unary }
    const server = target.url === null || target.model === null ? null : given.server
    return { ...given, target, server, workload: unary ? payload : prompts }
  })
  .filter((given) => planProblems(given).length === 0)

it('reads back exactly every plan that it writes', () => {
  fc.assert(
    fc.property(plan, (given) => {
      const yaml = writePlanYaml(given)
      expect(readPlanYaml(yaml, 'plan.yaml')).toEqual(given)
      expect(writePlanYaml(readPlanYaml(yaml, 'plan.yaml'))).toBe(yaml)
    }),
    { numRuns: 150 },
  )
})

it('answers any damage to a plan with a plan or with a plan error', () => {
  const yaml = writePlanYaml(fc.sample(plan, { numRuns: 1, seed: 1 })[0]!)
  const damage = fc.record({
    at: fc.nat(yaml.length),
    cut: fc.nat(20),
    put: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\n', ': ', '- ', '*', '&a ', '!', '{', '|')),
  })
  fc.assert(
    fc.property(damage, ({ at, cut, put }) => {
      try {
        readPlanYaml(yaml.slice(0, at) + put + yaml.slice(at + cut), 'plan.yaml')
      } catch (error) {
        expect(error).toBeInstanceOf(TareError)
        expect((error as TareError).code).toBe('plan')
        expect((error as TareError).message).toMatch(/^plan\.yaml(:| has)/)
      }
    }),
    { numRuns: 150 },
  )
})
