import { latencyNames } from '../../metrics/latency-quantiles.ts'
import { type JsonSchema, objectSchema } from '../object-schema.ts'
import { comparedMetrics } from './compared-metric.ts'

const number = { type: 'number' } as const
const numberOrNull = { type: ['number', 'null'] } as const
const text = { type: 'string' } as const
const textOrNull = { type: ['string', 'null'] } as const
const count = { type: 'integer', minimum: 0 } as const
const verdicts = ['better', 'worse', 'no_difference_shown', 'cant_tell'] as const

/** JSON Schema (2020-12) of what `comparisonDocument` gives. */
export function comparisonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:comparison:1',
    title: 'Tare comparison',
    description:
      'What tare compare prints with --format json, version tare.comparison/1. The unit of analysis is the run; intervals are of 95 %. Changes are shares of A (0.05: B is 5 % more), of shares B − A.',
    ...objectSchema({
      schema: { description: 'Version of this format.', const: 'tare.comparison/1' },
      effect_of_interest: said(number, 'Change that a comparison should be able to show, as a share.'),
      assumed_run_sd: said(
        number,
        'Standard deviation between runs, as a share, where neither side has repeats.',
      ),
      comparisons: said({ type: 'array', items: comparison() }, 'Each of the others against A.'),
    }),
    $defs: { note: note(), metric_comparison: metricComparisonSchema(), side: side() },
  }
}

function comparison(): JsonSchema {
  const names = { type: 'array', items: text } as const
  return objectSchema({
    a: said(text, 'What is compared with, as it was given.'),
    b: said(text, 'What is compared.'),
    forced: said({ type: 'boolean' }, 'Whether the two aren’t comparable, and are compared all the same.'),
    notes: said(listOf('note'), 'What stands in the way, or calls for care, in every cell.'),
    cells: said(
      { type: 'array', items: cell() },
      'Cells that both have, ascending by their axes; one of all runs without axes.',
    ),
    over_cells: said({ type: 'array', items: overCells() }, 'Each metric over the compared cells.'),
    new_cells: said(names, 'Cells that only B has.'),
    vanished_cells: said(names, 'Cells that only A has.'),
    comparisons: said(count, 'How many changes have an interval.'),
    differing: said(count, 'How many of those exclude no change.'),
    differing_adjusted: said(count, 'How many of those have an adjusted p below 0.05.'),
    expected_by_luck: said(number, 'How many would on average, had nothing changed.'),
  })
}

