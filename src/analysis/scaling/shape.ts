import type { LogSample } from './laws/law.ts'
import type { ClassName, ScalingShape } from './scaling-report.ts'

/** Throughput over load. */
export type Curve = (load: number) => number

/* Effect sizes: by how much, not how surely, scaling differs from its ideal. docs/scaling.md has them. */
const linearFrom = 0.9
const contentionBelow = 0.5
const retrogradeFrom = 0.05
const usefulShare = 0.95

const steps = 64

/** What a curve does between two loads. */
export function shapeOf(curve: Curve, first: number, last: number): ScalingShape {
  const atFirst = curve(first)
  const atLast = curve(last)
  const loads = new Float64Array(steps + 1)
  const values = new Float64Array(steps + 1)
  let highest = atLast
  for (let i = 0; i <= steps; i += 1) {
    loads[i] = first * (last / first) ** (i / steps)
    values[i] = curve(loads[i]!)
    highest = Math.max(highest, values[i]!)
  }
  return {
    efficiency: ((atLast / atFirst) * first) / last,
    last_doubling: atLast / curve(last / 2) - 1,
    fall: 1 - atLast / highest,
    useful_load: loadReaching(usefulShare * highest, loads, values),
  }
}

/** The first load at which a value is reached, between two steps in proportion. */
function loadReaching(value: number, loads: Float64Array, values: Float64Array): number {
  const at = values.findIndex((other) => other >= value)
  if (at <= 0) return loads[0]!
  const share = (value - values[at - 1]!) / (values[at]! - values[at - 1]!)
  return loads[at - 1]! + share * (loads[at]! - loads[at - 1]!)
}

/** The class of a shape, by what the largest load that was measured brings. */
export function classOf({ efficiency, last_doubling: lastDoubling, fall }: ScalingShape): ClassName {
  if (fall >= retrogradeFrom) return 'retrograde'
  if (efficiency >= linearFrom) return 'linear'
  return lastDoubling < contentionBelow ? 'contention' : 'sub-linear'
}

/** Through the points themselves, straight between them on logarithmic scales; below the first in proportion to the load. */
export function throughPoints({ loads, logs }: LogSample): Curve {
  return (load) => {
    const above = loads.findIndex((other) => other >= load)
    if (above < 0) return Math.exp(logs.at(-1)!)
    if (above === 0) return Math.exp(logs[0]!) * (load / loads[0]!)
    const low = loads[above - 1]!
    const share = Math.log(load / low) / Math.log(loads[above]! / low)
    return Math.exp(logs[above - 1]! + share * (logs[above]! - logs[above - 1]!))
  }
}
