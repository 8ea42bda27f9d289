import { describe, expect, test } from 'vitest'
import type { CapacityRequest } from './capacity-options.ts'
import type { ProbeOrder, ProbeResult } from './capacity-probe.ts'
import { createCapacitySearch, resumeCapacitySearch } from './capacity-search.ts'
import { engineCapacity, probeEngine } from './fixtures/engine-server.ts'
import { probeMm1, station, trueCapacity } from './fixtures/mm1-server.ts'
import { result, share, steepServer } from './fixtures/probes.ts'
import { searchAll } from './fixtures/search-all.ts'

const request: CapacityRequest = { axis: 'rate', floor: 1, ceiling: 1000, budgetSeconds: 3000, seed: 1 }

describe('on a station of known law (M/M/1, mean service 10 ms, e2e.p99 < 100 ms)', () => {
  test('forty searches hold the truth, and their middle is it', () => {
    const truth = trueCapacity(station)
    const answers = Array.from({ length: 40 }, (_, seed) => {
      const asked = { ...request, ceiling: 200, width: 0.15, budgetSeconds: 15_000, seed }
      return searchAll(asked, (order) => probeMm1(station, order)).answer
    })
    const held = answers.filter(({ verified, refuted }) => {
      return (verified ?? 0) <= truth && truth <= (refuted ?? Number.POSITIVE_INFINITY)
    })
    // Of 40 that each hold it with 0.95, 35 or more do in 98 cases of 100.
    expect(held.length).toBeGreaterThanOrEqual(35)
    expect(answers.filter(({ outcome }) => outcome === 'bracketed').length).toBeGreaterThanOrEqual(38)
    const middles = answers.flatMap(({ verified, refuted }) => {
      return verified === null || refuted === null ? [] : [Math.log(Math.sqrt(verified * refuted) / truth)]
    })
    expect(Math.abs(middles.reduce((sum, middle) => sum + middle, 0) / middles.length)).toBeLessThan(0.02)
    for (const { spentSeconds } of answers) expect(spentSeconds).toBeLessThanOrEqual(15_000)
  })
})

describe('on the simulator’s engine in virtual time (ttft.p90 < 60 ms)', () => {
  const budgetSeconds = 660
  const searches = Array.from({ length: 10 }, (_, seed) => {
    return searchAll({ axis: 'rate', floor: 5, ceiling: 80, budgetSeconds, seed }, probeEngine)
  })

  test('both bounds hold the truth, and are no farther apart than a factor of three', () => {
    for (const { answer } of searches) {
      expect(answer.outcome).toBe('bracketed')
      expect(answer.verified).toBeLessThanOrEqual(engineCapacity)
      expect(answer.refuted).toBeGreaterThanOrEqual(engineCapacity)
      expect(answer.refuted! / answer.verified!).toBeLessThan(3)
    }
    const widths = searches.map(({ answer }) => answer.refuted! / answer.verified!).sort((a, b) => a - b)
    expect(widths[5]).toBeLessThan(1.5)
  })

  test('the budget is used, not left, while the bracket is wider than asked for', () => {
    for (const { answer } of searches) {
      expect(answer.spentSeconds).toBeGreaterThan(0.9 * budgetSeconds)
      expect(answer.spentSeconds).toBeLessThanOrEqual(budgetSeconds)
    }
  })

  test('a queue that only grows, of whose share there is no interval, isn’t probed a third time to bracket', () => {
    for (const { results } of searches) {
      const hopeless = results.filter(({ order }) => order.phase === 'bracket' && order.load === 40)
      expect(hopeless.length).toBeLessThanOrEqual(2)
    }
  })
})

describe('on a server that is good up to 73.2 and overloaded above 76', () => {
  const { answer, results } = searchAll(request, steepServer(73.2, 76))

  test('finds both bounds as near as asked for', () => {
    expect(answer).toMatchObject({ outcome: 'bracketed', confidence: 0.95, probes: results.length })
    expect(answer.verified).toBeLessThanOrEqual(73.2)
    expect(answer.refuted).toBeGreaterThan(73.2)
    expect(answer.refuted! / answer.verified!).toBeLessThanOrEqual(1.05)
    expect(answer.why).toBe('the bracket is as narrow as asked for')
  })

  test('confirms each bound by fresh runs: five that hold, or two that are overloaded', () => {
    const confirming = results.filter(({ order }) => order.phase === 'confirm')
    const at = (load: number | null): number => confirming.filter(({ order }) => order.load === load).length
    expect(at(answer.verified)).toBeGreaterThanOrEqual(5)
    expect(at(answer.refuted)).toBeGreaterThanOrEqual(2)
    expect(new Set(results.map(({ order }) => order.seed)).size).toBe(results.length)
  })

  test('begins low and doubles, with short probes', () => {
    expect(results.slice(0, 8).map(({ order }) => order.load)).toEqual([1, 2, 4, 8, 16, 32, 64, 128])
    expect(results.slice(0, 7).every(({ order }) => order.durationSeconds === 10)).toBe(true)
  })
})

describe('answers without two bounds', () => {
  test('never holds', () => {
    const { answer } = searchAll({ ...request, floor: 100, start: 400 }, steepServer(50, 60))
    expect(answer).toMatchObject({ outcome: 'never holds', verified: null, refuted: 100 })
  })

  test('always holds', () => {
    const { answer } = searchAll({ ...request, ceiling: 300 }, steepServer(5000, 6000))
    expect(answer).toMatchObject({ outcome: 'always holds', verified: 300, refuted: null })
  })

  test('open, when the budget ends before the ceiling', () => {
    const { answer } = searchAll({ ...request, ceiling: 1e9, budgetSeconds: 40 }, steepServer(1e9, 1e9))
    expect(answer).toMatchObject({ outcome: 'open', refuted: null })
    expect(answer.why).toContain('40 s')
    expect(answer.spentSeconds).toBeLessThanOrEqual(40)
  })
})

