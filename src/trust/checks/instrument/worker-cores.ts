import type { Measurements } from '../../../metrics/summary.ts'
import type { WorkerSeries } from '../../evidence.ts'
import { growth, windowPeriods } from './window-periods.ts'

const secondNs = 1e9
/** The first second compiles the code: what it takes is no sign of the load. */
const settledNs = 1e9
/** A loop that looks more than so often for each read that it makes has time to spare: it spins. */
const spinningTurnsPerRead = 2

/**
 * The cores that a worker kept busy in each second of the window, or what there is of one; none of the seconds in which it
 * only spun, as loops do that can't wait to the nanosecond.
 */
export function busyCores(series: WorkerSeries, window: Measurements['window']): Float64Array {
  const { atNs, cpuUserUs, cpuSystemUs, turns, reads } = series
  const cores: number[] = []
  let [lengthNs, cpuNs, turned, read] = [0, 0, 0, 0]
  const close = (): void => {
    const spins = turned > spinningTurnsPerRead * read
    if (lengthNs > 0 && Number.isFinite(cpuNs)) cores.push(spins ? 0 : cpuNs / lengthNs)
    lengthNs = 0
    cpuNs = 0
    turned = 0
    read = 0
  }
  for (const i of windowPeriods(atNs, window)) {
    if (atNs[i - 1]! < settledNs) continue
    lengthNs += growth(atNs, i)
    cpuNs += (growth(cpuUserUs, i) + growth(cpuSystemUs, i)) * 1e3
    turned += growth(turns, i)
    read += growth(reads, i)
    if (lengthNs >= secondNs) close()
  }
  // A rest of a few samples would be more noise than a second is.
  if (cores.length === 0) close()
  return Float64Array.from(cores).sort()
}
