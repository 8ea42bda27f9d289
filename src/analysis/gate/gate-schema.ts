import { comparisonSchema } from '../comparison/comparison-schema.ts'
import { type JsonSchema, objectSchema } from '../object-schema.ts'

/** JSON Schema (2020-12) of a gate's report. What it says of a comparison and of a note is as in the schema of comparisons, put in whole. */
export function gateSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:gate:1',
    title: 'Tare gate',
    description: 'What tare gate --json writes, version tare.gate/1.',
    ...objectSchema({
      schema: { description: 'Version of this format.', const: 'tare.gate/1' },
      outcome: {
        description:
          'Whether the build may pass: pass, fail, inconclusive; invalid when a run mustn’t be believed; seeded, no_baseline and not_comparable when nothing was compared.',
        enum: ['pass', 'fail', 'inconclusive', 'invalid', 'seeded', 'no_baseline', 'not_comparable'],
      },
      exit_status: { description: 'That of the command: 0, 2, 3, 4 or 5.', enum: [0, 2, 3, 4, 5] },
      run: { description: 'What was gated, as it was asked for.', type: 'string' },
      runs: { description: 'How many runs that is.', type: 'integer', minimum: 1 },
      baseline: {
        description: 'What it was compared with, as it was asked for; null when nothing was.',
        type: ['string', 'null'],
      },
      baseline_runs: { description: 'How many runs that is; 0 without.', type: 'integer', minimum: 0 },
      blocks: {
        description:
          'Pairs of runs that were compared, of an A/B experiment; null where runs weren’t paired.',
        type: ['integer', 'null'],
        minimum: 0,
      },
      confidence: {
        description:
          'Of the intervals that decide: 0.95, or more where an A/B experiment ended by what its figures showed.',
        type: 'number',
        minimum: 0.95,
        maximum: 1,
      },
      inconclusive: { description: 'What becomes of an inconclusive gate.', enum: ['fail', 'warn', 'pass'] },
      notes: {
        description:
          'What stands in the way of comparing, or is to be kept in mind. A is the baseline, B the run.',
        type: 'array',
        items: note,
      },
      gates: { description: 'Each gate in each cell.', type: 'array', items: gateResultSchema },
      checks: {
        description: 'Each check of trust over the gated runs, as the worst has it.',
        type: 'array',
        items: check,
      },
      exploratory: {
        description:
          'What else was measured; it can’t fail the gate, and its intervals aren’t adjusted for how many there are. adjusted_p is.',
        type: 'array',
        items: objectSchema({
          cell,
          metrics: { description: 'Each metric, B against A.', type: 'array', items: metricComparison },
        }),
      },
      new_cells: { description: 'Cells that only the run has.', type: 'array', items: { type: 'string' } },
      vanished_cells: {
        description: 'Cells that only the baseline has.',
        type: 'array',
        items: { type: 'string' },
      },
    }),
    $defs: comparisonSchema().$defs,
  }
}

const note: JsonSchema = { $ref: '#/$defs/note' }
const metricComparison: JsonSchema = { $ref: '#/$defs/metric_comparison' }

const cell: JsonSchema = {
  description: 'Which cell: batch_size=4,concurrency=8; null where there are none.',
  type: ['string', 'null'],
}

/** Of one gate, as gates and bisections say it; it refers to the definitions of comparisons. */
export const gateResultSchema: JsonSchema = objectSchema({
  gate: { description: 'As given: ttft.p99 5%, or an objective: ttft.p99 < 300ms.', type: 'string' },
  kind: {
    description: 'On the change, on the run itself, or on there being the cell.',
    enum: ['regression', 'objective', 'cell'],
  },
  cell,
  metric: { description: 'What it is on; * of a cell.', type: 'string' },
  margin: {
    description:
      'How much worse it may be: a share of the baseline, of shares a difference; null of what is no regression.',
    type: ['number', 'null'],
  },
  outcome: { description: 'What became of it.', enum: ['pass', 'fail', 'inconclusive'] },
  adjusted_p: {
    description:
      'One-sided, of a regression within the margin, adjusted by Holm over all gates on regressions.',
    type: ['number', 'null'],
  },
  message: { description: 'In a sentence.', type: 'string' },
  interval: {
    description:
      'Of the change, at the confidence of the gate, by which it is decided; null where there is none.',
    type: ['array', 'null'],
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
  },
  comparison: {
    description: 'What was compared, with 95 % intervals; null of objectives, and when nothing was.',
    anyOf: [metricComparison, { type: 'null' }],
  },
})

const check: JsonSchema = objectSchema({
  id: { description: 'Which check: tare explain says what it tests.', type: 'string' },
  status: { description: 'What it found.', enum: ['ok', 'suspect', 'invalid', 'not_applicable'] },
  message: { description: 'What was seen.', type: 'string' },
  remedy: { description: 'What to change; null when nothing need be.', type: ['string', 'null'] },
})