test('two objectives: the one that fails first is the capacity', () => {
  const probe = (order: ProbeOrder): ProbeResult => {
    const [first, second] = [steepServer(200, 1e6)(order), steepServer(90, 1e6)(order)]
    return { ...first, objectives: [...first.objectives, ...second.objectives] }
  }
  const { answer } = searchAll(request, probe)
  expect(answer.verified).toBeLessThanOrEqual(90)
  expect(answer.refuted).toBeGreaterThan(90)
  expect(answer.refuted).toBeLessThan(100)
})

describe('a concurrency', () => {
  const asked: CapacityRequest = { ...request, axis: 'concurrency', ceiling: 512 }

  test('is sought in whole numbers, down to neighbours', () => {
    const { answer, results } = searchAll(asked, steepServer(11, 1e6))
    expect(answer).toMatchObject({ axis: 'concurrency', outcome: 'bracketed', verified: 11, refuted: 12 })
    expect(results.every(({ order }) => Number.isInteger(order.load) && order.axis === 'concurrency')).toBe(
      true,
    )
  })

  test.each([1, 2, 63, 64, 65, 511])('of %d is found', (capacity) => {
    const { answer } = searchAll(asked, steepServer(capacity, 1e6))
    expect(answer.verified).toBeLessThanOrEqual(capacity)
    expect(answer.refuted).toBeGreaterThan(capacity)
    expect(answer.refuted).toBeLessThanOrEqual(Math.max(capacity + 1, capacity * 1.06))
  })
})

describe('INVALID runs', () => {
  test('decide nothing, and are made again with another seed', () => {
    let made = 0
    const { answer, results } = searchAll(request, (order) => {
      return { ...steepServer(73.2, 76)(order), invalid: made++ % 3 === 0 }
    })
    expect(answer.outcome).toBe('bracketed')
    expect(results[1]!.order).toMatchObject({ load: results[0]!.order.load, phase: 'bracket' })
    expect(results[1]!.order.seed).not.toBe(results[0]!.order.seed)
  })

  test('end the search after three in a row, and so do runs that measured nothing', () => {
    const invalid = searchAll(request, (order) => result([], { order, invalid: true })).answer
    const nothing = searchAll(request, (order) => result([], { order })).answer
    for (const answer of [invalid, nothing]) {
      expect(answer).toMatchObject({ outcome: 'open', verified: null, refuted: null, probes: 3 })
      expect(answer.why).toContain('3 runs in a row')
    }
  })
})

describe('resumeCapacitySearch', () => {
  const probe = (order: ProbeOrder): ProbeResult => probeMm1(station, order)
  const asked = { ...request, ceiling: 200, width: 0.3, seed: 5 }
  const { answer, results } = searchAll(asked, probe)

  test('goes on as if it had never stopped, from results that were written to a file', () => {
    for (const made of [0, 1, 9, results.length - 2, results.length]) {
      const kept = JSON.parse(JSON.stringify(results.slice(0, made))) as ProbeResult[]
      const search = resumeCapacitySearch(asked, kept)
      for (;;) {
        const step = search.next()
        if (step.kind === 'answer') {
          expect(step.answer).toEqual(answer)
          break
        }
        search.record(probe(step.order))
      }
    }
  })

  test('refuses the results of another search', () => {
    expect(() => resumeCapacitySearch({ ...asked, seed: 6 }, results)).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })

  test('record refuses what was not ordered', () => {
    const search = createCapacitySearch(asked)
    expect(() => search.record(results[3]!)).toThrow(RangeError)
    expect(search.next()).toEqual(search.next())
  })
})

test.each([
  { floor: 0 },
  { ceiling: 0.5 },
  { ceiling: Number.POSITIVE_INFINITY },
  { start: 2000 },
  { width: 0 },
  { budgetSeconds: 5 },
  { confirmRuns: 4 },
  { mostInvalid: 0 },
  { seed: 0.5 },
  { axis: 'concurrency', floor: 1.5 },
] as const)('refuses %o', (wrong) => {
  expect(() => createCapacitySearch({ ...request, ...wrong })).toThrow(
    expect.objectContaining({ code: 'usage' }),
  )
})

test('counts what runs take besides measuring: the budget is kept', () => {
  const slow = (order: ProbeOrder): ProbeResult => {
    return { ...steepServer(73.2, 76)(order), spentSeconds: order.durationSeconds + 20 }
  }
  const { answer } = searchAll({ ...request, budgetSeconds: 1500 }, slow)
  expect(answer.spentSeconds).toBeLessThanOrEqual(1500)
  expect(answer.outcome).toBe('bracketed')
})

test('an objective that is not resolved in short runs is not taken for one on its limit', () => {
  // A mean that no run under 40 s resolves.
  const probe = (order: ProbeOrder): ProbeResult => {
    const ratio = order.load / (order.load + 80)
    const evidence = order.durationSeconds < 40 ? { beyond: 0.5, ci95: null } : share(ratio, 4000, 0.5)
    return result([{ ...evidence, allowed: 0.5 }], { order, spentSeconds: order.durationSeconds })
  }
  const { answer } = searchAll({ ...request, shortestSeconds: 10 }, probe)
  expect(answer.verified).toBeLessThan(80)
  expect(answer.refuted).toBeGreaterThan(80)
  expect(answer.refuted! / answer.verified!).toBeLessThan(1.3)
})
