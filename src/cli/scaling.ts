import { type Command, Option } from 'commander'
import { TareError } from '../errors.ts'
import { collect } from './collect.ts'

/** Adds the command `scaling`. */
export function registerScaling(program: Command): void {
  program
    .command('scaling')
    .description('says how a sweep scales along its axes')
    .argument('<sweep>', 'folder of a sweep')
    .option('--axis <name>', 'only along this one (default: all that something can scale with)')
    .addOption(
      new Option(
        '--of <figure>',
        'what is counted (default: output tokens where they stream, else requests)',
      ).choices(['requests_per_s', 'output_tokens_per_s']),
    )
    .addOption(
      new Option(
        '--predict <rate>',
        'latency of an open loop at this rate, from a sweep over concurrency; repeatable',
      ).argParser(collect),
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['table', 'json', 'markdown'])
        .default('table'),
    )
    .action(async (path: string, options: ScalingFlags) => {
      const { readSweepRows } = await import('../experiment/sweep/read-rows.ts')
      const { scalingOfCells } = await import('../analysis/cells/scaling-of-cells.ts')
      const { axisScaling } = await import('../analysis/cells/sweep-result.ts')
      const { printScaling } = await import('./print-sweep.ts')
      const all = scalingOfCells(readSweepRows(path), options.of, options.axis)
      if (all.length === 0) throw nothingScales(path, options.axis)
      if (options.predict !== undefined) {
        const { printPredictions } = await import('./print-predictions.ts')
        return printPredictions(all, options.predict, options.format)
      }
      if (options.format === 'json')
        process.stdout.write(`${JSON.stringify(all.map(axisScaling), null, 2)}\n`)
      else for (const scaling of all) printScaling(scaling, options.format)
    })
}

interface ScalingFlags {
  readonly axis?: string
  readonly of?: 'requests_per_s' | 'output_tokens_per_s'
  readonly predict?: readonly string[]
  readonly format: string
}

function nothingScales(path: string, axis: string | undefined): TareError {
  const along = axis === undefined ? 'any axis that something scales with' : `the axis ${axis}`
  return new TareError('usage', `${path} has no two measured values along ${along}`, {
    hint: 'Its axes are the columns axis.… of cells.csv; name one with --axis.',
  })
}
