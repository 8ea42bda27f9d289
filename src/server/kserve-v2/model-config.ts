import { isMapping } from '../../plan/is-mapping.ts'
import type { KserveV2Server } from '../../plan/server-plan.ts'

/** A model's configuration as JSON: Triton's ModelConfig (model_config.proto). */
export type ModelConfig = Readonly<Record<string, unknown>>

/** What a plan asks of a configuration. */
export type AskedConfig = Pick<KserveV2Server, 'config' | 'batchSize' | 'maxBatchDelayUs' | 'instances'>

/** Whether the plan asks for anything that has to be loaded with another configuration. */
export function asksForConfig({ config, batchSize, maxBatchDelayUs, instances }: AskedConfig): boolean {
  return config !== null || batchSize !== null || maxBatchDelayUs !== null || instances !== null
}

/**
 * The server's configuration with the plan's merged over it: objects key by key, anything else replaced. The number of instances
 * is set in every instance group, as a group stands for a device.
 */
export function mergeConfig(original: ModelConfig, asked: AskedConfig): ModelConfig {
  const { batchSize, maxBatchDelayUs, instances } = asked
  const merged = merge(original, asked.config ?? {})
  const withBatch = batchSize === null ? merged : withBatchSize(merged, batchSize)
  const withDelay =
    maxBatchDelayUs === null
      ? withBatch
      : merge(withBatch, { dynamic_batching: { max_queue_delay_microseconds: maxBatchDelayUs } })
  if (instances === null) return withDelay
  const { instance_group: groups } = withDelay
  const described = Array.isArray(groups) && groups.length > 0 ? groups : [{}]
  return {
    ...withDelay,
    instance_group: described.map((group: unknown) => ({
      ...(isMapping(group) ? group : {}),
      count: instances,
    })),
  }
}

/** Triton loads no model that prefers batches larger than its largest. */
function withBatchSize(config: ModelConfig, batchSize: number): ModelConfig {
  const { dynamic_batching: batching } = config
  const sized = { ...config, max_batch_size: batchSize }
  if (!isMapping(batching) || !Array.isArray(batching.preferred_batch_size)) return sized
  const preferred = batching.preferred_batch_size.filter((size: unknown) => Number(size) <= batchSize)
  return { ...sized, dynamic_batching: { ...batching, preferred_batch_size: preferred } }
}

function merge(base: ModelConfig, over: ModelConfig): ModelConfig {
  const merged = Object.entries(over).map(([key, value]) => {
    const old = base[key]
    return [key, isMapping(old) && isMapping(value) ? merge(old, value) : value]
  })
  return { ...base, ...Object.fromEntries(merged) }
}

/** A place in a configuration whose value isn't the one that was asked for. */
export interface ConfigDifference {
  /** `dynamic_batching.max_queue_delay_microseconds`, `instance_group[0].count`. */
  readonly path: string
  readonly asked: unknown
  readonly read: unknown
}

/**
 * Where `read` lacks what `asked` has. It may have more: servers fill defaults in. Numbers that are written as text are numbers
 * (64-bit ones are, in JSON of protocol buffers), and what has its type's default may be left out.
 */
export function configDifferences(asked: unknown, read: unknown, path = ''): readonly ConfigDifference[] {
  if (isMapping(asked)) {
    const other = isMapping(read) ? read : {}
    return Object.entries(asked).flatMap(([key, value]) =>
      configDifferences(value, other[key], path === '' ? key : `${path}.${key}`),
    )
  }
  if (Array.isArray(asked)) {
    const other: readonly unknown[] = Array.isArray(read) ? read : []
    if (other.length !== asked.length && (asked.length > 0 || other.length > 0))
      return [{ path, asked, read }]
    return asked.flatMap((value, index) => configDifferences(value, other[index], `${path}[${index}]`))
  }
  return isSameValue(asked, read) ? [] : [{ path, asked, read }]
}

function isSameValue(asked: unknown, read: unknown): boolean {
  if (asked === read) return true
  if (read === undefined || read === null)
    return asked === 0 || asked === '' || asked === false || asked === null
  const isNumeric = typeof asked === 'number' || typeof read === 'number'
  return isNumeric && isPlain(asked) && isPlain(read) && Number(asked) === Number(read)
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
}
