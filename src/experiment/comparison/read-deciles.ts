import type { ComparedRun, RunGroup } from '../../analysis/comparison/compared-run.ts'
import type { CellComparison, Comparison } from '../../analysis/comparison/comparison.ts'
import { decileShift } from '../../analysis/comparison/decile-shift.ts'
import { matchCells } from '../../analysis/comparison/match-cells.ts'
import { type RunQuantile, shiftProbabilities } from '../../analysis/comparison/run-quantiles.ts'
import { TareError } from '../../errors.ts'
import { type LatencyName, latencyQuantiles } from '../../metrics/latency-quantiles.ts'
import { readRecords } from '../../record/records-reader.ts'
import { runFolder } from '../../run/run-folder.ts'

/**
 * Quantiles of a latency of a run, from its records, which are read once, of `itl` three times; what is in memory is what its summary
 * took. Those that aren't resolvable are null, of a run that is `alone`; of one of several where there are too few values even if they
 * were independent (`overRuns`). Throws TareError 'folder' when the records are missing or damaged.
 */
export async function readDeciles(
  { path, summary }: ComparedRun,
  latency: LatencyName,
  alone: boolean,
): Promise<readonly RunQuantile[]> {
  const { records } = runFolder(path)
  const quantiles = latencyQuantiles(latency, shiftProbabilities, summary.queries?.size ?? 1)
  for (let pass = 0; pass < quantiles.passes; pass++)
    for await (const record of readRecords(records)) quantiles.show(record, pass)
  return quantiles.figures().map(({ p, value, interval }) => {
    if (interval.state === 'resolved') return { p, value, ci95: [interval.low, interval.high] }
    return { p, value: alone || interval.vif === null ? null : value, ci95: null }
  })
}

/**
 * The comparison with the shift at each decile in every cell that was compared. Runs whose records can't be read are named and left out;
 * throws TareError 'folder' when a side of a cell has no other.
 */
export async function withDeciles(
  comparison: Comparison,
  a: RunGroup,
  b: RunGroup,
  latency: LatencyName,
): Promise<Comparison> {
  const matched = new Map(matchCells(a.runs, b.runs).cells.map((cell) => [cell.cell, cell]))
  const cells: CellComparison[] = []
  for (const cell of comparison.cells) {
    const runs = matched.get(cell.cell)
    // Nothing was compared where something stands in the way.
    if (runs === undefined || cell.metrics.length === 0) cells.push(cell)
    else {
      const [ofA, ofB] = [await readSide('A', runs.a, latency), await readSide('B', runs.b, latency)]
      const shift = decileShift(latency, ofA.quantiles, ofB.quantiles)
      cells.push({ ...cell, deciles: { ...shift, notes: [...ofA.leftOut, ...ofB.leftOut] } })
    }
  }
  return { ...comparison, cells }
}

interface Side {
  readonly quantiles: readonly (readonly RunQuantile[])[]
  readonly leftOut: readonly string[]
}

async function readSide(side: string, runs: readonly ComparedRun[], latency: LatencyName): Promise<Side> {
  const quantiles: (readonly RunQuantile[])[] = []
  const failures: TareError[] = []
  for (const run of runs) {
    try {
      quantiles.push(await readDeciles(run, latency, runs.length === 1))
    } catch (error) {
      if (!(error instanceof TareError)) throw error
      failures.push(error)
    }
  }
  const [first] = failures
  if (quantiles.length === 0 && first !== undefined) {
    throw new TareError('folder', `${side} has no run whose deciles can be read: ${first.message}`, {
      hint: `${first.hint === undefined ? '' : `${first.hint} `}Without --deciles the summaries alone are compared.`,
      cause: first,
    })
  }
  return { quantiles, leftOut: failures.map(({ message }) => `a run of ${side} is left out: ${message}`) }
}
