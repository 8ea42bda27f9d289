import { expect, test } from 'vitest'
import { createEngine, type Engine, type EngineConfig } from './engine.ts'
import type { SequenceRequest } from './sequence.ts'

const config: EngineConfig = {
  cost: { baseNs: 1_000_000, perSequenceNs: 10_000, perContextTokenNs: 100, perPrefillTokenNs: 1000 },
  maxSequences: 8,
  maxBatchedTokens: 64,
  blocks: 100,
  maxModelTokens: 1600,
  prefixCaching: true,
}

let prompts = 0

/** A request whose prompt nobody else has, unless `content` says so. */
function request(promptTokens: number, outputTokens: number, content = `own ${prompts++}`): SequenceRequest {
  const blockKey = (block: number): number => {
    let hash = block + 1
    for (const character of content) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_000_007
    return hash * 1000 + block
  }
  return { promptTokens, outputTokens, blockKey }
}

/** Steps until there is no work; the number of tokens emitted by each step. */
function run(engine: Engine): number[] {
  const emitted: number[] = []
  let nowNs = 0
  while (engine.hasWork()) {
    const step = engine.step(nowNs)
    emitted.push(step.emitted.length)
    nowNs += step.durationNs
    if (emitted.length > 10_000) throw new Error('the engine makes no progress')
  }
  return emitted
}

test('a step costs what its work costs: prefill, then decode with a growing context', () => {
  const engine = createEngine(config)
  engine.add(request(50, 3), 0)
  expect(engine.step(0).durationNs).toBe(1_000_000 + 10_000 + 50 * 1000)
  expect(engine.step(0).durationNs).toBe(1_000_000 + 10_000 + 50 * 100)
  const last = engine.step(0)
  expect(last.durationNs).toBe(1_000_000 + 10_000 + 51 * 100)
  expect(last.finished).toHaveLength(1)
  expect(engine.hasWork()).toBe(false)
})

test('all running sequences get their token in the same step', () => {
  const engine = createEngine(config)
  for (let sequence = 0; sequence < 4; sequence++) engine.add(request(10, 5), 0)
  expect(run(engine)).toEqual([4, 4, 4, 4, 4])
})

test('a long prompt is prefilled in chunks, beside which others go on decoding', () => {
  const engine = createEngine(config)
  const short = engine.add(request(4, 10), 0)
  engine.step(0)
  const long = engine.add(request(150, 2), 0)
  const chunks = [engine.step(0), engine.step(0)].map((step) => step.durationNs)
  expect(chunks).toEqual([
    1_000_000 + 2 * 10_000 + 4 * 100 + 63 * 1000,
    1_000_000 + 2 * 10_000 + (5 + 63) * 100 + 63 * 1000,
  ])
  expect([short.generated, long.generated]).toEqual([3, 0])
  engine.step(0)
  expect([short.generated, long.generated]).toEqual([4, 1])
})

test('no more than maxSequences run; the others wait in order', () => {
  const engine = createEngine({ ...config, maxSequences: 2 })
  const sequences = [1, 2, 3].map(() => engine.add(request(1, 2), 0))
  engine.step(0)
  expect(engine.figures()).toMatchObject({ running: 2, waiting: 1 })
  engine.step(0)
  engine.step(777)
  expect(sequences.map((sequence) => sequence.admittedNs)).toEqual([0, 0, 777])
})

test('a request that does not fit keeps those behind it waiting, even if they would fit', () => {
  const engine = createEngine({ ...config, blocks: 4 })
  engine.add(request(33, 20), 0)
  engine.add(request(40, 2), 0)
  const small = engine.add(request(1, 2), 0)
  engine.step(0)
  expect(engine.figures()).toMatchObject({ running: 1, waiting: 2 })
  expect(small.state).toBe('waiting')
})

test('out of blocks, the sequence admitted last is preempted, computed again, and loses no token', () => {
  const engine = createEngine({ ...config, blocks: 4, prefixCaching: false })
  const [first, second] = [engine.add(request(16, 40), 0), engine.add(request(16, 20), 0)]
  const emitted = run(engine)
  expect(first.preemptions).toBe(0)
  expect(second.preemptions).toBeGreaterThan(0)
  expect([first.generated, second.generated]).toEqual([40, 20])
  expect(emitted.reduce((sum, tokens) => sum + tokens, 0)).toBe(60)
  expect(engine.figures()).toMatchObject({ preemptions: second.preemptions, cacheUsage: 0 })
})

test('a preempted sequence goes on before those that waited behind it', () => {
  const engine = createEngine({ ...config, blocks: 4, maxSequences: 2, prefixCaching: false })
  const sequences = [30, 30, 1].map((tokens) => engine.add(request(16, tokens), 0))
  let firstEndedAt = 0
  for (let step = 0; engine.hasWork(); step++)
    if (engine.step(step).finished.includes(sequences[0]!)) firstEndedAt = step
  expect(sequences[1]!.preemptions).toBeGreaterThan(0)
  expect(sequences[2]!.admittedNs).toBeGreaterThan(firstEndedAt)
})

test('nothing is admitted in a step that had to preempt, not even the victim', () => {
  const engine = createEngine({ ...config, blocks: 4, maxBatchedTokens: 2, prefixCaching: false })
  engine.add(request(16, 40), 0)
  engine.add(request(16, 40), 0)
  while (engine.figures().preemptions === 0) engine.step(0)
  expect(engine.figures()).toMatchObject({ running: 1, waiting: 1 })
})

test('a prompt seen before is found in the cache but for its last token', () => {
  const engine = createEngine(config)
  engine.add(request(48, 1, 'same'), 0)
  const { durationNs: coldNs } = engine.step(0)
  const second = engine.add(request(48, 1, 'same'), 0)
  const { durationNs: warmNs } = engine.step(0)
  expect(second.cachedTokens).toBe(32)
  expect(coldNs - warmNs).toBe(32 * 1000 - 32 * 100)
  expect(engine.figures()).toMatchObject({ prefixQueries: 96, prefixHits: 32 })
})

test('without prefix caching nothing is found', () => {
  const engine = createEngine({ ...config, prefixCaching: false })
  engine.add(request(48, 1, 'same'), 0)
  const second = engine.add(request(48, 1, 'same'), 0)
  run(engine)
  expect(second.cachedTokens).toBe(0)
  expect(engine.figures()).toMatchObject({ prefixQueries: 0, prefixHits: 0 })
})

test('two sequences that share a prefix hold its blocks once', () => {
  const engine = createEngine({ ...config, blocks: 10 })
  engine.add(request(33, 5, 'same'), 0)
  engine.add(request(33, 5, 'same'), 0)
  engine.step(0)
  engine.step(0)
  expect(engine.figures().cacheUsage).toBeCloseTo(4 / 10)
})

test('abort frees what a running sequence holds, and takes a waiting one out of the queue', () => {
  const engine = createEngine({ ...config, maxSequences: 1 })
  const [running, waiting] = [engine.add(request(20, 50), 0), engine.add(request(20, 50), 0)]
  engine.step(0)
  engine.abort(waiting)
  engine.abort(running)
  engine.abort(running)
  expect([running.state, waiting.state]).toEqual(['aborted', 'aborted'])
  expect(engine.hasWork()).toBe(false)
  expect(engine.figures()).toMatchObject({ running: 0, waiting: 0, cacheUsage: 0 })
})

test('the longest sequence is what the model and the cache allow', () => {
  expect(createEngine(config).maxSequenceTokens).toBe(1600)
  expect(createEngine({ ...config, blocks: 5 }).maxSequenceTokens).toBe(80)
})
