import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStation } from './station.ts'

const customers = fc.array(fc.record({ gap: fc.nat({ max: 50 }), service: fc.nat({ max: 100 }) }), {
  maxLength: 60,
})

/** Arrival times and service periods of these customers. */
function serve(servers: number, given: readonly { gap: number; service: number }[]) {
  const station = createStation(servers)
  let nowNs = 0
  return given.map(({ gap, service }) => {
    nowNs += gap
    return { arrivalNs: nowNs, service, ...station.arrive(nowNs, service) }
  })
}

test('one server follows Lindley: a customer waits until the one before has left', () => {
  fc.assert(
    fc.property(customers, (given) => {
      let leftNs = 0
      for (const { arrivalNs, service, startNs, endNs } of serve(1, given)) {
        expect(startNs).toBe(Math.max(arrivalNs, leftNs))
        expect(endNs).toBe(startNs + service)
        leftNs = endNs
      }
    }),
  )
})

test('c servers: never more than c in service, first come first served, and nobody waits beside a free server', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), customers, (servers, given) => {
      const served = serve(servers, given)
      for (const [index, { arrivalNs, startNs }] of served.entries()) {
        const earlier = served.slice(0, index)
        const inService = earlier.filter((other) => other.startNs <= startNs && other.endNs > startNs)
        expect(inService.length).toBeLessThan(servers)
        if (index > 0) expect(startNs).toBeGreaterThanOrEqual(served[index - 1]!.startNs)
        if (startNs > arrivalNs) {
          const justBefore = earlier.filter((other) => other.startNs < startNs && other.endNs >= startNs)
          expect(justBefore.length).toBeGreaterThanOrEqual(servers)
        }
      }
    }),
  )
})
