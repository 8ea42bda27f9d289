import type { Measurements } from '../../../metrics/summary.ts'
import type { Check } from '../../check.ts'
import type { WorkerSeries } from '../../evidence.ts'
import { digits, milliseconds, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'

const harmlessNs = 1e6
/** Most by which adjtimex lets NTP run the clock fast or slow. */
const slew = 500e-6
/** Share of a median latency that a step may be. */
const shareOfMedian = 0.01

interface Step {
  /** Beyond what slewing explains. */
  readonly stepNs: number
  readonly atNs: number
}

export const clockSteps: Check = {
  id: 'clock-steps',
  group: 'bookkeeping',
  title: 'The clock didn’t step',
  tests:
    'Arrivals are stamped by the kernel with the system’s time, so sends are too, and that clock can be set. A step in the middle of a request adds itself to the request’s latency, and moves the plan of all that follows. Slewing, by which a clock is mended while it runs, isn’t seen, since it slews both clocks alike; it is harmless up to NTP’s 500 parts in a million.',
  formula:
    'the largest change of clock_offset_ns (CLOCK_REALTIME − CLOCK_MONOTONIC) between successive samples, after a running median of three, less 500 ppm of the time between them; above 1 ms suspect, above 1 ms and 1 % of the median of a latency invalid for that latency',
  source:
    'GuideLLM takes all times from the wall clock and doesn’t look. adjtimex(2) for the limit of slewing. The median of three is against a sample whose two clock readings were torn apart by the scheduler: a step stays, such a sample doesn’t.',
  judge({ measured, workers }) {
    const steps = workers.flatMap(stepsOf)
    if (steps.length === 0) return notApplicable('too few samples of the clocks')
    const largest = steps.reduce((a, b) => (b.stepNs > a.stepNs ? b : a))
    const { stepNs, atNs } = largest
    const n = steps.length
    const limits = medians(measured).map(({ name, medianNs }) => ({
      name,
      medianNs,
      limitNs: Math.max(harmlessNs, shareOfMedian * medianNs),
    }))
    const touched = limits.filter(({ limitNs }) => stepNs > limitNs)
    if (stepNs <= harmlessNs) {
      const most =
        stepNs === 0
          ? 'the clock didn’t step'
          : `the clock never stepped by more than ${milliseconds(stepNs)}`
      return passed(stepNs / 1e6, harmlessNs / 1e6, n, most)
    }
    const seen = `the clock stepped by ${milliseconds(stepNs)} at ${digits(atNs / 1e9)} s`
    const remedy =
      'Wait until the clock is in step (chronyc tracking), let it be set only at boot (chrony: makestep), don’t suspend the machine, and run again.'
    const common = { statistic: stepNs / 1e6, n, remedy }
    if (touched.length === 0) {
      const affects = limits.map(({ name }) => name)
      const message = `${seen}: the few requests then in flight are wrong by as much`
      return { ...common, status: 'suspect', threshold: harmlessNs / 1e6, affects, message }
    }
    const worst = touched.reduce((a, b) => (b.medianNs < a.medianNs ? b : a))
    return {
      ...common,
      status: 'invalid',
      threshold: worst.limitNs / 1e6,
      affects: touched.map(({ name }) => name),
      message: `${seen}, which is ${percent(stepNs / worst.medianNs)} of the median ${inCapitals(worst.name)}`,
    }
  },
}

function medians({ latency_ms }: Measurements): readonly { name: string; medianNs: number }[] {
  return Object.entries(latency_ms).flatMap(([name, { p50 }]) =>
    p50 === null ? [] : [{ name, medianNs: p50 * 1e6 }],
  )
}

/** `ttft_from_plan` as people write it: `TTFT from plan`. */
function inCapitals(name: string): string {
  const [metric, ...rest] = name.split('_')
  return [metric!.toUpperCase(), ...rest].join(' ')
}

/** Changes of a worker's clock between successive samples; none where it has fewer than four, or no such clock. */
function stepsOf({ atNs, clockOffsetNs }: WorkerSeries): readonly Step[] {
  const steps: Step[] = []
  for (let i = 2; i + 1 < atNs.length; i++) {
    const change = medianOfThree(clockOffsetNs, i) - medianOfThree(clockOffsetNs, i - 1)
    if (Number.isNaN(change)) continue
    const slewedNs = slew * Math.abs(atNs[i]! - atNs[i - 1]!)
    steps.push({ stepNs: Math.max(0, Math.abs(change) - slewedNs), atNs: atNs[i]! })
  }
  return steps
}

/** Of an element and its neighbours. */
function medianOfThree(values: Float64Array, at: number): number {
  const [a, b, c] = [values[at - 1]!, values[at]!, values[at + 1]!]
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
