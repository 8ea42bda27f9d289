import { describe, expect, test } from 'vitest'
import { comparedMetric } from '../comparison/compared-metric.ts'
import { type AbOptions, abDefaults, checkAbOptions } from './ab-options.ts'
import { assessBlocks, compareBeside, lookedAt } from './assess-blocks.ts'
import { blockOrder } from './block-order.ts'
import { summaryWith, virtualBlocks } from './fixtures/virtual-blocks.ts'

const both: AbOptions = { ...abDefaults, metrics: ['ttft.p50', 'tpot.p50'] }
const verdicts = (blocks: Parameters<typeof assessBlocks>[0], options = both): readonly unknown[] =>
  assessBlocks(blocks, options).metrics.map(({ comparison }) => comparison.verdict)

test('blocks alternate who is first', () => {
  expect([0, 1, 2, 3].map(blockOrder)).toEqual(['AB', 'BA', 'AB', 'BA'])
})

describe('looks', () => {
  const differing = virtualBlocks({ count: 16, seed: 1, change: 0.05, runSd: 0.007 })

  test('before the first nothing is decided, however plain it is', () => {
    const assessment = assessBlocks(differing.slice(0, 5), both)
    expect(assessment).toMatchObject({ state: 'going_on', looks: [], nextLookAt: 6, firstBlock: null })
    expect(verdicts(differing.slice(0, 5))).toEqual(['cant_tell', 'cant_tell'])
  })

  test('at the first, what is plain is decided: a difference, and that there is none', () => {
    const assessment = assessBlocks(differing.slice(0, 6), both)
    expect(assessment).toMatchObject({ state: 'decided', nextLookAt: null, looks: [{ blocks: 6, open: [] }] })
    expect(verdicts(differing.slice(0, 6))).toEqual(['no_difference_shown', 'worse'])
    expect(assessment.metrics[1]!.comparison.change).toBeCloseTo(0.05, 1)
  })

  test('what was measured beyond a look that decided changes nothing', () => {
    const beyond = [...differing.slice(0, 6), ...virtualBlocks({ count: 4, seed: 2, change: -0.5 })]
    expect(assessBlocks(beyond, both)).toEqual(assessBlocks(differing.slice(0, 6), both))
    expect(lookedAt(beyond, assessBlocks(beyond, both))).toHaveLength(6)
  })

  test('between two looks nothing is decided, and the earlier look stands', () => {
    const noisy = virtualBlocks({ count: 16, seed: 3, runSd: 0.3 })
    const at = (count: number): unknown => {
      const { state, nextLookAt, looks } = assessBlocks(noisy.slice(0, count), both)
      return [state, nextLookAt, looks.length]
    }
    expect([6, 9, 10, 15, 16].map(at)).toEqual([
      ['going_on', 10, 1],
      ['going_on', 10, 1],
      ['going_on', 16, 2],
      ['going_on', 16, 2],
      ['out_of_blocks', null, 3],
    ])
    expect(assessBlocks(noisy.slice(0, 9), both).metrics).toEqual(
      assessBlocks(noisy.slice(0, 6), both).metrics,
    )
    expect(assessBlocks(noisy.slice(0, 6), { ...both, mostBlocks: 6 }).state).toBe('out_of_blocks')
  })

  test('a difference that a look has shown stays, while another metric is open', () => {
    const first = virtualBlocks({ count: 6, seed: 4, change: 0.05, blockSd: 0 }).map(({ a, b }, at) => ({
      a,
      b: summaryWith({ ttft: at % 2 === 0 ? 30 : 60, tpot: b.latency_ms.tpot.p50 }),
    }))
    const later = virtualBlocks({ count: 4, seed: 5, change: -0.3 })
    const { looks, metrics } = assessBlocks([...first, ...later], both)
    expect(looks[0]).toMatchObject({ blocks: 6, open: ['ttft.p50'] })
    expect(metrics.map(({ blocks, decided, comparison }) => [blocks, decided, comparison.verdict])).toEqual([
      [10, expect.any(Boolean), expect.any(String)],
      [6, true, 'worse'],
    ])
  })

  test('each metric has its part of a look’s alpha; metrics beside are at the same level, and decide nothing', () => {
    const six = differing.slice(0, 6)
    const [one] = assessBlocks(six, { ...both, metrics: ['tpot.p50'] }).metrics
    const [, two] = assessBlocks(six, both).metrics
    expect(two!.alpha).toBeCloseTo(one!.alpha / 2)
    const width = ({ comparison }: typeof one & {}): number =>
      comparison.changeCi95![1] - comparison.changeCi95![0]
    expect(width(two!)).toBeGreaterThan(width(one!))
    const beside = compareBeside(comparedMetric('tpot.p50')!, six, assessBlocks(six, both), both)
    expect(beside).toEqual({ ...two, decides: false })
  })
})

