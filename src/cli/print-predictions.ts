import { predictLatency } from '../analysis/capacity/predict-latency.ts'
import { predictionResult } from '../analysis/capacity/prediction-result.ts'
import type { CellScaling } from '../analysis/cells/scaling-of-cells.ts'
import { TareError } from '../errors.ts'
import { renderPredictions } from '../report/capacity-prediction.ts'
import { scalingTitle } from '../report/scaling-title.ts'
import { styleFor } from '../report/style.ts'
import { numberOf } from './number-flags.ts'

/** Prints what an open loop would see at each of these rates, by each of a sweep's closed loops over concurrency. */
export function printPredictions(
  all: readonly CellScaling[],
  rates: readonly string[],
  format: string,
): void {
  if (format === 'markdown') {
    throw new TareError('usage', "--format markdown isn't for --predict", { hint: 'Use table or json.' })
  }
  const perSecond = rates.map((rate) => numberOf('--predict', rate))
  const style = styleFor(process.stdout, process.env)
  const overConcurrency = all.filter(({ report }) => report.axis.kind === 'concurrency')
  if (overConcurrency.length === 0) {
    throw new TareError('usage', 'latency is predicted from a sweep over concurrency, and this is none', {
      hint: 'Sweep load.concurrency: [1, 2, 4, 8, 16].',
    })
  }
  const predicted = overConcurrency.map((scaling) => ({
    scaling,
    predictions: perSecond.map((rate) => predictLatency(scaling.points ?? [], rate)),
  }))
  if (format === 'json') {
    const told = predicted.map(({ scaling: { axis, held }, predictions }) => {
      return { axis, held, predictions: predictions.map(predictionResult) }
    })
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`)
    return
  }
  for (const { scaling, predictions } of predicted) {
    process.stdout.write(`\n  ${style.strong('PREDICTION')}  ${scalingTitle(scaling)}\n`)
    process.stdout.write(renderPredictions(predictions, style))
  }
}
