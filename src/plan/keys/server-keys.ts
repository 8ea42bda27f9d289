import { TareError } from '../../errors.ts'
import { numberRules } from '../number-rule.ts'
import { parseHttpUrl } from '../parse-http-url.ts'
import { readVariableName, shown } from '../plan-value.ts'
import { readStormWorkers } from '../read-storm-workers.ts'
import { restartScopes, serverKinds } from '../server-plan.ts'
import { parseHealthPath, readEnvironment } from '../server-schema.ts'
import { anyText, choiceOf, duration, mappingKind, numberOf, textKind, truth } from './key-kinds.ts'
import { type KeyKind, type PlanKey, planKey } from './plan-key.ts'
import { splitCommand } from './split-command.ts'

const commandLine: KeyKind = {
  words: 'command line, as a list or a text',
  schema: {
    anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['string', 'number'] }, minItems: 1 }],
  },
  read: commandWords,
  plain: commandWords,
  scalar: false,
  open: false,
}

function commandWords(given: unknown): readonly string[] {
  if (typeof given === 'string') return splitCommand(given)
  if (Array.isArray(given) && given.length > 0 && given.every(isWord)) return given.map(String)
  throw new TareError('plan', `${shown(given)} isn't a command`, {
    hint: 'give the program and its arguments, as a list or a text',
  })
}

function isWord(given: unknown): boolean {
  return typeof given === 'string' || typeof given === 'number'
}

const environment: KeyKind = {
  ...mappingKind('variables', (given) => Object.keys(readEnvironment(given))),
  plain: readEnvironment,
}

const stormWorkers: KeyKind = {
  words: 'list of whole numbers',
  schema: {
    type: 'array',
    items: {
      type: 'integer',
      minimum: numberRules.serverWorkers.min,
      maximum: numberRules.serverWorkers.max,
    },
    minItems: 2,
  },
  read: (given) => readStormWorkers(given).map(String),
  plain: readStormWorkers,
  scalar: false,
  open: false,
}

