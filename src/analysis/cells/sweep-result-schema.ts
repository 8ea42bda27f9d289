import { type JsonSchema, objectSchema } from '../object-schema.ts'
import { axisPrefix, cellFigures, settingPrefix } from './cell-row.ts'

/**
 * JSON Schema (2020-12) of a sweep's result, the figures of its rows from their table. That of scaling reports is put into it
 * whole, so that one file is enough to check a result by.
 */
export function sweepResultSchema(scalingSchema: JsonSchema & { readonly $id: string }): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:sweep-result:1',
    title: 'Tare sweep result',
    description:
      'What tare sweep and tare report print of a sweep with --format json, version tare.sweep-result/1. What tare scaling prints so is the list that is `scaling` here.',
    ...objectSchema({
      schema: { description: 'Version of this format.', const: 'tare.sweep-result/1' },
      folder: { description: 'Folder of the sweep.', type: 'string' },
      rows: {
        description: 'A row a run, in the order of running: a line of cells.ndjson.',
        type: 'array',
        items: rowSchema(),
      },
      scaling: {
        description: 'How it scales along each axis that something can scale with, the others held.',
        type: 'array',
        items: axisScalingSchema(scalingSchema.$id),
      },
    }),
    $defs: { scaling: scalingSchema },
  }
}

function rowSchema(): JsonSchema {
  const figures = cellFigures.map(({ name, meaning, type }): [string, JsonSchema] => [
    name,
    { description: `${meaning} null where the run has none.`, type: [type, 'null'] },
  ])
  return {
    ...objectSchema({
      index: { description: 'Place in the order of running, from 0.', type: 'integer', minimum: 0 },
      cell: {
        description: 'Which cell, the same for all repeats: batch_size=4,concurrency=8.',
        type: 'string',
      },
      block: { description: 'Round of the sweep, from 0.', type: 'integer', minimum: 0 },
      seed: { description: 'Of its times, prompts and lengths; a round shares it.', type: 'integer' },
      think_time_ms: {
        description: 'Wait between a reply and the next request of its slot, ms.',
        type: 'number',
        minimum: 0,
      },
      status: {
        description: 'Whether it was measured; not_run: the budget had no room for it.',
        enum: ['measured', 'failed', 'not_run'],
      },
      error: { description: 'Why it wasn’t; null when it was.', type: ['string', 'null'] },
      folder: {
        description: 'Its run folder, below the sweep’s; null when there is none.',
        type: ['string', 'null'],
      },
      ...Object.fromEntries(figures),
    }),
    patternProperties: {
      [beginsWith(axisPrefix)]: planValue('Value of an axis: axis.load.concurrency.'),
      [beginsWith(settingPrefix)]: planValue('Setting as the server read it back: server.batch_size.'),
    },
  }
}

function axisScalingSchema(reportId: string): JsonSchema {
  return objectSchema({
    axis: { description: 'As the plan names it: load.concurrency.', type: 'string' },
    held: {
      description: 'The values of the other axes.',
      type: 'object',
      additionalProperties: planValue('Value of an axis.'),
    },
    report: { description: 'What the runs along it say.', $ref: reportId },
    points: {
      description: 'What the report is made from; null where values have no order.',
      type: ['array', 'null'],
      items: objectSchema({
        load: { description: 'Value of the axis.', type: 'number' },
        runs: { description: 'Runs there, believed ones only.', type: 'array', items: axisRunSchema() },
      }),
    },
  })
}

function axisRunSchema(): JsonSchema {
  const known = (meaning: string): JsonSchema => ({
    description: `${meaning}; null where it isn’t known.`,
    type: ['number', 'null'],
  })
  return objectSchema({
    throughput_per_s: known('What the report counts, a second'),
    requests_per_s: known('Requests a second'),
    response_s: known('Mean time from a request’s send to its end, s'),
    in_flight: known('Mean requests in flight'),
    think_s: {
      description: 'Mean wait between a reply and the next request of its slot, s.',
      type: 'number',
      minimum: 0,
    },
  })
}

/** Whatever a plan, or a server, may say there. */
function planValue(description: string): JsonSchema {
  return { description, type: ['string', 'number', 'boolean', 'null'] }
}

function beginsWith(prefix: string): string {
  return `^${prefix.replaceAll('.', '\\.')}`
}
