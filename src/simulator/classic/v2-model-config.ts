import type { ClassicModel } from './classic-model.ts'
import { asFields } from './v2-body.ts'
import { inputTensor, outputTensor, type TensorMetadata } from './v2-tensors.ts'

/** What of Triton's model configuration changes how a simulated model behaves. */
export interface ModelConfig {
  readonly maxBatchSize: number
  readonly dynamicBatching: boolean
  readonly maxQueueDelayUs: number
  readonly instances: number
}

/** What a model has that is loaded without a configuration. */
export const defaultModelConfig: ModelConfig = {
  maxBatchSize: 1,
  dynamicBatching: false,
  maxQueueDelayUs: 0,
  instances: 1,
}

export function configOfModel({ settings, triton }: ClassicModel): ModelConfig {
  const { maxBatchDelayMs, minWorkers } = settings
  return { ...triton, maxQueueDelayUs: Math.round(maxBatchDelayMs * 1000), instances: minWorkers }
}

/** The configuration as Triton tells it (model_config.proto, as JSON). */
export function modelConfigJson(model: ClassicModel): object {
  const { maxBatchSize, dynamicBatching, maxQueueDelayUs, instances } = configOfModel(model)
  const tensor = ({ name, datatype, dims }: TensorMetadata) => ({ name, data_type: `TYPE_${datatype}`, dims })
  const batching = { preferred_batch_size: [maxBatchSize], max_queue_delay_microseconds: maxQueueDelayUs }
  return {
    name: model.name,
    platform: '',
    backend: 'simulator',
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: maxBatchSize,
    input: [tensor(inputTensor)],
    output: [tensor(outputTensor)],
    ...(dynamicBatching ? { dynamic_batching: batching } : {}),
    instance_group: [{ name: `${model.name}_0`, kind: 'KIND_CPU', count: instances, gpus: [] }],
  }
}

/** The fields of model_config.proto. Triton refuses others. */
const knownFields = [
  'name',
  'platform',
  'backend',
  'runtime',
  'version_policy',
  'max_batch_size',
  'input',
  'output',
  'batch_input',
  'batch_output',
  'optimization',
  'dynamic_batching',
  'sequence_batching',
  'ensemble_scheduling',
  'instance_group',
  'default_model_filename',
  'cc_model_filenames',
  'metric_tags',
  'parameters',
  'model_warmup',
  'model_operations',
  'model_transaction_policy',
  'model_repository_agents',
  'response_cache',
  'model_metrics',
]

/**
 * Reads the `config` parameter of a load request: the whole configuration, so that what it doesn't name has its default. Throws an
 * Error with the reason when it isn't one.
 */
export function parseModelConfig(text: string): ModelConfig {
  const config = object(JSON.parse(text), 'the configuration')
  for (const field of Object.keys(config))
    if (!knownFields.includes(field)) throw new Error(`the configuration has no field '${field}'`)
  const batching =
    config.dynamic_batching === undefined ? {} : object(config.dynamic_batching, 'dynamic_batching')
  const groups = config.instance_group === undefined ? [{}] : config.instance_group
  if (!Array.isArray(groups)) throw new Error('instance_group must be a list')
  return {
    maxBatchSize: whole(config.max_batch_size, 'max_batch_size', 0),
    dynamicBatching: config.dynamic_batching !== undefined,
    maxQueueDelayUs: whole(batching.max_queue_delay_microseconds, 'max_queue_delay_microseconds', 0),
    instances: groups
      .map((group) => whole(object(group, 'instance_group').count, 'instance_group.count', 1))
      .reduce((sum, count) => sum + count, 0),
  }
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const fields = asFields(value)
  if (fields === undefined) throw new Error(`${name} must be an object`)
  return fields
}

/** Protocol buffers' JSON has 64-bit integers as strings, and takes numbers too. */
function whole(value: unknown, name: string, otherwise: number): number {
  if (value === undefined) return otherwise
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 1e9) return number
  throw new Error(`${name} must be a whole number, not ${JSON.stringify(value)}`)
}