/** The server under management. What holds when a key isn't given is in server-defaults.ts. */
export const serverKeys: readonly PlanKey[] = [
  planKey({
    path: 'server.kind',
    kind: choiceOf(serverKinds),
    default: 'the server is left alone',
    description: 'How the server is managed: left as it is, started, or set by its management API.',
    example: 'command',
  }),
  planKey({
    path: 'server.command',
    servers: ['command'],
    kind: commandLine,
    default: 'it must be given',
    description: 'What starts the server, without a shell; `{{axis}}` stands for the value of an axis.',
    example: ['vllm', 'serve', 'Qwen/Qwen2.5-0.5B-Instruct', '--max-num-seqs', '{{labels.max_num_seqs}}'],
  }),
  planKey({
    path: 'server.environment',
    servers: ['command'],
    kind: environment,
    default: 'that of Tare itself',
    description: 'Variables over the environment that Tare has itself, which the server gets too.',
    example: { CUDA_VISIBLE_DEVICES: '0' },
  }),
  planKey({
    path: 'server.directory',
    servers: ['command'],
    kind: anyText,
    default: "Tare's own",
    description: 'Folder that the server is started in.',
    example: 'models',
  }),
  planKey({
    path: 'server.restart',
    servers: ['command'],
    kind: choiceOf(restartScopes),
    default: '`cell`',
    description:
      'Whether the server is started anew for each cell, for each block, or only when its settings change.',
    example: 'block',
  }),
  planKey({
    path: 'server.stop_timeout',
    servers: ['command'],
    kind: duration,
    default: '`30s`',
    description: 'Time from asking the server to stop until it is killed.',
    example: '10s',
  }),
  planKey({
    path: 'server.management_url',
    servers: ['torchserve', 'kserve-v2'],
    kind: textKind('URL', parseHttpUrl, { type: 'string' }),
    default: "port 8081 of the target's host (torchserve); the target (kserve-v2)",
    description: 'Base URL of the management API.',
    example: 'http://127.0.0.1:8081',
  }),
  planKey({
    path: 'server.token_env',
    servers: ['torchserve'],
    kind: textKind('name of a variable', readVariableName, { type: 'string' }),
    default: 'no token is sent',
    description:
      'Environment variable that holds the management key, or the path of the key file, which is read again when the key expires.',
    example: 'TS_MANAGEMENT_KEY',
  }),
  planKey({
    path: 'server.model_url',
    servers: ['torchserve'],
    kind: anyText,
    default: 'the model is registered already',
    description: 'Model to register: a file in the model store, or a URL.',
    example: 'mnist.mar',
  }),
  planKey({
    path: 'server.workflow',
    servers: ['torchserve'],
    kind: truth,
    default: '`false`, or `true` for a `.war`',
    description: 'Whether it is a workflow.',
    example: true,
  }),
  planKey({
    path: 'server.batch_size',
    servers: ['torchserve', 'kserve-v2'],
    kind: numberOf(numberRules.batchSize),
    default: "`1` (torchserve); the model's (kserve-v2)",
    description: 'Largest batch that the server makes.',
    example: 8,
  }),
  planKey({
    path: 'server.max_batch_delay_ms',
    servers: ['torchserve'],
    kind: numberOf(numberRules.batchDelayMs),
    default: '`100`',
    description: 'Longest wait for a batch to fill, ms.',
    example: 20,
  }),
  planKey({
    path: 'server.max_batch_delay_us',
    servers: ['kserve-v2'],
    kind: numberOf(numberRules.batchDelayUs),
    default: "the model's",
    description: 'Longest wait for a batch to fill, us.',
    example: 500,
  }),
  planKey({
    path: 'server.min_workers',
    servers: ['torchserve'],
    kind: numberOf(numberRules.serverWorkers),
    default: '`max_workers`, or else `1`',
    description: 'Fewest workers of the model.',
    example: 2,
  }),
  planKey({
    path: 'server.max_workers',
    servers: ['torchserve'],
    kind: numberOf(numberRules.serverWorkers),
    default: '`min_workers`',
    description: 'Most workers of the model.',
    example: 4,
  }),
  planKey({
    path: 'server.scale_storm.workers',
    servers: ['torchserve'],
    kind: stormWorkers,
    default: 'nothing is scaled while it is measured',
    description:
      'Numbers of workers that are asked for in turn, again and again, while the run lasts; it begins with the first.',
    example: [4, 1],
  }),
  planKey({
    path: 'server.scale_storm.every',
    servers: ['torchserve'],
    kind: duration,
    default: 'it must be given with `workers`',
    description: 'Time from one change to the next, the first so long after the warm-up; 0s is no storm.',
    example: '10s',
  }),
  planKey({
    path: 'server.response_timeout_s',
    servers: ['torchserve'],
    kind: numberOf(numberRules.responseTimeoutS),
    default: '`120`',
    description: 'Time after which the server restarts a worker that has not answered, s.',
    example: 60,
  }),
  planKey({
    path: 'server.instances',
    servers: ['kserve-v2'],
    kind: numberOf(numberRules.instances),
    default: "the model's",
    description: 'Instances of the model.',
    example: 2,
  }),
  planKey({
    path: 'server.config',
    servers: ['kserve-v2'],
    kind: mappingKind('settings', (given) => JSON.stringify(given)),
    default: 'nothing',
    description: "What is merged over the model's configuration before it is loaded.",
    example: { parameters: { gpu_memory_utilization: { string_value: '0.5' } } },
  }),
  planKey({
    path: 'server.lora.name',
    servers: ['openai'],
    kind: anyText,
    default: 'no adapter',
    description: 'LoRA adapter to load, and to unload at the end (vLLM).',
    example: 'sql',
  }),
  planKey({
    path: 'server.lora.path',
    servers: ['openai'],
    kind: anyText,
    default: 'it must be given with `name`',
    description: 'Where the adapter is, on the server.',
    example: '/adapters/sql',
  }),
  planKey({
    path: 'server.reset_cache',
    servers: ['openai'],
    kind: truth,
    default: '`false`',
    description: 'Whether the prefix cache is reset before each cell.',
    example: true,
  }),
  planKey({
    path: 'server.profile',
    servers: ['openai'],
    kind: truth,
    default: '`false`',
    description: "Whether the engine's profiler runs with each run.",
    example: true,
  }),
  planKey({
    path: 'server.ready.health_path',
    kind: textKind('path', parseHealthPath, { type: 'string' }),
    default: '`/health` (command), `/ping` (torchserve), `/v2/health/ready` (kserve-v2), else not asked',
    description: 'Path below the target that must answer 200 before anything is measured.',
    example: '/health',
  }),
  planKey({
    path: 'server.ready.model',
    kind: truth,
    default: '`true`',
    description: 'Whether the model must be listed, or described as ready.',
    example: false,
  }),
  planKey({
    path: 'server.ready.timeout',
    kind: duration,
    default: '`10m`',
    description: 'Longest wait for all of it.',
    example: '2m',
  }),
]
