import { moderatedVariances } from '../../statistics/moderated-variances.ts'
import { moments } from '../../statistics/moments.ts'
import type { Random } from '../../statistics/random.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { LogSample } from './laws/law.ts'

/** The fits' view of a sweep: mean logarithms, what they weigh, and what the runs add. */
export interface SweepSample extends LogSample {
  readonly runs: Int32Array
  /** Σ of weighted squares of the runs about their point's mean: what no law can explain. */
  readonly within: number
}

/** How runs of the same load differ. */
export interface RunNoise {
  /** Over all points; 0 without repeats. */
  readonly degrees: number
  /** Standard deviation of a run's logarithm at each point; NaN without repeats. */
  readonly sd: Float64Array
  /** The same with which replicates are drawn: raised for having been estimated. */
  readonly drawSd: Float64Array
  /** What runs differed by, in units of `sd`, with a mean square of 1. */
  readonly residuals: Float64Array
}

/** No two runs are taken for closer than so: rounding would decide what a point weighs. */
const leastSd = 1e-4
const normal975 = 1.959963984540054

/** `logs[i]` are the logarithms of the runs at `loads[i]`. */
export function sweepSample(
  loads: Float64Array,
  logs: readonly Float64Array[],
): { readonly sample: SweepSample; readonly noise: RunNoise } {
  const own = logs.map(moments)
  const noise = runNoise(logs)
  const repeated = noise.degrees > 0
  const perRun = noise.sd.map((sd) => (repeated ? 1 / sd ** 2 : 1))
  const total = own.reduce((sum, { n }) => sum + n, 0)
  // Weights whose mean over the runs is 1 leave the sum of squares in units of relative errors.
  const mean = own.reduce((sum, { n }, i) => sum + n * perRun[i]!, 0) / total
  const weights = perRun.map((weight, i) => (own[i]!.n * weight) / mean)
  const within = own.reduce(
    (sum, { n, sd }, i) => sum + (n > 1 ? (((n - 1) * weights[i]!) / n) * sd ** 2 : 0),
    0,
  )
  return {
    sample: {
      loads,
      logs: Float64Array.from(own, ({ mean: log }) => log),
      weights,
      runs: Int32Array.from(own, ({ n }) => n),
      within,
    },
    noise,
  }
}

function runNoise(logs: readonly Float64Array[]): RunNoise {
  const own = logs.map(moments)
  const { variances, degrees } = moderatedVariances(
    Float64Array.from(own, ({ sd }) => sd ** 2),
    Float64Array.from(own, ({ n }) => n - 1),
  )
  const sd = variances.map((variance) => Math.max(Math.sqrt(variance), leastSd))
  const residuals = Float64Array.from(
    logs.flatMap((values, i) => {
      const { n, mean } = own[i]!
      // About their own mean n runs differ by less than about the true one.
      return n < 2 ? [] : Array.from(values, (value) => ((value - mean) * Math.sqrt(n / (n - 1))) / sd[i]!)
    }),
  )
  const size = Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2, 0) / residuals.length)
  return {
    degrees: own.reduce((sum, { n }) => sum + n - 1, 0),
    sd,
    // So that the middle 95 % of replicates is Student's interval and not the normal's (Hesterberg, The American Statistician 69 (2015) 371, 3.2).
    drawSd: sd.map((value, i) =>
      degrees[i]! > 0
        ? value * (studentTQuantile(0.975, Math.max(1, Math.floor(degrees[i]!))) / normal975)
        : value,
    ),
    residuals: size > 0 ? residuals.map((value) => value / size) : residuals,
  }
}

/**
 * A sweep as it might have come out: at each point as many runs as there were, each its point's mean plus what some run of the sweep
 * differed by. Points are kept, runs are drawn (Davison & Hinkley, Bootstrap Methods 1997, 3.2 and 6.2.6): with the
 * two or three runs of one point alone there would be three or ten different replicates, all too close together.
 */
export function drawReplicate(sample: SweepSample, noise: RunNoise, random: Random): SweepSample {
  const logs = new Float64Array(sample.logs.length)
  let within = 0
  for (let i = 0; i < logs.length; i += 1) {
    const n = sample.runs[i]!
    let sum = 0
    let squares = 0
    for (let run = 0; run < n; run += 1) {
      const drawn = noise.drawSd[i]! * noise.residuals[random.integer(noise.residuals.length)]!
      sum += drawn
      squares += drawn * drawn
    }
    logs[i] = sample.logs[i]! + sum / n
    within += (sample.weights[i]! / n) * (squares - (sum * sum) / n)
  }
  return { ...sample, logs, within }
}
