import { describe, expect, test } from 'vitest'
import { decideGate } from './decide-gate.ts'
import { invalidBy, requestOf, runOf } from './fixtures/runs.ts'

describe('runs in pairs', () => {
  /** Blocks that differ by a fifth, B `worse` times as slow and as few as the A beside it, give or take 0.5 %. */
  const paired = (worse: number, alpha = 0.05, isLost = false): Parameters<typeof decideGate>[0] => {
    const blocks = Array.from({ length: 6 }, (_, at) => {
      const [luck, own] = [1 + at / 25, 1 + ((at % 3) - 1) / 200]
      const shape = { slower: luck * worse * own, fewer: luck * worse * own }
      return { a: runOf({ slower: luck, fewer: luck }), b: runOf(shape) }
    })
    const [a, b] = [blocks.map((block) => block.a), blocks.map((block) => block.b)]
    return requestOf(b, a, { paired: { blocks, alpha, isLost } })
  }
  const ended = (request: Parameters<typeof decideGate>[0]): unknown => {
    const { outcome, exitStatus } = decideGate(request)
    return [outcome, exitStatus]
  }

  test('pass and fail by their differences, of which unpaired ones say nothing', () => {
    expect(ended(paired(1))).toEqual(['pass', 0])
    expect(ended(paired(1.12))).toEqual(['fail', 4])
    expect(ended({ ...paired(1), paired: null })).toEqual(['inconclusive', 5])
    expect(ended({ ...paired(1.12), paired: null })).toEqual(['inconclusive', 5])
    const { gates, blocks, confidence, exploratory } = decideGate(paired(1))
    expect([blocks, confidence]).toEqual([6, 0.95])
    expect(gates.every(({ comparison }) => comparison?.variation === 'paired')).toBe(true)
    expect(gates.map(({ interval }) => interval)).toEqual(
      gates.map(({ comparison }) => comparison!.changeCi95),
    )
    expect(exploratory[0]!.metrics.filter(({ variation }) => variation === 'paired').length).toBeGreaterThan(
      3,
    )
  })

  test('decide at the level that the experiment has left, and show 95 % beside it', () => {
    const sharp = decideGate(paired(1.038, 0.05))
    const blunt = decideGate(paired(1.038, 0.0005))
    expect(blunt.confidence).toBeCloseTo(0.9995)
    expect(sharp.gates[1]!.outcome).toBe('fail')
    expect(blunt.gates[1]!.outcome).toBe('inconclusive')
    expect(blunt.gates[1]!.comparison).toEqual(sharp.gates[1]!.comparison)
    expect(blunt.gates[1]!.interval![0]).toBeLessThan(sharp.gates[1]!.interval![0])
  })

  test('leave a block out whose baseline is INVALID in what is gated; of the run it makes all INVALID', () => {
    const request = paired(1)
    const [first, ...others] = request.paired!.blocks
    const withBad = (side: 'a' | 'b'): unknown => {
      const summary = { ...first![side].summary, ...invalidBy('trend', ['ttft']) }
      const blocks = [{ ...first!, [side]: { ...first![side], summary } }, ...others]
      const sides = requestOf(
        blocks.map(({ b }) => b),
        blocks.map(({ a }) => a),
        { paired: { ...request.paired!, blocks } },
      )
      const { outcome, blocks: compared } = decideGate(sides)
      return [outcome, compared]
    }
    expect(withBad('a')).toEqual(['pass', 5])
    expect(withBad('b')).toEqual(['invalid', 6])
  })

  test('lost are INVALID, and fail where B served nothing', () => {
    expect(ended(paired(1, 0.05, true))).toEqual(['invalid', 3])
    const request = paired(1, 0.05, true)
    const dead = runOf({ failed: 4800, summary: invalidBy('failures', ['*']) })
    expect(ended({ ...request, run: { ...request.run, runs: [...request.run.runs, dead] } })).toEqual([
      'fail',
      4,
    ])
  })
})
