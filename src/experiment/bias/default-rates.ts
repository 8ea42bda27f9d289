/** For 30 us of work an event: a process of this client then takes some 37 us an event, and saturates at some 27 000 a second. */
const ratesAt30us = [5000, 10_000, 15_000, 20_000, 25_000, 30_000]
const ownWorkNs = 7000
/** The simulator takes some 14 us a token. */
const simulatorAtMost = 45_000

/** Token rates up to where one process should saturate, given its work an event; three of them when quick. */
export function defaultRates(eventWorkNs: number, quick: boolean): readonly number[] {
  const factor = (30_000 + ownWorkNs) / (eventWorkNs + ownWorkNs)
  const rates = quick ? ratesAt30us.filter((_, i) => i % 2 === 1) : ratesAt30us
  const scaled = rates.map((rate) => Math.min(simulatorAtMost, Number((rate * factor).toPrecision(2))))
  return [...new Set(scaled)]
}