test('a metric that no run has a figure of ends it after three blocks', () => {
  const blocks = virtualBlocks({ count: 3, seed: 6 }).map(() => {
    const run = summaryWith({ ttft: 40, tpot: null })
    return { a: run, b: run }
  })
  expect(assessBlocks(blocks.slice(0, 2), both).state).toBe('going_on')
  expect(assessBlocks(blocks, both)).toMatchObject({ state: 'no_figures', nextLookAt: null })
  const note = assessBlocks(blocks, both).metrics[1]!.comparison.note
  expect(note).toContain('tpot.p50 has too few requests in 3 of 3 runs of A')
})

describe('the first block', () => {
  const warm = virtualBlocks({ count: 7, seed: 7, firstShift: 0.5, blockSd: 0.01, runSd: 0.007 })

  test('is dropped when both sides were unlike what comes after it, and another is measured', () => {
    const assessment = assessBlocks(warm.slice(0, 6), both)
    expect(assessment).toMatchObject({ state: 'going_on', nextLookAt: 7, looks: [] })
    expect(assessment.firstBlock).toEqual({
      dropped: true,
      message: expect.stringMatching(
        /^ttft\.p50 of both sides was \d+ % higher than in the blocks after it$/,
      ),
    })
    expect(assessBlocks(warm, both)).toMatchObject({ state: 'decided', looks: [{ blocks: 6 }] })
    expect(lookedAt(warm, assessBlocks(warm, both))).toEqual(warm.slice(1))
  })

  test('is kept when it is like the others, or was asked for', () => {
    const alike = virtualBlocks({ count: 6, seed: 8 })
    expect(assessBlocks(alike, both).firstBlock).toMatchObject({ dropped: false })
    expect(assessBlocks(warm.slice(0, 6), { ...both, keepFirst: true }).firstBlock).toMatchObject({
      dropped: false,
    })
  })

  test('is judged by what is the same when A and B are exchanged', () => {
    const exchanged = warm.map(({ a, b }) => ({ a: b, b: a }))
    expect(assessBlocks(exchanged, both).firstBlock).toEqual(assessBlocks(warm, both).firstBlock)
    // One side alone that is far off moves the level by half of it: still no more than either side's doing.
    const one = virtualBlocks({ count: 6, seed: 9, blockSd: 0 })
    const [first, ...rest] = one
    const slow = summaryWith({ ttft: 400, tpot: 120 })
    const judged = [
      { a: slow, b: first!.b },
      { a: first!.b, b: slow },
    ].map((block) => assessBlocks([block, ...rest], both).firstBlock)
    expect(judged[0]).toEqual(judged[1])
  })

  test('is hardly ever dropped of blocks that are alike', () => {
    const dropped = Array.from({ length: 200 }, (_, seed) => {
      return assessBlocks(virtualBlocks({ count: 6, seed: 1000 + seed, blockSd: 0.05 }), both).firstBlock
        ?.dropped
    }).filter((each) => each === true)
    expect(dropped.length).toBeLessThanOrEqual(7)
  })
})

test.each([
  [{ metrics: [] }, '0 metrics'],
  [{ metrics: ['ttft.p50', 'ttft.p50'] }, '2 metrics'],
  [{ metrics: ['ttft.p50', 'tpot.p50', 'e2e.p50', 'itl.p50'] }, '4 metrics'],
  [{ metrics: ['ttft.p51'] }, 'there is no metric ttft.p51'],
  [{ effect: 0 }, 'an effect of interest of 0'],
  [{ mostBlocks: 7 }, 'end at no look'],
])('%j is refused', (part, message) => {
  expect(() => checkAbOptions({ ...both, ...part })).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
  )
  expect(() => checkAbOptions(both)).not.toThrow()
})
