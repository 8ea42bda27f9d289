import { type ClassicContext, ignores } from './classic-context.ts'
import type { ClassicReply, ClassicRequest } from './classic-http.ts'
import { type ClassicModel, createClassicModel, defaultSettings } from './classic-model.ts'
import { scaleModel } from './scale-model.ts'
import { asFields, v2Body } from './v2-body.ts'
import { V2Error } from './v2-error.ts'
import { configOfModel, defaultModelConfig, type ModelConfig, parseModelConfig } from './v2-model-config.ts'
import { v2Empty, v2Json } from './v2-reply.ts'

/** Triton's model repository extension. The repository has a model of every name. */
export interface V2Repository {
  index(request: ClassicRequest): ClassicReply
  load(name: string, request: ClassicRequest): Promise<ClassicReply>
  unload(name: string): ClassicReply
}

/** The one version that a repository's model has. */
const version = '1'

export function createV2Repository(context: ClassicContext): V2Repository {
  const { registry } = context
  /** Names that were loaded, or are being, with what the index says of them while they aren't there. */
  const absent = new Map<string, { readonly state: 'LOADING' | 'UNAVAILABLE'; readonly reason: string }>()

  async function load(name: string, request: ClassicRequest): Promise<ClassicReply> {
    const before = registry.find(name)
    const config = configFor(context, before, name, request.body)
    const model = createModel(context, name, config)
    if (before === undefined) absent.set(name, { state: 'LOADING', reason: '' })
    const isReady = await scaleModel(context, model, config.instances, config.instances)
    if (!isReady) {
      absent.set(name, { state: 'UNAVAILABLE', reason: 'failed to start its instances' })
      throw new V2Error(400, `load failed for model '${name}': failed to start its instances`)
    }
    absent.delete(name)
    registry.replace(model)
    return v2Empty(200)
  }

  return {
    load,
    index(request) {
      const onlyReady = v2Body(request.body).ready === true
      const present = registry.defaults().filter(({ ofWorkflow }) => !ofWorkflow)
      const listed = present.map((model) => ({
        name: model.name,
        version: model.version,
        state: 'READY',
        reason: '',
      }))
      const names = new Set(present.map(({ name }) => name))
      const others = [...absent].filter(([name]) => !names.has(name))
      if (onlyReady) return v2Json(listed)
      return v2Json([
        ...listed,
        ...others.map(([name, { state, reason }]) => ({ name, version, state, reason })),
      ])
    },
    unload(name) {
      if (registry.find(name) === undefined)
        throw new V2Error(400, `failed to unload '${name}', it isn't loaded`)
      registry.retire(name)
      absent.set(name, { state: 'UNAVAILABLE', reason: 'unloaded' })
      return v2Empty(200)
    },
  }
}

function createModel(context: ClassicContext, name: string, config: ModelConfig): ClassicModel {
  const { maxBatchSize, dynamicBatching, maxQueueDelayUs } = config
  const batchSize = dynamicBatching ? Math.max(1, maxBatchSize) : 1
  const identity = { name, version, url: name, loadedAtStartup: false, ofWorkflow: false }
  return createClassicModel(
    { ...identity, delayRule: 'first-arrived' },
    { ...defaultSettings, batchSize, maxBatchDelayMs: maxQueueDelayUs / 1000 },
    context.law,
    context.around,
    { maxBatchSize, dynamicBatching },
  )
}

/** What is asked for, less what the fault `ignores` keeps as it was. */
function configFor(
  context: ClassicContext,
  before: ClassicModel | undefined,
  name: string,
  body: Buffer,
): ModelConfig {
  const old = before === undefined ? defaultModelConfig : configOfModel(before)
  const text = configParameter(name, body)
  if (text === undefined) return old
  let asked: ModelConfig
  try {
    asked = parseModelConfig(text)
  } catch (cause) {
    throw new V2Error(400, `failed to load '${name}', ${(cause as Error).message}`)
  }
  return {
    ...asked,
    maxBatchSize: ignores(context, 'batch_size') ? old.maxBatchSize : asked.maxBatchSize,
    maxQueueDelayUs: ignores(context, 'max_batch_delay') ? old.maxQueueDelayUs : asked.maxQueueDelayUs,
    instances: ignores(context, 'workers') ? old.instances : asked.instances,
  }
}

/** The JSON of `parameters.config`; undefined when there is none. */
function configParameter(name: string, body: Buffer): string | undefined {
  const config = asFields(v2Body(body).parameters)?.config
  if (config === undefined || typeof config === 'string') return config
  throw new V2Error(400, `failed to load '${name}', the parameter 'config' must be a string of JSON`)
}