function cell(): JsonSchema {
  return objectSchema({
    cell: said(textOrNull, 'Its name: batch_size=4,concurrency=8; null without axes.'),
    axes: said(
      { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
      'The values of the axes that both sides have.',
    ),
    notes: said(listOf('note'), 'Notes of this cell alone.'),
    metrics: said(listOf('metric_comparison'), 'Empty where a note stands in the way.'),
    deciles: said(
      { anyOf: [decileShiftSchema(), { type: 'null' }] },
      'How a whole distribution moved; null where --deciles didn’t ask for it.',
    ),
  })
}

function note(): JsonSchema {
  return objectSchema({
    id: said(text, 'What kind of note it is: load-model, machine, invalid-run.'),
    severity: said({ enum: ['refuse', 'warn'] }, 'refuse: stands in the way unless forced.'),
    message: said(text, 'A sentence without its full stop.'),
    remedy: said(textOrNull, 'What to change.'),
  })
}

/** Of one latency, B against A: the shift function. */
function decileShiftSchema(): JsonSchema {
  const figure = { $ref: '#/$defs/side' } as const
  const point = objectSchema({
    p: said(number, 'Probability of the quantile.'),
    a_ms: said(figure, 'A’s quantile, ms.'),
    b_ms: said(figure, 'B’s, ms.'),
    change: said(numberOrNull, 'B ÷ A − 1; null where a side has no figure, or A’s is 0.'),
    change_ci95: said(ci95(), 'Its interval, of this quantile alone.'),
    change_band: said(
      ci95(),
      'What holds it with those of all other quantiles at once, in 95 of 100 comparisons.',
    ),
    note: said(textOrNull, 'Why there is no band.'),
  })
  return objectSchema({
    latency: said({ enum: latencyNames }, 'Whose distribution it is.'),
    variation: said(
      { enum: ['own', 'borrowed', 'within_runs'] },
      'What bands allow for: how both sides’ runs differ, how one side’s do, or only what two runs are sure of themselves.',
    ),
    shape: said(
      { enum: ['no_data', 'none', 'alike', 'uneven', 'part', 'both_ways'] },
      'What bands show at once. none: no move; alike: all moved one way, and one change is in every band; uneven: none is; part: some moved, one way; both_ways: some up, some down.',
    ),
    in_words: said(text, 'The same in a sentence, with where.'),
    points: said({ type: 'array', items: point }, 'p10 to p90, p95 and p99.'),
    notes: said({ type: 'array', items: text }, 'What to mind of the runs that it is made from.'),
  })
}

/** Of one metric, B against A. */
function metricComparisonSchema(): JsonSchema {
  return objectSchema({
    metric: said({ enum: comparedMetrics.map(({ name }) => name) }, 'As objectives and gates spell it.'),
    unit: said({ enum: ['ms', 'per_s', 'share'] }, 'Of the figures.'),
    better: said({ enum: ['lower', 'higher'] }, 'Which way is the good one.'),
    a: said({ $ref: '#/$defs/side' }, 'A’s figure.'),
    b: said({ $ref: '#/$defs/side' }, 'B’s.'),
    change: said(numberOrNull, 'B ÷ A − 1, of shares B − A; null where a side has no figure, or A’s is 0.'),
    change_ci95: said(ci95(), 'Its interval; null where there is none, which note explains.'),
    variation: said(
      { enum: ['own', 'borrowed', 'assumed', 'paired', 'counts', null] },
      'Where the variation between runs comes from: both sides’ repeats, one side’s, an assumption, blocks, or counts alone.',
    ),
    standard_error: said(numberOrNull, 'Of ln(B ÷ A), of shares of B − A.'),
    degrees: said(numberOrNull, 'Degrees of freedom behind it; null where it is taken as known.'),
    p: said(numberOrNull, 'Two-sided, of no change.'),
    adjusted_p: said(
      numberOrNull,
      'p adjusted by Benjamini and Hochberg over all that are compared with it: of those below 0.05 at most 5 % are expected to be there by luck. Null of what gates decide on, which Holm adjusts.',
    ),
    rank_p: said(
      numberOrNull,
      'Two-sided, by Mann and Whitney’s test of the runs’ figures; null of shares, and with fewer than four runs of a side.',
    ),
    smallest_shown: said(
      numberOrNull,
      'Change that such a comparison shows with a chance of 0.8; as change, above 0.',
    ),
    verdict: said(
      { enum: verdicts },
      'no_difference_shown: an effect of interest would be; cant_tell: it wouldn’t, or there is no interval.',
    ),
    runs_needed: said(
      { type: ['integer', 'null'] },
      'About how many more runs a side would show an effect of interest.',
    ),
    note: said(textOrNull, 'What it rests on, or why there is no interval.'),
  })
}

function side(): JsonSchema {
  return objectSchema({
    value: said(numberOrNull, 'Geometric mean over runs; of shares over all requests.'),
    ci95: said(ci95(), 'Its interval over runs; of a single run that within it.'),
    runs: said(count, 'Runs that have the figure.'),
    of: said(count, 'All runs.'),
  })
}

function overCells(): JsonSchema {
  return objectSchema({
    metric: said(text, 'Its name.'),
    unit: said({ enum: ['ms', 'per_s', 'share'] }, 'Of its figures.'),
    verdicts: said(
      objectSchema(
        Object.fromEntries(verdicts.map((verdict) => [verdict, said(count, `Cells that are ${verdict}.`)])),
      ),
      'In how many cells each verdict was given.',
    ),
    geomean: said(
      {
        anyOf: [
          objectSchema({
            a: said(number, 'A’s.'),
            b: said(number, 'B’s.'),
            change: said(number, 'B ÷ A − 1.'),
            cells: said(count, 'Cells in which both have a figure.'),
          }),
          { type: 'null' },
        ],
      },
      'Geometric means over the cells; null of shares.',
    ),
  })
}

function ci95(): JsonSchema {
  return { type: ['array', 'null'], items: number, minItems: 2, maxItems: 2 }
}

function listOf(definition: string): JsonSchema {
  return { type: 'array', items: { $ref: `#/$defs/${definition}` } }
}

function said(schema: JsonSchema, description: string): JsonSchema {
  return { description, ...schema }
}
