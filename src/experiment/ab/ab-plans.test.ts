import { describe, expect, test } from 'vitest'
import type { PlanFileContent } from '../../plan/authored/plan-file-content.ts'
import { definePlan } from '../../plan/authored/read-authored-plan.ts'
import { planOfAuthored } from '../../plan/expand-plan.ts'
import { seedOfBlock } from '../../plan/matrix/seed-of-block.ts'
import type { Plan } from '../../plan/plan.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import type { RunFlags } from '../../plan/run-flags.ts'
import { blockPlan, blockSeeds } from './block-plan.ts'
import { defaultMetrics } from './default-metrics.ts'
import { serverInTheWay } from './server-in-the-way.ts'
import { refuseUnlikePlans, unlikeKeys } from './unlike-plans.ts'

const around = { cores: 4, platform: 'linux', now: new Date(0), randomSeed: 7 } as const
const plan = (flags: RunFlags): Plan => planFromFlags(flags, around)
const authored = (content: PlanFileContent): Plan => planOfAuthored(definePlan(content), around)

describe('seeds', () => {
  const a = authored({ target: { url: 'http://a' }, load: { rate: 5, seed: 3 }, workload: { seed: 11 } })
  const b = authored({ target: { url: 'http://b' }, load: { rate: 5, seed: 4 } })

  test('are A’s for both, others in each block', () => {
    const seeds = [0, 1, 2].map((block) => blockSeeds(a, b, block))
    expect(seeds[0]).toEqual({ load: 3, workload: 11, background: null })
    expect(new Set(seeds.map(({ load }) => load)).size).toBe(3)
    expect(seeds[1]).toMatchObject({ load: seedOfBlock(3, 1), workload: seedOfBlock(11, 1) })
    const made = blockPlan(b, seeds[1]!, 'ab/x/runs/1')
    expect([made.load.seed, made.workload.seed, made.output.dir]).toEqual([
      seeds[1]!.load,
      seeds[1]!.workload,
      'ab/x/runs/1',
    ])
    expect({ ...made, load: b.load, workload: b.workload, output: b.output }).toEqual(b)
  })

  test('of a background move on too', () => {
    const busy = authored({ load: { rate: 5, seed: 3 }, background: { load: { concurrency: 2 } } })
    const [first, next] = [0, 1].map(
      (block) => blockPlan(busy, blockSeeds(busy, busy, block), 'x').background!,
    )
    expect(first!.load.seed).toBe(busy.background!.load.seed)
    expect(next!.load.seed).toBe(seedOfBlock(first!.load.seed, 1))
    expect(next!.workload.seed).not.toBe(first!.workload.seed)
  })
})

test('plans may differ in the server alone', () => {
  const a = plan({ url: 'http://a', rate: '5', seed: '1', out: 'x', scrape: 'http://a/metrics' })
  expect(unlikeKeys(a, plan({ url: 'http://b', rate: '5', model: 'm', seed: '2', out: 'y' }))).toEqual([])
  const other = plan({
    url: 'http://b',
    rate: '6',
    inputTokens: '9',
    stream: false,
    workers: '1',
    timeout: '9s',
  })
  expect(unlikeKeys(a, other)).toEqual([
    'target.stream',
    'load.stages',
    'workload.input_tokens',
    'measure.timeout',
    'client.workers',
  ])
  expect(() => refuseUnlikePlans(a, other)).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: expect.stringContaining('load.stages, workload.input_tokens'),
    }),
  )
  const busy = authored({ load: { rate: 5 }, background: { load: { concurrency: 2 } } })
  expect(unlikeKeys(authored({ load: { rate: 5 } }), busy)).toContain('background')
})

test.each<[RunFlags, readonly string[]]>([
  [{ rate: '5' }, ['ttft.p50', 'tpot.p50']],
  [{ rate: '5', outputTokens: '1' }, ['ttft.p50']],
  [{ rate: '5', stream: false }, ['e2e.p50']],
  [{ concurrency: '2', api: 'torchserve', model: 'm', url: 'http://a' }, ['e2e.p50']],
  [{ concurrency: '2', querySize: '4' }, ['query.p50']],
  [{ rate: 'max', requests: '100' }, ['output_tokens_per_s']],
])('of %j it decides on %j unless told otherwise', (flags, metrics) => {
  expect(defaultMetrics(plan(flags))).toEqual(metrics)
})

test('of two commands on two ports one is gone before the other’s run, unless it is to stay', () => {
  const command = (url: string, restart: string): { name: string; plan: Plan } => ({
    name: url,
    plan: authored({
      target: { url },
      load: { rate: 5 },
      server: { kind: 'command', command: ['serve'], restart },
    } as PlanFileContent),
  })
  const [a, b] = [command('http://a', 'cell'), command('http://b', 'cell')]
  expect([serverInTheWay({ a, b }, 'a'), serverInTheWay({ a, b }, 'b')]).toEqual([b.plan, a.plan])
  const kept = command('http://b', 'block')
  expect([serverInTheWay({ a, b: kept }, 'a'), serverInTheWay({ a, b: kept }, 'b')]).toEqual([null, a.plan])
  expect(serverInTheWay({ a, b: command('http://a', 'cell') }, 'b')).toBeNull()
  expect(serverInTheWay({ a: { name: '', plan: plan({ url: 'http://a' }) }, b }, 'b')).toBeNull()
})
