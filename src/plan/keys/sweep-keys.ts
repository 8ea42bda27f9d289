import { TareError } from '../../errors.ts'
import { isMapping } from '../is-mapping.ts'
import { numberRules } from '../number-rule.ts'
import { parseText } from '../parse-text.ts'
import { readText, shown } from '../plan-value.ts'
import { presetNames } from '../presets.ts'
import { choiceOf, duration, listKind, mappingKind, numberOf } from './key-kinds.ts'
import { type PlanKey, planKey } from './plan-key.ts'

export const orders = ['blocked', 'fixed'] as const

const scalarSchema = { type: ['string', 'number', 'boolean'] }
const assignments = listKind('list of mappings from axes to values', { type: 'object' }, (given) => {
  if (isMapping(given) && Object.keys(given).length > 0) return JSON.stringify(given)
  throw new TareError('plan', `${shown(given)} isn't a mapping from axes to values`, {
    hint: 'write it as {load.concurrency: 8}',
  })
})

/** What a file is made of, and what is made of it. */
export const fileKeys: readonly PlanKey[] = [
  planKey({
    path: 'preset',
    kind: choiceOf(presetNames),
    default: 'none',
    description: 'A kind of benchmark to begin with; what the file says goes over it.',
    example: 'spike',
  }),
  planKey({
    path: 'include',
    kind: listKind('list of files', { type: 'string' }, readText(parseText)),
    default: 'none',
    description: 'Plan files below this one, whose keys this one overrides; relative to it.',
    example: ['common.yaml'],
  }),
]

/** What varies between the runs of a sweep, and how often each is repeated. */
export const sweepKeys: readonly PlanKey[] = [
  planKey({
    path: 'matrix.axes',
    kind: {
      ...mappingKind('axes', (given) => JSON.stringify(given)),
      schema: {
        type: 'object',
        additionalProperties: { anyOf: [{ type: 'array', items: scalarSchema }, scalarSchema] },
      },
    },
    default: 'none: one cell',
    description:
      'What varies, by its path or as `labels.NAME`: a list, or a range such as `1..8 x2` or `10..50 +10`.',
    example: { 'load.concurrency': [1, 2, 4], 'load.rate': '10..50 +10', 'labels.hardware': ['cpu'] },
  }),
  planKey({
    path: 'matrix.include',
    kind: assignments,
    default: 'none',
    description: 'Values added to the cells that they match; a cell of its own when they match none.',
    example: [{ 'load.concurrency': 4, 'load.think_time': '1s' }],
  }),
  planKey({
    path: 'matrix.exclude',
    kind: assignments,
    default: 'none',
    description: 'Cells to leave out: all that have these values.',
    example: [{ 'load.concurrency': 1, 'labels.hardware': 'gpu' }],
  }),
  planKey({
    path: 'matrix.order',
    kind: choiceOf(orders),
    default: '`blocked`',
    description:
      'Whether the order is drawn anew in each repeat, so that drift is not taken for effect, or fixed.',
    example: 'fixed',
  }),
  planKey({
    path: 'repeat',
    kind: numberOf(numberRules.repeat),
    default: '`1`',
    description: 'How often every cell is run, each time with a fresh seed; all cells once before any again.',
    example: 3,
  }),
  planKey({
    path: 'budget',
    kind: duration,
    default: 'none',
    description: 'Time after which no run of a sweep is begun.',
    example: '30m',
  }),
]
