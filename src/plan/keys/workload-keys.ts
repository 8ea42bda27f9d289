import { checkLength } from '../check-length.ts'
import { checkObjective } from '../check-objective.ts'
import { defaults } from '../defaults.ts'
import { numberRules } from '../number-rule.ts'
import { parseContentType } from '../parse-content-type.ts'
import { parseHttpUrl } from '../parse-http-url.ts'
import { parseScrapeInterval } from '../parse-scrape-interval.ts'
import { checkShape } from '../parse-shape.ts'
import { outputFormats, transports } from '../plan.ts'
import { readText } from '../plan-value.ts'
import { anyText, choiceOf, duration, listKind, mappingKind, numberOf, textKind, truth } from './key-kinds.ts'
import { type PlanKey, planKey } from './plan-key.ts'

const length = textKind('length or distribution', checkLength)

/** What to send. */
export const workloadKeys: readonly PlanKey[] = [
  planKey({
    path: 'workload.input_tokens',
    flag: '--input-tokens',
    kind: length,
    default: `\`${defaults.inputTokens}\``,
    description: 'Length of synthetic prompts: a number, uniform, normal, lognormal, or empirical(file).',
    example: 'uniform(256,1024)',
  }),
  planKey({
    path: 'workload.output_tokens',
    flag: '--output-tokens',
    kind: length,
    default: `\`${defaults.outputTokens}\`; with \`prompts_file\`, what it says`,
    description: 'Length to ask of replies, likewise.',
    example: 'normal(128,32)',
  }),
  planKey({
    path: 'workload.ignore_eos',
    flag: '--ignore-eos',
    kind: truth,
    default: '`true` for synthetic prompts',
    description: 'Whether replies are asked to have exactly that length.',
    example: false,
  }),
  planKey({
    path: 'workload.prompts_file',
    flag: '--prompts',
    kind: anyText,
    default: 'synthetic prompts',
    description: 'JSONL of prompts or messages.',
    example: 'prompts.jsonl',
  }),
  planKey({
    path: 'workload.body',
    flag: '--body',
    kind: anyText,
    default: 'what the API makes',
    description: 'A file to send as it is, a .jsonl of bodies, or a folder of files (torchserve, kserve-v2).',
    example: 'kitten.jpg',
  }),
  planKey({
    path: 'workload.content_type',
    flag: '--content-type',
    kind: textKind('media type', parseContentType),
    default: "the file name's, or the API's",
    description: 'Media type of bodies.',
    example: 'image/jpeg',
  }),
  planKey({
    path: 'workload.shapes',
    flag: '--shape',
    kind: mappingKind('shapes by name', (shapes) =>
      Object.entries(shapes).map(([name, shape]) => `${name}:${checkShape(shape).join(',')}`),
    ),
    default: "the model's, 1 where it leaves one open",
    description: "Shapes of a model's input tensors (kserve-v2).",
    example: { image: [1, 3, 224, 224] },
  }),
  planKey({
    path: 'workload.same_payload',
    flag: '--same-payload',
    kind: truth,
    default: '`false`',
    description: 'Whether the first payload is sent again and again, to see what a cache makes of it.',
    example: true,
  }),
  planKey({
    path: 'workload.seed',
    kind: numberOf(numberRules.seed),
    default: '`load.seed`',
    description: 'Of prompts and lengths alone; given, all repeats have the same ones.',
    example: 11,
  }),
]

/** How it is measured, by what, what must come out, and where the result goes. */
export const measureKeys: readonly PlanKey[] = [
  planKey({
    path: 'measure.timeout',
    flag: '--timeout',
    kind: duration,
    default: `\`${defaults.timeout}\``,
    description: 'Longest time for one request.',
    example: '2m',
  }),
  planKey({
    path: 'measure.drain',
    flag: '--drain',
    kind: duration,
    default: `\`${defaults.drain}\``,
    description: 'Longest wait for the last replies.',
    example: '1m',
  }),
  planKey({
    path: 'measure.scrape.url',
    flag: '--scrape',
    kind: textKind('URL', parseHttpUrl, { type: 'string' }),
    default: 'nothing is fetched',
    description: "Prometheus endpoint with the server's own figures, fetched during the run.",
    example: 'http://localhost:8000/metrics',
  }),
  planKey({
    path: 'measure.scrape.interval',
    flag: '--scrape-interval',
    kind: textKind('duration', parseScrapeInterval, duration.schema),
    default: `\`${defaults.scrapeInterval}\``,
    description: 'Time between two fetches.',
    example: '500ms',
  }),
  planKey({
    path: 'client.workers',
    flag: '--workers',
    kind: numberOf(numberRules.workers),
    default: 'one for each core but one, and no more than the load has use for',
    description: 'Processes that send.',
    example: 2,
  }),
  planKey({
    path: 'client.transport',
    flag: '--transport',
    kind: choiceOf(transports),
    default: '`kernel` on Linux',
    description: 'Whether the kernel says when bytes arrived.',
    example: 'portable',
  }),
  planKey({
    path: 'client.pin',
    flag: '--pin',
    kind: truth,
    default: '`false`',
    description: 'Whether each worker has a core of its own.',
    example: true,
  }),
  planKey({
    path: 'client.preflight',
    flag: '--no-preflight',
    field: 'preflight',
    kind: truth,
    default: '`true`',
    description: 'Whether one request is sent first, to see that the server answers as the plan expects.',
    example: false,
  }),
  planKey({
    path: 'objectives',
    flag: '--objective',
    kind: listKind('list of objectives', { type: 'string' }, readText(checkObjective)),
    default: 'none',
    description: 'What the run must reach.',
    example: ['ttft.p99 < 300ms', 'goodput > 99%', 'error_rate < 0.1%'],
  }),
  planKey({
    path: 'output.dir',
    flag: '--out',
    kind: anyText,
    default: '`runs/<time>-<model>`',
    description: 'Folder of the result, which must not exist.',
    example: 'runs/first',
  }),
  planKey({
    path: 'output.label',
    flag: '--label',
    kind: anyText,
    default: 'none',
    description: 'A name for the result.',
    example: 'main at 4f2a1c',
  }),
  planKey({
    path: 'output.format',
    flag: '--format',
    kind: choiceOf(outputFormats),
    default: `\`${defaults.format}\``,
    description: 'How the result is printed.',
    example: 'json',
  }),
]
