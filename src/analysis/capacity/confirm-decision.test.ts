import { describe, expect, test } from 'vitest'
import type { ProbeResult } from './capacity-probe.ts'
import { confirmDecision } from './confirm-decision.ts'
import { levelsOf, looks, mostAttempts, searchedLevel } from './error-budget.ts'
import { probeMm1, station, trueCapacity } from './fixtures/mm1-server.ts'
import { order, result, share } from './fixtures/probes.ts'
import { probeVerdict } from './probe-verdict.ts'

const levels = { holds: 0.01, fails: 0.01 }

function runs(shares: readonly number[], values = 3000): readonly ProbeResult[] {
  return shares.map((each) => result([share(each, values)]))
}

describe('confirmDecision', () => {
  test('counts runs, not requests: five that differ decide less than five that agree', () => {
    expect(confirmDecision(runs([0.005, 0.0052, 0.0048, 0.0051, 0.005]), levels)).toBe('holds')
    expect(confirmDecision(runs([0.001, 0.012, 0.002, 0.009, 0.001]), levels)).toBe('undecided')
    expect(confirmDecision(runs([0.02, 0.019, 0.021, 0.022, 0.02]), levels)).toBe('fails')
    expect(confirmDecision(runs([0.002, 0.05, 0.004, 0.03, 0.02]), levels)).toBe('undecided')
  })

  test('does not take nothing seen in short runs for a share of 0', () => {
    expect(confirmDecision(runs([0, 0, 0, 0, 0], 20), levels)).toBe('undecided')
    expect(confirmDecision(runs([0, 0, 0, 0, 0], 1000), levels)).toBe('holds')
    const unknown = Array.from({ length: 5 }, () => result([{ beyond: 0, ci95: null, allowed: 0.01 }]))
    expect(confirmDecision(unknown, levels)).toBe('undecided')
  })

  test('asks all objectives to hold, and one to fail', () => {
    const good = share(0.001)
    const bad = share(0.05)
    const both = Array.from({ length: 5 }, (_, i) =>
      result([share(0.001 + 1e-5 * i), share(0.05 + 1e-4 * i)]),
    )
    expect(confirmDecision(both, levels)).toBe('fails')
    expect(
      confirmDecision(
        Array.from({ length: 5 }, () => result([good, good])),
        levels,
      ),
    ).toBe('holds')
    expect(bad.beyond).toBeGreaterThan(bad.allowed)
  })

  test('verifies nothing beside one overloaded run, and refutes by two', () => {
    const good = runs([0, 0, 0, 0, 0, 0], 5000)
    const over = result([], { overloaded: true })
    expect(confirmDecision([...good, over], levels)).toBe('undecided')
    expect(confirmDecision([...good, over, over], levels)).toBe('fails')
  })

  test('where none may be beyond, one is enough and none is all that can be seen', () => {
    const none = Array.from({ length: 5 }, () => result([share(0, 100, 0)]))
    expect(confirmDecision(none, levels)).toBe('holds')
    expect(confirmDecision([...none, result([share(0.01, 100, 0)])], levels)).toBe('fails')
  })

  test('is wrong no more often than its level, right at the capacity', () => {
    const at = { ...order, load: trueCapacity(station), durationSeconds: 120 }
    let [held, failed] = [0, 0]
    for (let trial = 0; trial < 200; trial++) {
      const five = Array.from({ length: 5 }, (_, run) => probeMm1(station, { ...at, seed: 5 * trial + run }))
      const verdict = confirmDecision(five, { holds: 0.05, fails: 0.05 })
      if (verdict === 'holds') held++
      if (verdict === 'fails') failed++
    }
    // 10 of 200 are expected, and more than 19 in 3 cases of 1000.
    expect(held).toBeLessThanOrEqual(19)
    expect(failed).toBeLessThanOrEqual(19)
  })
})

test('the error budget is 5 % at most, of all that can be false together', () => {
  let [meant, contrary] = [0, 0]
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    looks(5).forEach((_, look) => {
      meant += levelsOf(attempt, look).meant
      contrary += levelsOf(attempt, look).contrary
    })
  }
  // With c below a lower candidate: it may be said to hold, and an upper one too; with c between, both contraries.
  expect(meant + contrary + 60 * searchedLevel(60)).toBeLessThanOrEqual(0.05)
  expect(2 * contrary + 60 * searchedLevel(60)).toBeLessThanOrEqual(0.05)
  expect(looks(5)).toEqual([5, 10])
})

describe('probeVerdict', () => {
  test.each([
    ['holds', result([share(0.001)])],
    ['fails', result([share(0.03)])],
    ['undecided', result([share(0.009)])],
    ['fails', result([share(0.001), share(0.03)])],
    ['undecided', result([share(0.001), share(0.009)])],
    ['fails', result([], { overloaded: true })],
    ['undecided', result([share(0.03)], { invalid: true })],
    ['undecided', result([{ beyond: 0.03, ci95: null, allowed: 0.01 }])],
    ['fails', result([{ beyond: 1, ci95: [1, 1], allowed: 0.01 }])],
  ] as const)('%s', (verdict, given) => expect(probeVerdict(given)).toBe(verdict))

  test('is that of the interval', () => {
    for (let beyond = 0; beyond < 0.03; beyond += 0.0005) {
      const evidence = share(beyond, 2000)
      const [low, high] = evidence.ci95!
      const expected = high < 0.01 ? 'holds' : low > 0.01 ? 'fails' : 'undecided'
      expect(probeVerdict(result([evidence]))).toBe(expected)
    }
  })
})
