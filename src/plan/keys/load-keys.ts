import { defaults } from '../defaults.ts'
import { arrivalKinds } from '../load-stage.ts'
import { numberRules } from '../number-rule.ts'
import { choiceOf, duration, listKind, numberOf, rangeOf } from './key-kinds.ts'
import { type PlanKey, planKey } from './plan-key.ts'
import { stageText } from './stage-text.ts'

const stageSchema = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      required: ['duration'],
      properties: {
        duration: duration.schema,
        rate: { type: ['string', 'number'] },
        concurrency: { type: ['string', 'number'] },
        arrival: { enum: arrivalKinds },
        burstiness: { type: ['string', 'number'] },
        query_size: { type: ['string', 'number'] },
        think_time: duration.schema,
        kind: { enum: ['open', 'closed', 'unpaced'] },
        start_rate_per_s: { type: 'number' },
        end_rate_per_s: { type: 'number' },
        start_concurrency: { type: 'number' },
        end_concurrency: { type: 'number' },
      },
      additionalProperties: false,
    },
  ],
}

/** When to send. */
export const loadKeys: readonly PlanKey[] = [
  planKey({
    path: 'load.rate',
    flag: '--rate',
    kind: rangeOf(numberRules.ratePerSecond, ['max', 'inf', 'infinity', 'unlimited']),
    default: 'none: a closed loop',
    description: 'Open loop: requests a second; two ends are a ramp, `max` is as fast as possible.',
    example: 8,
  }),
  planKey({
    path: 'load.arrival',
    flag: '--arrival',
    kind: choiceOf(arrivalKinds),
    default: '`poisson`',
    description: 'Open loop: how the gaps between sends are drawn.',
    example: 'constant',
  }),
  planKey({
    path: 'load.burstiness',
    flag: '--burstiness',
    kind: numberOf(numberRules.burstiness),
    default: '`1`',
    description: "Shape of `gamma`'s gaps: below 1 burstier than Poisson, above 1 more even.",
    example: 0.5,
  }),
  planKey({
    path: 'load.concurrency',
    flag: '--concurrency',
    kind: rangeOf(numberRules.concurrency),
    default: `\`${defaults.concurrency}\``,
    description: 'Closed loop: requests in flight (queries, with `query_size`); two ends are a ramp.',
    example: 16,
  }),
  planKey({
    path: 'load.query_size',
    flag: '--query-size',
    kind: numberOf(numberRules.querySize),
    default: '`1`',
    description: 'Closed loop: requests that a slot sends together, the next when all have ended.',
    example: 8,
  }),
  planKey({
    path: 'load.think_time',
    flag: '--think-time',
    kind: duration,
    default: '`0s`',
    description: 'Closed loop: wait between a reply and the next request of its slot.',
    example: '250ms',
  }),
  planKey({
    path: 'load.stages',
    flag: '--stage',
    kind: listKind('list of stages', stageSchema, stageText),
    default: 'one, of the keys above',
    description: 'Stretches of load one after another, each with its duration, in place of the keys above.',
    example: [{ duration: '30s', rate: '10..100', arrival: 'constant' }, '30s concurrency=4 think=200ms'],
  }),
  planKey({
    path: 'load.duration',
    flag: '--duration',
    kind: duration,
    default: `\`${defaults.duration}\``,
    description: 'Length of the measured part; with `requests`, whichever comes first ends the run.',
    example: '2m',
  }),
  planKey({
    path: 'load.requests',
    flag: '--requests',
    kind: numberOf(numberRules.requests),
    default: 'unbounded',
    description: 'Ends the run after so many measured requests.',
    example: 1000,
  }),
  planKey({
    path: 'load.warmup',
    flag: '--warmup',
    kind: duration,
    default: `\`${defaults.warmup}\`; \`${defaults.warmupOfRequests}\` with \`requests\``,
    description: 'What is sent first and not measured.',
    example: '10s',
  }),
  planKey({
    path: 'load.max_concurrency',
    flag: '--max-concurrency',
    kind: numberOf(numberRules.maxConcurrency),
    default: `unbounded; \`${defaults.unpacedMaxConcurrency}\` with \`rate: max\``,
    description: 'Open loop: most requests in flight; what must wait is late, never dropped.',
    example: 512,
  }),
  planKey({
    path: 'load.seed',
    flag: '--seed',
    kind: numberOf(numberRules.seed),
    default: 'random, and recorded',
    description: 'Of times, prompts and lengths; repeats and replications derive theirs from it.',
    example: 7,
  }),
]
